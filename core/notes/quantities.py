"""Amounts of time in a note: digits, words, fractions and clock ranges."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import StrEnum
from typing import NamedTuple

from core.notes.word_numbers import ONES, TENS
from core.notes.words import NEWLINE, Words, bag

_UNITS = bag("min minute mins ' mn mnt mintue minut miniute mintues minuet minite")
_HOURS = bag("hr hour hrs h")
_SPOKEN = (*TENS, *ONES, "quarter", "half")
# The look behind stands after the first digit, so that a search skips to digits.
_CLOCK = (
    r"(?P<h{n}>\d(?<![\d:./]\d)\d?)[:.]?(?P<m{n}>[0-5]\d)(?![\d/%°]|:\d)"
    r" ?(?P<p{n}>[ap]\.?m\b\.?|[ap]\b)?"
)
_RANGE = re.compile(
    _CLOCK.format(n=1)
    + r"(?: {0,2}(?:-|>|to|till|until|thru|through) {0,2}"
    + r"|[ ,;(/|]{0,3}(?:time )?(?:end|ended|stop|stopped|out|left|departed|finish|finished"
    + r"|ending|stop time|end time|time out)[: =@]{0,3}(?:at )?"
    + r"|[^\d\n.;]{1,24}(?:stop|end|stopped|ended|finish) {0,2})"
    + _CLOCK.format(n=2),
    re.IGNORECASE,
)
_DISTANCE = bag("walk walked gait run sprint ambulated ambulation amb swim")
_SIDES = bag("side leg arm limb hand foot knee hip ankle shoulder wrist elbow calf")
_CORRECTS = bag("correction corrected rather actually amended")
_CORRECTION_REACH = 7
_BOUTS = bag("set bout round")
_FURTHER = bag("more additional further extra full")
_ARTICLES = bag("the a total our his her")
_BOUT_ENDS = _BOUTS | bag(". , ; side \n")
_REPEATS = bag("x + of (") | _BOUTS
_MOST_BOUTS = 6
_DAY = 12 * 60
_LONGEST = 240
_MOST_HOURS = 3


class Kind(StrEnum):
    """How an amount of time is written."""

    MINUTES = "minutes"
    RANGE = "range"
    CLOCK = "clock"


class Quantity(NamedTuple):
    """An amount in minutes on words `first` up to, not with, `last`; `owner` names its service."""

    minutes: int
    first: int
    last: int
    kind: Kind
    start: int = 0
    owner: int = -1


def find_quantities(words: Words) -> list[Quantity]:
    """Every amount of minutes, in order."""
    clocks = _clocks(words)
    taken = {at for one in clocks for at in range(one.first, one.last)}
    found = list(clocks)
    free = 0
    for at in sorted({*words.digits, *words.spots(*_SPOKEN)}):
        one = None if at in taken or at < free else _at(words, at)
        if one is not None:
            found.append(one)
            free = max(one.last, at + 1)
    found = [_twice(words, _both_sides(words, q)) for q in sorted(found, key=lambda q: q.first)]
    return _corrected(words, found)


def _twice(words: Words, one: Quantity) -> Quantity:
    """`8 min x 2.`: so many bouts of it."""
    times = words.number(one.last + 1)
    if words.stems[one.last : one.last + 1] != ["x"] or times not in (2.0, 3.0):
        return one
    after = words.stems[one.last + 2 : one.last + 3]
    if one.kind is not Kind.MINUTES or not (not after or after[0] in _BOUT_ENDS):
        return one
    return one._replace(minutes=int(one.minutes * times), last=one.last + 2)


def _both_sides(words: Words, one: Quantity) -> Quantity:
    """`7 min each side`: twice that."""
    after = words.stems[one.last : one.last + 2]
    before = words.stems[max(one.first - 2, 0) : one.first]
    if before[:1] in (["each"], ["per"]) and before[1] in _SIDES and one.kind is Kind.MINUTES:
        return one._replace(minutes=2 * one.minutes)
    each = after[:1] in (["each"], ["per"], ["/"], ["ea"]) and after[1:] and after[1] in _SIDES
    if not each or one.kind is not Kind.MINUTES:
        return one
    return one._replace(minutes=2 * one.minutes, last=one.last + 2)


def _corrected(words: Words, found: list[Quantity]) -> list[Quantity]:
    """`20 min - correction, 15 min`: the writer took the first one back."""
    kept: list[Quantity] = []
    for one in found:
        if kept and one.first - kept[-1].last <= _CORRECTION_REACH:
            gap = words.stems[kept[-1].last : one.first]
            if (
                not _CORRECTS.isdisjoint(gap)
                or gap[:2] == ["i", "mean"]
                or _taken_back(gap)
                or (
                    "no" in gap
                    and gap.index("no") + 1 < len(gap)
                    and gap[gap.index("no") + 1] in (",", "-")
                )
            ):
                kept.pop()
        kept.append(one)
    return kept


def _taken_back(gap: list[str]) -> bool:
    """`strike that`, `scratch`; the strike of the heel is another."""
    return any(
        word in ("strike", "scratch") and gap[at - 1] != "heel" for at, word in enumerate(gap) if at
    )


def _clocks(words: Words) -> list[Quantity]:
    found = []
    for match in _RANGE.finditer(words.text):
        first = bisect_left(words.starts, match.start())
        colons = match[0].count(":")
        if words.starts[first : first + 1] != [match.start()] or (
            colons < 2 and not _military(match)
        ):
            continue
        minutes = _between(match)
        if not 0 < minutes <= _LONGEST:
            continue
        last = first
        while last < len(words) and words.ends[last] <= match.end():
            last += 1
        found.append(
            Quantity(minutes, first, last, Kind.CLOCK, int(match["h1"]) * 60 + int(match["m1"]))
        )
    return found


def _military(match: re.Match[str]) -> bool:
    """0905-0920: four digits on both sides."""
    return len(match["h1"]) == len(match["h2"]) == 2 and "." not in match[0]


def _between(match: re.Match[str]) -> int:
    start = int(match["h1"]) * 60 + int(match["m1"])
    end = int(match["h2"]) * 60 + int(match["m2"])
    if int(match["h1"]) > 24 or int(match["h2"]) > 24:
        return 0
    return (end - start) % _DAY


def _at(words: Words, at: int) -> Quantity | None:
    number = words.number(at)
    if number is not None:
        return _digits(words, at, number)
    return _spoken(words, at)


def _colon_alone(words: Words, at: int) -> bool:
    """`:15`: minutes of a clock that shows no hours."""
    if at < 1 or words.stems[at - 1] != ":" or len(words.raw[at]) != len("15"):
        return False
    touching = words.ends[at - 1] == words.starts[at]
    opens = at == 1 or words.stems[at - 2] == NEWLINE
    return touching and (opens or words.ends[at - 2] < words.starts[at - 1])


def _digits(words: Words, at: int, number: float) -> Quantity | None:
    stems = words.stems
    after = stems[at + 1] if at + 1 < len(words) else ""
    among = after == "and" and at > 0 and stems[at - 1] == "between"
    if (
        (after in ("-", "to", ">") or among)
        and words.number(at + 2) is not None
        and _unit(words, at + 3)
    ):
        if after == "-" and stems[at + 4 : at + 5] == ["total"] and not words.joined(at + 1):
            return None  # `STM 10, mobs 5 - 15 min total`
        high = words.number(at + 2) or 0
        if number < high:
            return Quantity(int(high), at, at + 4, Kind.RANGE)
    if _colon_alone(words, at):
        return Quantity(int(number), at, at + 1, Kind.MINUTES) if 5 <= number < 60 else None
    if number == 0 and after == ":" and words.joined(at + 1):
        short = words.number(at + 2)
        return Quantity(int(short), at, at + 3, Kind.MINUTES) if short else None
    repeated = _repeated(words, at, number) if after in _REPEATS else None
    if repeated is not None:
        return repeated
    hours = _in_hours(words, at, number)
    if hours is not None:
        return hours
    return _with_unit(words, at, number, after)


def _with_unit(words: Words, at: int, number: float, after: str) -> Quantity | None:
    """`15 min`, `15m`, `15'`, `15-minute`."""
    stems = words.stems
    close = after == "m" and words.starts[at + 1] == words.ends[at]
    if close and 5 <= number <= 90 and not _DISTANCE & set(stems[max(at - 2, 0) : at]):
        return Quantity(int(number), at, at + 2, Kind.MINUTES)
    skip = 1 if (after == "-" and words.joined(at + 1)) or after in _FURTHER else 0
    if _unit(words, at + 1 + skip) and number == int(number) and number <= _LONGEST:
        if after == "'" and (number < 3 or not _time_mark(words, at + 1)):
            return None
        last = at + 2 + skip
        return Quantity(int(number), at, _past_whole(words, last), Kind.MINUTES)
    return None


def _past_whole(words: Words, last: int) -> int:
    """`12 min of 27 min`, `12 min of the 40-minute session`: where the whole's time ends."""
    if words.stems[last : last + 1] != ["of"]:
        return last
    at = last + 1
    while at < last + 4 and at < len(words) and words.stems[at] in _ARTICLES:
        at += 1
    if words.number(at) is None:
        return last
    at += 1 + (words.stems[at + 1 : at + 2] == ["-"])
    return at + 1 if _unit(words, at) else last


def _repeated(words: Words, at: int, number: float) -> Quantity | None:
    """`2 x 10 min`, `2 sets of 3 min`, `12 of the 40 minutes`, `15 (fifteen) minutes`."""
    stems = words.stems
    after = stems[at + 1 : at + 5]
    other = words.number(at + 2)
    spinal = at > 0 and stems[at - 1] in ("-", "/")  # `L5-6 x 15 min`
    times = after[:1] == ["x"] and not spinal and number == int(number) <= _MOST_BOUTS
    if times and other is not None and _unit(words, at + 3) and stems[at + 3] != "'":
        return Quantity(int(number * other), at, at + 4, Kind.MINUTES)
    if after[:1] and after[0] in _BOUTS and after[1:2] in (["of"], ["x"]):
        each = words.number(at + 3)
        if each is not None and _unit(words, at + 4) and number <= _MOST_BOUTS:
            return Quantity(int(number * each), at, at + 5, Kind.MINUTES)
    whole = words.number(at + 4)
    summed = after[:1] == ["+"] and after[2:3] == ["="] and _unit(words, at + 5)
    if summed and other is not None and whole is not None:  # 8 + 7 = 15 min
        return Quantity(int(whole), at, at + 6, Kind.MINUTES)
    if after[:1] == ["of"]:
        skip = at + 2
        while skip < at + 5 and skip < len(words) and stems[skip].isalpha():
            skip += 1
        if words.number(skip) is not None and _unit(words, skip + 1) and number < _LONGEST:
            return Quantity(int(number), at, skip + 2, Kind.MINUTES)
    if (
        after[:1] == ["("]
        and after[2:3] == [")"]
        and _unit(words, at + 4)
        and stems[at + 2].isalpha()
    ):
        return Quantity(int(number), at, at + 5, Kind.MINUTES)
    return None


def _in_hours(words: Words, at: int, number: float) -> Quantity | None:
    """`1/4 hr`, `1/2 hour`, `1 hr`, `1 hour 15 min`."""
    stems = words.stems
    if at + 1 >= len(stems):
        return None
    if stems[at + 1] == "/" and _hour(words, at + 3):
        parts = words.number(at + 2)
        if parts in (2.0, 4.0) and number < parts:
            return Quantity(int(60 * number / parts), at, at + 4, Kind.MINUTES)
    if stems[at + 1] not in _HOURS or not 0 < number <= _MOST_HOURS:
        return None
    more = words.number(at + 2)
    if more is not None and _unit(words, at + 3):
        return Quantity(int(number * 60 + more), at, at + 4, Kind.MINUTES)
    return Quantity(int(number * 60), at, at + 2, Kind.MINUTES)


def _time_mark(words: Words, at: int) -> bool:
    """A mark after digits means minutes: not feet and inches, not a quotation's end."""
    after = words.number(at + 1)
    close = at + 1 < len(words) and words.starts[at + 1] == words.ends[at]
    return words.starts[at] == words.ends[at - 1] and not (after is not None and close)


def _unit(words: Words, at: int) -> bool:
    return at < len(words.stems) and words.stems[at] in _UNITS


def _hour(words: Words, at: int) -> bool:
    return at < len(words.stems) and words.stems[at] in _HOURS


def _part_of_hour(words: Words, at: int) -> Quantity | None:
    """`quarter of an hour`, `half hour`, `three quarters of an hour`."""
    stems, word, last = words.stems, words.stems[at], at + 1
    amount = {"quarter": 15, "half": 30}.get(word)
    if word == "three" and stems[last : last + 2] in (["quarter", "of"], ["-", "quarter"]):
        amount, last = 45, last + 1
    while last < len(words) and stems[last] in ("of", "a", "an", "-") and last < at + 5:
        last += 1
    if amount and _hour(words, last):
        return Quantity(amount, at, last + 1, Kind.MINUTES)
    return None


def _spoken(words: Words, at: int) -> Quantity | None:
    stems = words.stems
    word = stems[at]
    part = _part_of_hour(words, at)
    if part is not None:
        return part
    value, last = TENS.get(word, 0), at + 1
    if value in (20, 30, 40, 50):
        skip = 1 if stems[last : last + 1] == ["-"] else 0
        ones = ONES.get(stems[last + skip], 0) if last + skip < len(words) else 0
        if ones:
            value, last = value + ones, last + skip + 1
    value = value or ONES.get(word, 0)
    if value and last < len(words) and stems[last] == "-" and words.joined(last):
        last += 1
    again = stems[last : last + 1] == ["("] and stems[last + 2 : last + 3] == [")"]
    if value and again and words.number(last + 1) == value:
        last += 3
    if value and _unit(words, last) and stems[last] != "'":
        return Quantity(value, at, last + 1, Kind.MINUTES)
    return None
