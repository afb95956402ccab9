"""Two values that compare: before and after, today and an earlier day, or a counted change."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from core.notes.comparisons import find_pairs
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.words import bag

_VISITS = bag(
    "last eval initial since ie soc previous previously baseline yesterday ago visit wk "
    "week tues mon wed thurs fri tue thu monday tuesday wednesday thursday friday "
    "evaluation month session's prior reeval"
)
_BEFORE = bag("start beginning arrival entry before pre prior pretx initially beforehand")
_AFTER = bag(
    "finish completion exit leaving close departure after post afterward afterwards "
    "retest following now end posttx today immediately then"
)
_SKIP = bag("plan goals home diagnosis")
_CONDITIONS = bag("if goal until target ltg stg next will when once unless progress advance")
_UNITS = bag(
    '° deg degree cm mm % ml lb # kg point s sec second / 10 + - in inch " db m min pt of '
    "5 box finger width hour hr feet ft minute 4 6 block ' n cc x time"
)
_CHANGE = bag(
    "increased decreased improved gained lost reduced down up increase decrease dropped "
    "gain improvement reduction worsened inc dec incr decr rose fell went progressed + "
    "grew shrunk"
)
_SPOKEN = bag("one two three four five six seven eight nine ten zero once twice no")
_LOAD = bag(
    "rep set theraband band resistance weight incline level lb dilator dosage frequency size"
)

_NO_EARLIER = bag("l r left right wnl normal goal")

_COUNT_UNITS = bag("° deg degree cm mm % ml point lb kg pt inch cc db")
_GAINS = bag(
    "closer higher deeper farther further gain improvement increase decrease reduction better more less"
)
_LATE = bag("after post since afterward afterwards")


_VITALS = bag("bp hr pulse spo2 o2 sat sats rr temp")
_INITIAL = bag("initial eval ie soc baseline initially last previous")
_PRESENT = bag("now today current currently present")
_CLOSER = bag("closer deeper higher farther further")
_LEADS = bag(", ( ; now today")


class Change(NamedTuple):
    """A comparison on words `first` up to, not with, `last`; `today` when both ends are today's."""

    first: int
    last: int
    today: bool


def find_changes(page: Page, values: list[Value], hands: int = 0) -> list[Change]:
    """Every comparison the note makes, in order; `hands` is where the manual work begins."""
    found: list[Change] = []
    numbers = page.words.digits
    for one, two in pairwise(numbers):
        if two - one > 14 or not _comparable(page, one, two):
            continue
        if _arrow(page, one, two) or _told(page, one, two):
            found.append(Change(one, two + 1, _same_day(page, one, two)))
    found += [c for at in numbers if (c := _counted(page, at)) is not None]
    found += _instead(page) + _repeated(page, values, hands) + _bracketed(page, values)
    found += _arrows_without_numbers(page) + _now(page, values) + _pre_post_pairs(page)
    found += [Change(p.first, p.last, True) for p in find_pairs(page, values, hands)]
    return sorted(set(found))


def _arrows_without_numbers(page: Page) -> list[Change]:
    """`MAS 2 -> 1+`, `T12 -> T9`: an arrow between things that hold digits."""
    stems, found = page.words.stems, []
    for at in page.words.spots(">"):
        if at < 2 or at + 1 >= len(stems):
            continue
        low = at - 2 if stems[at - 1] == "-" else at - 1
        if (
            any(c.isdigit() for c in stems[low])
            and any(c.isdigit() for c in stems[at + 1])
            and not stems[low].isdecimal()
            and _comparable(page, low, at + 1)
        ):
            found.append(Change(low, at + 2, _same_day(page, low, at + 1)))
    return found


def _now(page: Page, values: list[Value]) -> list[Change]:
    """A sentence that opens `Now 101` after a value was told."""
    stems, found = page.words.stems, []
    for sentence in page.sentences:
        at = (
            sentence.first
            + 1
            + (stems[sentence.first + 1 : sentence.first + 2] in ([":"], ["at"], ["is"]))
        )
        opens = stems[sentence.first] in ("now", "after", "afterward", "post", "retest")
        told = any(v.last <= sentence.first for v in values) and sentence.section not in _SKIP
        dose = stems[at + 1 : at + 2] in (["min"], ["visit"], ["wk"], ["x"])
        if opens and told and not dose and page.words.number(at) is not None:
            found.append(Change(sentence.first, at + 1, True))
    return found


def _pre_post_pairs(page: Page) -> list[Change]:
    """`IR 12/20 pre/post`, `ext -30/-24, flx 110/118 (pre/post)`."""
    stems, found = page.words.stems, []
    for at in page.words.spots("pre", "before"):
        if at < 3 or stems[at : at + 3] not in (["pre", "/", "post"], ["before", "/", "after"]):
            continue
        if page.words.number(at + 3) is not None:
            found.append(Change(at - 3, at + 4, True))
        sentence = page.sentence_at(at)
        for slash in range(sentence.first + 1, at):
            if stems[slash] == "/" and page.words.number(slash - 1) is not None:
                found.append(Change(slash - 1, at + 3, True))
    return found


def _comparable(page: Page, one: int, two: int) -> bool:
    sentence = page.sentence_at(one)
    if two >= sentence.last or sentence.section in _SKIP:
        return False
    stems = page.words.stems
    first, _ = page.clause_at(one)
    before = stems[first:one]
    return not any(w in _CONDITIONS for w in before + stems[one:two]) and "<" not in stems[one:two]


def _arrow(page: Page, one: int, two: int) -> bool:
    stems = page.words.stems
    gap = stems[one + 1 : two]
    if ">" not in gap:
        return False
    at = gap.index(">")
    left = [w for w in gap[:at] if w not in _UNITS]
    right = [w for w in gap[at + 1 :] if w not in _UNITS]
    dose = "x" in stems[one - 1 : one + 2] or "x" in stems[two - 1 : two + 2]
    return len(left) <= 2 and len(right) <= 2 and not dose and not _is_load(page, one)


def _is_load(page: Page, at: int) -> bool:
    """A dose of exercise that goes up is no measurement."""
    return any(w in _LOAD for w in page.words.stems[max(at - 3, 0) : at])


def _told(page: Page, one: int, two: int) -> bool:
    """`from 5 to 3`, `was 80`, `38 before, 51 after`, `6/10 to 3/10`."""
    stems = page.words.stems
    gap = stems[one + 1 : two]
    before = stems[max(one - 4, 0) : one]
    after = stems[two + 1 : two + 5]
    plain = [w for w in gap if w not in _UNITS and w != ","]
    if _vital(page, one):
        return False
    if stems[one - 1 : one] == [":"] or gap[:1] == [":"] or "x" in gap[:1]:
        return False
    sides = any(one - 4 <= s.at <= two + 3 for s in page.sides)
    if "vs" in plain and len(gap) <= 5 and not sides:
        return True
    in_out = before[-1:] == ["in"] and "out" in gap and len(gap) <= 5
    if in_out and page.has("pain", max(one - 5, 0), one):
        return True
    if plain == ["then"] and _scored(gap, after):
        return True
    if plain[:1] in (["up"], ["down"]) and plain[1:2] == ["from"] and len(plain) <= 3:
        return _measured(page, one, two)
    if plain == ["from"] and _measured(page, one, two):
        return True
    if plain in (["down", "to"], ["up", "to"]) and (
        _pain_near(page, one) or _measured(page, one, two)
    ):
        return not _is_load(page, one)
    if len(plain) == 2 and plain[0] in _CHANGE and plain[1] in ("to", "from"):
        return _measured(page, one, two) and not _is_load(page, one)
    if "used" in gap and "to" in gap and gap.index("to") == gap.index("used") + 1:
        return True
    if plain == ["to"] and _both_minus(page, one, two):
        return True
    if plain == ["to"] and _same_unit(gap, after) and _sized(page, one):
        return True
    if plain == ["to"]:
        changes = set(before) & (_CHANGE | {"from"}) and not _is_load(page, one)
        if page.has("pain", max(one - 3, 0), one):
            return True
        return (
            bool(changes or _LATE & set(after))
            or _scored(gap, after)
            or _motion_rises(page, one, two)
        )
    return _told_by_day(page, one, two)


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
    return bool(gap[:1]) and gap[0] in _COUNT_UNITS | {"in", "inch", '"'} and after[:1] == gap[:1]


def _sized(page: Page, at: int) -> bool:
    """Whether a length, a score or a strength stands right before the number."""
    return any(page.has(kind, max(at - 4, 0), at) for kind in ("length", "score", "strength"))


def _scored(gap: list[str], after: list[str]) -> bool:
    """A pain score of ten on either side."""
    return gap[:2] == ["/", "10"] or after[:2] == ["/", "10"]


def _vital(page: Page, at: int) -> bool:
    """Blood pressure, pulse and the like are no progress."""
    return not _VITALS.isdisjoint(page.words.stems[max(at - 8, 0) : at + 1])


def _pain_near(page: Page, at: int) -> bool:
    return page.has("pain", max(at - 4, 0), at)


def _told_by_day(page: Page, one: int, two: int) -> bool:
    """Words such as before and after, was, or last visit on either side."""
    stems = page.words.stems
    gap = stems[one + 1 : two]
    before, after = stems[max(one - 4, 0) : one], stems[two + 1 : two + 5]
    if len(gap) > 12:
        return False
    if set(before[-2:]) & _INITIAL and set(gap) & _PRESENT and _measured(page, one, two):
        return True
    if _dated(page, one, two) and _measured(page, one, two):
        return True
    firsts, seconds = set(before[-3:] + gap[:4]), set(gap[-4:] + after[:3])
    if firsts & _BEFORE and seconds & _AFTER and not _two_sides(page, one, two):
        return True
    if firsts & (_AFTER - {"end", "then"}) and seconds & (
        _BEFORE | {"eval", "last", "initial", "baseline", "previous", "ie", "soc"}
    ):
        return True
    if set(gap[-4:]) & {"was", "vs", "from", "previously"} and (set(after) | set(gap)) & (
        _VISITS | {"was", "before"}
    ):
        return _measured(page, one, two)
    return "(" in gap and bool(set(after + gap) & (_VISITS | _BEFORE)) and _measured(page, one, two)


def _dated(page: Page, one: int, two: int) -> bool:
    """`34.5 cm, 36 on Monday`, `14 s (18 s on 3/2)`, `44/80, last month 38`, `0.65 at SOC`."""
    stems = page.words.stems
    gap = [w for w in stems[one + 1 : two] if w not in _UNITS and w != "rep"]
    after = [w for w in stems[two + 1 : two + 5] if w not in _UNITS]
    if any(page.has(kind, one + 1, two) for kind in ("motion", "length", "score", "strength")):
        return False
    lead = [w for w in gap if w not in _LEADS]
    if not lead and ("," in gap or "(" in gap or ";" in gap):
        ago = after[2:3] == ["ago"] or after[1:2] == ["ago"] or after[:1] == ["yesterday"]
        dated = "/" in stems[two + 2 : two + 6] and any(w.isdecimal() for w in after[1:2])
        named = after[:1] in (["at"], ["on"], ["last"]) and not _VISITS.isdisjoint(after[:3])
        return ago or named or (after[:1] == ["on"] and dated)
    told = not _VISITS.isdisjoint(lead) and len(lead) <= 3
    return told and set(lead) <= _VISITS | {"at", "on", "was", "month"}


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
    return beside and low >= 20 and low != high and 0.5 * low < high < 1.5 * low


def _measured(page: Page, one: int, two: int) -> bool:
    sentence = page.sentence_at(one)
    kinds = ("motion", "length", "score", "strength", "pain")
    return any(page.has(kind, sentence.first, sentence.last) for kind in kinds) or bool(
        set(page.words.stems[one + 1 : two + 3])
        & {"°", "deg", "cm", "%", "degree", "mm", "ml", "/"}
    )


def _two_sides(page: Page, one: int, two: int) -> bool:
    sides = {s.name for s in page.sides if one - 3 <= s.at <= two}
    return {"left", "right"} <= sides and ">" not in page.words.stems[one:two]


def _counted(page: Page, at: int) -> Change | None:
    """`+12 deg since eval`, `decreased 2.5 cm`, `gained 10 degrees`, `8 deg gain`."""
    stems = page.words.stems
    sentence = page.sentence_at(at)
    if sentence.section in _SKIP:
        return None
    before, after = stems[max(at - 3, sentence.first) : at], stems[at + 1 : at + 5]
    if any(w in _CONDITIONS for w in stems[page.clause_at(at)[0] : at]) or not after:
        return None
    if before[-2:] == ["(", "+"] and after[0] == ")":
        return Change(max(at - 3, sentence.first), at + 2, False)
    if after[:2] in (["more", "than"], ["less", "than"]) and not _VISITS.isdisjoint(after[2:4]):
        return Change(at, min(at + 5, sentence.last), False)
    inches = after[0] in ("in", "inch", '"') and not _CLOSER.isdisjoint(after[1:3])
    unit = after[0] in _COUNT_UNITS or inches
    joined = before[-1:] == ["+"] and page.words.ends[at - 1] == page.words.starts[at]
    since = "since" in stems[at : at + 8]
    since = since or not {"after", "post", "afterward", "afterwards"}.isdisjoint(after)
    changed = (set(before[-2:]) & (_CHANGE - {"+"}) and "to" not in before) or (joined and since)
    gained = not _GAINS.isdisjoint(after[1:4])
    if unit and (changed or gained) and not _is_load(page, at):
        return Change(
            max(at - 2, sentence.first), min(at + 3, sentence.last), _same_day(page, at, at)
        )
    return None


def _instead(page: Page) -> list[Change]:
    """`five hours now instead of three`."""
    stems, found = page.words.stems, []
    for at in page.words.spots("instead"):
        if stems[at : at + 2] != ["instead", "of"]:
            continue
        left, right = stems[max(at - 6, 0) : at], stems[at + 2 : at + 5]
        if all(any(w in _SPOKEN or w.isdecimal() for w in part) for part in (left, right)):
            found.append(Change(max(at - 3, 0), min(at + 3, len(stems)), False))
    return found


def _repeated(page: Page, values: list[Value], hands: int) -> list[Change]:
    """The same measure twice, the second told as afterwards."""
    found: list[Change] = []
    seen: dict[str, Value] = {}
    for value in values:
        for name in _names(value):
            earlier = seen.get(name)
            if (
                earlier
                and earlier.last <= value.first
                and _tells_after(page, earlier, value, hands)
            ):
                found.append(
                    Change(value.first, value.last, _same_day(page, value.first, value.last))
                )
            if earlier is None:
                seen[name] = value
    return found


def _names(value: Value) -> list[str]:
    generic = {"arom", "prom", "rom", "range", "passive", "active"}
    return [w for w in value.name.split() if w not in generic and len(w) > 1]


def _tells_after(page: Page, earlier: Value, value: Value, hands: int) -> bool:
    sentence = page.sentence_at(value.first)
    first = max(sentence.first, earlier.last)
    stems = page.words.stems[first : min(value.last + 6, sentence.last)]
    after = sentence.section == "response" or any(w in _AFTER for w in stems)
    around = hands > 0 and earlier.last <= hands < value.first and sentence.section != "assessment"
    return (after or around) and not _two_sides(page, earlier.first, earlier.last - 1)


def _bracketed(page: Page, values: list[Value]) -> list[Change]:
    """`68 cm (61)`: a bare number in brackets behind a value is the earlier one."""
    stems, found = page.words.stems, []
    for value in values:
        at = value.last
        while at < len(stems) and stems[at] in _UNITS and at < value.last + 3:
            at += 1
        inside = stems[at + 2 : at + 5]
        number = page.words.number(at + 1) is not None
        if stems[at : at + 1] != ["("] or not number or ")" not in inside:
            continue
        scored = inside[inside.index(")") - 1 :][:1] == ["/"]
        if not scored and _NO_EARLIER.isdisjoint(inside):
            found.append(Change(value.first, at + 2, False))
    return found


def _same_day(page: Page, one: int, two: int) -> bool:
    sentence = page.sentence_at(one)
    if sentence.section == "subjective":
        return False
    stems = page.words.stems[max(one - 3, sentence.first) : min(two + 6, sentence.last)]
    bracketed = "was" in stems and "(" in stems and _AFTER.isdisjoint(stems)
    return _VISITS.isdisjoint(stems) and not bracketed
