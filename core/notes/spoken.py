"""Numbers that a dictated note spells out: thirty two degrees, three out of ten."""

from __future__ import annotations

from core.notes.word_numbers import ONES, TENS

_UNITS = frozenset({"degree", "°", "%", "cm", "mm", "lb", "pound", "kg", "kilogram"})
_EARLIER = frozenset({"from", "was"})
_LATER = 6
_COMPARING = frozenset({"to", "and", "then"})


def spoken_numbers(stems: list[str]) -> dict[int, int]:
    """Where a spelled number ends, and its value, if a unit, a hundred or `out of ten` shows it.

    Minutes and other plain counts are left as words: they have readers of their own.
    """
    found: dict[int, int] = {}
    at = 0
    while at < len(stems):
        value, last = _number(stems, at)
        if last == at:
            at += 1
            continue
        if value > 100 or _has_unit(stems, last):
            found[last - 1] = value
            _compared(stems, at, found)
            _compared_later(stems, last, found)
            if stems[last : last + 3] == ["out", "of", "ten"]:
                found[last + 2] = 10
                last += 3
        at = last
    return found


def _has_unit(stems: list[str], at: int) -> bool:
    if stems[at : at + 1] == ["out"]:
        return stems[at : at + 3] in (["out", "of", "ten"], ["out", "of", "10"])
    return at < len(stems) and stems[at] in _UNITS


def _compared(stems: list[str], at: int, found: dict[int, int]) -> None:
    """`from thirty to forty degrees`: the first number shares the second one's unit."""
    if at >= 2 and stems[at - 1] in _COMPARING:
        for first in range(max(at - 4, 0), at - 1):
            value, last = _number(stems, first)
            if last == at - 1:
                found.setdefault(last - 1, value)
                return


def _compared_later(stems: list[str], last: int, found: dict[int, int]) -> None:
    """`sixty degrees afterwards from fifty`: so does the one behind `from` or `was`."""
    for at in range(last, min(last + _LATER, len(stems) - 1)):
        if stems[at] in _EARLIER:
            value, end = _number(stems, at + 1)
            if end > at + 1:
                found.setdefault(end - 1, value)
            return


def _number(stems: list[str], at: int) -> tuple[int, int]:
    """The number spelled from a word on, and the word behind it; that same word where none is."""
    value, last = 0, at
    if stems[at] in ONES and stems[at + 1 : at + 2] == ["hundred"]:
        value, last = 100 * ONES[stems[at]], at + 2
    elif stems[at] == "hundred":
        value, last = 100, at + 1
    part = last + (value > 0 and stems[last : last + 1] == ["and"])
    if part >= len(stems):
        return value, last
    if stems[part] in TENS:
        value, last = value + TENS[stems[part]], part + 1
        after = last + (stems[last : last + 1] == ["-"])
        if value % 100 >= 20 and after < len(stems) and stems[after] in ONES:
            value, last = value + ONES[stems[after]], after + 1
    elif stems[part] in ONES:
        value, last = value + ONES[stems[part]], part + 1
    return value, last
