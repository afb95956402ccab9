"""Two numbers of a sentence that its words compare: from 5 to 3, was 80, 38 before and 51 after."""

from __future__ import annotations

from typing import NamedTuple

from core.notes.page import Page
from core.notes.words import bag

VISITS = bag(
    "prev lv last eval initial since ie soc previous previously baseline yesterday ago visit wk "
    "week tues mon wed thurs thur fri tue thu monday tuesday wednesday thursday friday "
    "evaluation month session's prior reeval"
)
_BEFORE = bag("start beginning arrival entry before pre prior pretx initially beforehand")
AFTER = bag(
    "finish completion exit leaving close departure after post afterward afterwards "
    "retest following now end posttx today immediately then"
)
UNITS = bag(
    '° deg degree cm mm % ml lb # kg point s sec second / 10 + - in inch " db m min pt of '
    "5 box finger width hour hr feet ft minute 4 6 block ' n cc x time"
)
CHANGE = bag(
    "increased decreased improved gained lost reduced down up increase decrease dropped "
    "gain improvement reduction worsened inc dec incr decr rose fell went progressed + "
    "grew shrunk"
)
_LOAD = bag(
    "rep set theraband band resistance weight incline level lb dilator dosage frequency size"
)
COUNT_UNITS = bag(
    "finger fingerbreadth hz semitone ° deg degree cm mm % ml point lb kg pt inch cc db"
)
_AFTERWARDS = AFTER | bag("p tx mt manual treatment")
_OPENING_PAIN = 6
_MOST_PAIN = 10
_LATE = bag("after post since afterward afterwards")
_VITALS = bag("bp hr pulse spo2 o2 sat sats rr temp")
_INITIAL = bag("initial eval ie soc baseline initially last previous")
_PRESENT = bag("now today current currently present")
_FUNCTIONS = bag(
    "sit sits sitting stand stands standing walk walks sleep sleeps drive drives tolerance"
)
_LEADS = bag(", ( ; now today")
# One of these stands around two numbers that words compare; without any the rest is not asked.
_DAYS = VISITS | {"at", "on", "last"}
_DATING = _DAYS | _BEFORE | AFTER | _INITIAL | {"was"}
_FAR = 13
_TELLING = _DAYS | _BEFORE | AFTER | _PRESENT | bag("out was to vs then used from previously")


def is_load(page: Page, at: int) -> bool:
    """A dose of exercise that goes up is no measurement."""
    near = [w for w in page.words.stems[max(at - 3, 0) : at] if w in _LOAD]
    return bool(near) and not (near == ["lb"] and page.has("strength", max(at - 9, 0), at))


class Between(NamedTuple):
    """What stands around two numbers: the words before, between and after them."""

    one: int
    two: int
    before: list[str]
    gap: list[str]
    after: list[str]
    plain: list[str]

    def sided(self, page: Page) -> bool:
        """Whether a side is named around the two."""
        return any(at in page.side_at for at in range(self.one - 4, self.two + 4))


def is_told(page: Page, one: int, two: int) -> bool:
    """`from 5 to 3`, `was 80`, `38 before, 51 after`, `6/10 to 3/10`."""
    stems = page.words.stems
    if _TELLING.isdisjoint(stems[max(one - 4, 0) : two + 8]):
        return False
    gap = stems[one + 1 : two]
    plain = [w for w in gap if w not in UNITS and w != ","]
    around = Between(one, two, stems[max(one - 4, 0) : one], gap, stems[two + 1 : two + 5], plain)
    if _vital(page, one) or _worked(page, one, gap):
        return False
    if _in_and_out(page, around):
        return True
    bracketed = around.plain[:2] == ["(", "was"] and not is_load(page, one)
    if bracketed or ("was" in around.plain and _measured(page, one, two)):
        return True
    listed = stems[one - 1 : one] == [":"] and "(" not in gap
    if listed or gap[:1] == [":"] or "x" in gap[:1]:
        return False
    late = not (AFTER - {"immediately"}).isdisjoint(around.after[:2])
    if late and gap[-1:] == ["-"] and _both_minus(page, one, two) and not _sided(page, one, two):
        return True
    if around.plain == ["to"]:
        return _from_to(page, around)
    return _verbs(page, around) or _told_by_day(page, one, two)


def _sided(page: Page, one: int, two: int) -> bool:
    return any(at in page.side_at for at in range(one, two + 1))


def _in_and_out(page: Page, b: Between) -> bool:
    """`Pain in: 6, pain out: 4`, `pain 5 in, 3 out`."""
    told = ("out" in b.gap and "in" in b.before) or ("in" in b.gap[:3] and "out" in b.after[:3])
    return told and page.has("pain", max(b.one - 5, 0), b.one)


def _verbs(page: Page, b: Between) -> bool:
    """`5 then 3`, `110, up from 95`, `5 down to 2`, `10 improved to 5`, `used to`."""
    if "vs" in b.plain and len(b.gap) <= 5 and not (b.sided(page) and _BEFORE.isdisjoint(b.after)):
        return True
    hurts = page.has("pain", max(b.one - 4, 0), b.one)
    if b.plain == ["then"] and (_scored(b.gap, b.after) or hurts):
        return True
    if "used" in b.gap and b.gap[b.gap.index("used") + 1 :][:1] == ["to"]:
        return True
    measured = _measured(page, b.one, b.two)
    if [w for w in b.plain if w not in _AFTERWARDS] == ["from"] or (
        b.plain[:2] in (["up", "from"], ["down", "from"])
    ):
        return measured and len(b.plain) <= 3
    if b.plain in (["down", "to"], ["up", "to"]):
        return (measured or _pain_near(page, b.one)) and not is_load(page, b.one)
    changed = len(b.plain) == 2 and b.plain[0] in CHANGE and b.plain[1] in ("to", "from")
    return changed and measured and not is_load(page, b.one)


def _from_to(page: Page, b: Between) -> bool:
    """`N to M`: two measurements, where it is no arc, no range and no load."""
    if _both_minus(page, b.one, b.two) or page.has("pain", max(b.one - 3, 0), b.one):
        return True
    opens = page.sentence_at(b.one).first
    if page.has("pain", opens, min(opens + 2, b.one)) and b.one - opens <= _OPENING_PAIN:
        return max(page.words.number(b.one) or 0, page.words.number(b.two) or 0) <= _MOST_PAIN
    if page.has("score", max(b.one - 4, 0), b.one):
        return page.words.number(b.one) != page.words.number(b.two) and b.after[:1] != ["x"]
    if b.gap[0] in COUNT_UNITS - {"lb", "kg", "#"} and not b.sided(page):
        return not is_load(page, b.one)
    united = (
        b.after[:1] != []
        and b.after[0] in COUNT_UNITS
        and page.has("strength", max(b.one - 3, 0), b.one)
    )
    if united and page.words.number(b.one) != page.words.number(b.two):
        return True
    if _same_unit(b.gap, b.after) and _sized(page, b.one):
        return True
    changes = bool(set(b.before) & (CHANGE | {"from"})) and not is_load(page, b.one)
    late = not _LATE.isdisjoint(b.after)
    return changes or late or _scored(b.gap, b.after) or _motion_rises(page, b.one, b.two)


def _both_minus(page: Page, one: int, two: int) -> bool:
    """`-18 to -12`: two signed numbers are two measurements, never a range."""
    return (
        all(
            at > 0
            and page.words.stems[at - 1] == "-"
            and page.words.ends[at - 1] == page.words.starts[at]
            for at in (one, two)
        )
        and page.words.number(one - 2) is None
    )


def _same_unit(gap: list[str], after: list[str]) -> bool:
    return bool(gap[:1]) and gap[0] in COUNT_UNITS | {"in", "inch", '"'} and after[:1] == gap[:1]


def _sized(page: Page, at: int) -> bool:
    """Whether a length, a score or a strength stands right before the number."""
    return any(page.has(kind, max(at - 4, 0), at) for kind in ("length", "score", "strength"))


def _scored(gap: list[str], after: list[str]) -> bool:
    """A pain score of ten on either side."""
    return gap[:2] == ["/", "10"] or after[:2] == ["/", "10"]


def _worked(page: Page, at: int, gap: list[str]) -> bool:
    """Minutes of the manual work itself: `STM 10 min at start and 10 min at end`."""
    sentence = page.sentence_at(at)
    return gap[:1] in (["min"], ["minute"]) and page.has("technique", sentence.first, at)


def _vital(page: Page, at: int) -> bool:
    """Blood pressure, pulse and the like are no progress."""
    return not _VITALS.isdisjoint(page.words.stems[max(at - 8, 0) : at + 1])


def _pain_near(page: Page, at: int) -> bool:
    return page.has("pain", max(at - 4, 0), at)


def _told_by_day(page: Page, one: int, two: int) -> bool:
    """Words such as before and after, was, or last visit on either side."""
    stems = page.words.stems
    if two - one > _FAR or _DATING.isdisjoint(stems[max(one - 4, 0) : two + 9]):
        return False
    gap = stems[one + 1 : two]
    before, after = stems[max(one - 4, 0) : one], stems[two + 1 : two + 5]
    if set(before[-2:]) & _INITIAL and set(gap) & _PRESENT and _measured(page, one, two):
        return True
    if _dated(page, one, two) and _measured(page, one, two):
        return True
    firsts, seconds = set(before[-3:] + gap[:4]), set(gap[-4:] + after[:3])
    if firsts & _BEFORE and seconds & AFTER and not two_sides(page, one, two):
        return True
    if firsts & (AFTER - {"end", "then"}) and seconds & (
        _BEFORE | {"eval", "last", "initial", "baseline", "previous", "ie", "soc"}
    ):
        return True
    if set(gap[-4:]) & {"was", "vs", "from", "previously"} and (set(after) | set(gap)) & (
        VISITS | {"was", "before"}
    ):
        return _measured(page, one, two)
    return "(" in gap and bool(set(after + gap) & (VISITS | _BEFORE)) and _measured(page, one, two)


def _dated(page: Page, one: int, two: int) -> bool:
    """`34.5 cm, 36 on Monday`, `14 s (18 s on 3/2)`, `44/80, last month 38`, `0.65 at SOC`."""
    stems = page.words.stems
    if _DAYS.isdisjoint(stems[one + 1 : two + 9]):
        return False
    gap = [w for w in stems[one + 1 : two] if w not in UNITS and w != "rep"]
    after = [w for w in stems[two + 1 : two + 5] if w not in UNITS]
    if stems[two + 1 : two + 2] == ["-"] and page.words.number(two + 2) is not None:
        after = [w for w in stems[two + 3 : two + 7] if w not in UNITS]
    if any(page.has(kind, one + 1, two) for kind in ("motion", "length", "score", "strength")):
        return False
    lead = [w for w in gap if w not in _LEADS]
    if not lead and ("," in gap or "(" in gap or ";" in gap):
        ago = after[2:3] == ["ago"] or after[1:2] == ["ago"] or after[:1] == ["yesterday"]
        dated = "/" in stems[two + 2 : two + 6] and any(w.isdecimal() for w in after[1:2])
        named = after[:1] in (["at"], ["on"], ["last"]) and not VISITS.isdisjoint(after[:3])
        return ago or named or (after[:1] == ["on"] and dated)
    told = not VISITS.isdisjoint(lead) and len(lead) <= 3
    return told and set(lead) <= VISITS | {"at", "on", "was", "month"}


def _motion_rises(page: Page, one: int, two: int) -> bool:
    """`Abd 88 to 97` compares; `0 to 120` is one arc of motion."""
    low, high = page.words.number(one) or 0, page.words.number(two) or 0
    beside = any(0 <= one - m.last <= 2 for m in page.of("motion"))
    named = " ".join(page.words.stems[max(one - 4, 0) : one])
    if "lag" in named or "deficit" in named:
        return beside and high < low
    minus = page.words.stems[one - 1] == "-" and page.words.ends[one - 1] == page.words.starts[one]
    if beside and minus and one >= 2 and page.words.number(one - 2) is None:
        return low != high
    unit = page.words.stems[two + 1 : two + 2]
    if unit in (["°"], ["deg"], ["degree"]) and low >= 8:
        return low != high and high < 2 * low
    least = low >= 20 or (low >= 8 and 0.5 * low < high < 2 * low)
    return beside and least and low != high and 0.5 * low < high < (1.5 if low >= 20 else 2) * low


def _functional(page: Page, one: int) -> bool:
    """Time that somebody can sit, stand or walk."""
    return not _FUNCTIONS.isdisjoint(page.words.stems[max(one - 5, 0) : one])


def _measured(page: Page, one: int, two: int) -> bool:
    if _functional(page, one):
        return True
    sentence = page.sentence_at(one)
    kinds = ("motion", "length", "score", "strength", "pain")
    return any(page.has(kind, sentence.first, sentence.last) for kind in kinds) or bool(
        set(page.words.stems[one + 1 : two + 3])
        & {"°", "deg", "cm", "%", "degree", "mm", "ml", "/"}
    )


def two_sides(page: Page, one: int, two: int) -> bool:
    """Whether the two numbers belong to the left and the right."""
    sides = {page.side_at[at] for at in range(one - 3, two + 1) if at in page.side_at}
    return {"left", "right"} <= sides and ">" not in page.words.stems[one:two]
