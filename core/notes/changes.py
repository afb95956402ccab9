"""Two values that compare: before and after, today and an earlier day, or a counted change."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from core.notes.comparisons import find_pairs
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.told import (
    AFTER,
    CHANGE,
    COUNT_UNITS,
    UNITS,
    VISITS,
    is_load,
    is_told,
    two_sides,
)
from core.notes.words import bag

_SKIP = bag("plan goals home diagnosis")
_CONDITIONS = bag("if goal until target ltg stg next will when once unless progress advance")
_SPOKEN = bag("one two three four five six seven eight nine ten zero once twice no")
_NO_EARLIER = bag("l r left right wnl normal goal")
_GAINS = bag(
    "closer higher deeper farther further gain improvement increase decrease reduction better "
    "more less"
)
_COUNTABLE = COUNT_UNITS | bag('more less in inch "')
_TOLERATED = bag("tol tolerance before after sx pain symptom limit")
_DEGREES = bag("° deg degree")
_REACHED = bag("at @ past beyond")
_GENERIC = bag("arom prom rom range passive active")
_LONG_NAMES = {
    "flex": "flexion", "flx": "flexion", "ext": "extension", "rot": "rotation",
    "abd": "abduction", "sup": "supination", "pron": "pronation", "elev": "elevation",
}  # fmt: skip
_CODE = len("97140")
_CLOSER = bag("closer deeper higher farther further")


class Change(NamedTuple):
    """A comparison on words `first` up to, not with, `last`; `today` when both ends are today's."""

    first: int
    last: int
    today: bool


def find_changes(page: Page, values: list[Value], hands: int = 0) -> list[Change]:
    """Every comparison the note makes, in order; `hands` is where the manual work begins."""
    found: list[Change] = []
    raw = page.words.raw
    numbers = [at for at in page.words.digits if len(raw[at]) != _CODE or not raw[at].isdecimal()]
    for one, two in pairwise(numbers):
        if two - one > 14 or not _comparable(page, one, two):
            continue
        if _arrow(page, one, two) or is_told(page, one, two):
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
        first = sentence.first
        late = page.words.number(first) is not None and stems[first + 1 : first + 2] in (
            ["after"], ["now"], ["post"], ["afterward"], ["afterwards"],
        )  # fmt: skip
        if late and told and stems[first + 2 : first + 3] != ["-"]:
            found.append(Change(first, first + 2, True))
        if opens and told and not dose and page.words.number(at) is not None:
            found.append(Change(sentence.first, at + 1, True))
    return found + _last_time(page, values)


def _last_time(page: Page, values: list[Value]) -> list[Change]:
    """`Volume R 2,410 mL. Last Tues R 2,485.`: a number of another day, right behind a value."""
    stems, found = page.words.stems, []
    for before, sentence in pairwise(page.sentences):
        first = sentence.first
        if stems[first] != "last" or VISITS.isdisjoint(stems[first + 1 : first + 2]):
            continue
        numbers = [
            at for at in range(first, min(first + 5, sentence.last)) if page.words.number(at)
        ]
        told = any(before.first <= v.first < before.last for v in values)
        if numbers and told and before.section not in _SKIP:
            found.append(Change(first, numbers[0] + 1, False))
    return found


def _pre_post_pairs(page: Page) -> list[Change]:
    """`IR 12/20 pre/post`, `ext -30/-24, flx 110/118 (pre/post)`."""
    stems, found = page.words.stems, []
    for at in page.words.spots("pre", "before"):
        if at < 3 or stems[at : at + 3] not in (["pre", "/", "post"], ["before", "/", "after"]):
            continue
        told = at + 3 + (stems[at + 3 : at + 4] in ([":"], ["|"], ["="], ["tx"]))
        if page.words.number(told) is not None:
            found.append(Change(at - 3, told + 1, True))
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
    return _CONDITIONS.isdisjoint(stems[first:two]) and "<" not in stems[one:two]


def _arrow(page: Page, one: int, two: int) -> bool:
    stems = page.words.stems
    gap = stems[one + 1 : two]
    if ">" not in gap:
        return False
    at = gap.index(">")
    left = [w for w in gap[:at] if w not in UNITS]
    right = [w for w in gap[at + 1 :] if w not in UNITS]
    dose = "x" in stems[one - 1 : one + 2] or "x" in stems[two - 1 : two + 2]
    told = _TOLERATED.isdisjoint(stems[max(one - 6, 0) : two + 6])
    if gap[:1] == ["min"] and told and page.has("exercise", max(one - 4, 0), one):
        return False
    return len(left) <= 2 and len(right) <= 2 and not dose and not is_load(page, one)


def _counted(page: Page, at: int) -> Change | None:
    """`+12 deg since eval`, `decreased 2.5 cm`, `gained 10 degrees`, `8 deg gain`."""
    stems = page.words.stems
    follows = stems[at + 1] if at + 1 < len(stems) else ""
    if follows not in _COUNTABLE and stems[at - 1] != "+":
        return None
    sentence = page.sentence_at(at)
    if sentence.section in _SKIP:
        return None
    before = stems[max(at - 3, sentence.first) : at]
    after = stems[at + 1 : min(at + 5, sentence.last)] or ["."]
    if not after or not _CONDITIONS.isdisjoint(stems[page.clause_at(at)[0] : at]):
        return None
    if before[-2:] == ["(", "+"] and after[0] == ")":
        return Change(max(at - 3, sentence.first), at + 2, False)
    if after[:2] in (["more", "than"], ["less", "than"]) and not VISITS.isdisjoint(after[2:4]):
        return Change(at, min(at + 5, sentence.last), False)
    inches = after[0] in ("in", "inch", '"') and not _CLOSER.isdisjoint(after[1:3])
    unit = after[0] in COUNT_UNITS or inches
    motion = any(0 <= at - 1 - m.last <= 0 for m in page.within("motion", max(at - 6, 0), at))
    if before[-1:] == ["+"] and motion and page.words.ends[at - 1] == page.words.starts[at]:
        return Change(max(at - 2, sentence.first), at + 1, True)
    joined = before[-1:] == ["+"] and page.words.ends[at - 1] == page.words.starts[at]
    since = "since" in stems[at : at + 8]
    since = since or not {"after", "post", "afterward", "afterwards"}.isdisjoint(after)
    changed = (set(before[-2:]) & (CHANGE - {"+"}) and "to" not in before) or (joined and since)
    gained = not _GAINS.isdisjoint(after[1:4])
    if unit and (changed or gained) and not is_load(page, at):
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
    for value in sorted([*values, *_of_reason(page, hands)], key=lambda v: v.first):
        for name in _names(page, value):
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


def _of_reason(page: Page, hands: int) -> list[Value]:
    """`STM psoas for pinch at 85 flex`: what was measured, told number first with the work."""
    if not hands:
        return []
    sentence, found = page.sentence_at(hands), []
    for motion in page.within("motion", hands, sentence.last):
        at = motion.first - 1 - (page.words.stems[motion.first - 1] in _DEGREES)
        before = page.words.stems[at - 1 - (page.words.stems[at - 1] == "-")]
        number = page.words.number(at)
        if number is not None and before in _REACHED:
            name = " ".join(page.words.stems[motion.first : motion.last])
            found.append(Value(name, "motion", number, at, motion.last))
    return found


def _names(page: Page, value: Value) -> list[str]:
    names = [_LONG_NAMES.get(w, w) for w in value.name.split() if w not in _GENERIC and len(w) > 1]
    if names or value.kind != "motion":
        return names
    stems = page.words.stems
    arc = stems[value.last : value.last + 1] == ["-"] and page.words.number(value.last + 1)
    return ["flexion", "extension"] if arc else []  # `AROM 4-96`: one arc of both


def _tells_after(page: Page, earlier: Value, value: Value, hands: int) -> bool:
    sentence = page.sentence_at(value.first)
    first = max(sentence.first, earlier.last)
    stems = page.words.stems[first : min(value.last + 6, sentence.last)]
    after = sentence.section == "response" or any(w in AFTER for w in stems)
    told = earlier.last <= hands or page.words.number(earlier.first) is not None
    told = told or page.has("limit", max(earlier.first - 3, 0), earlier.first)
    around = 0 < hands < value.first and told and sentence.section != "assessment"
    return (after or around) and not two_sides(page, earlier.first, earlier.last - 1)


def _bracketed(page: Page, values: list[Value]) -> list[Change]:
    """`68 cm (61)`: a bare number in brackets behind a value is the earlier one."""
    stems, found = page.words.stems, []
    for value in values:
        at = value.last
        while at < len(stems) and stems[at] in UNITS and at < value.last + 3:
            at += 1
        inside = stems[at + 2 : at + 5]
        graded = value.name == "mmt" and ["/", "5", ")"] in (
            stems[at + 2 : at + 5],
            stems[at + 3 : at + 6],
        )
        if stems[at : at + 1] == ["("] and graded:
            found.append(Change(value.first, at + 2, False))
        if stems[at : at + 2] == ["m", "("]:
            at += 1
        number = page.words.number(at + 1) is not None
        inside = stems[at + 2 : at + 5]
        if "on" in inside or "at" in inside:
            inside = stems[at + 2 : at + 8]
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
    bracketed = "was" in stems and "(" in stems and AFTER.isdisjoint(stems)
    return VISITS.isdisjoint(stems) and not bracketed
