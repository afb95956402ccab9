"""Sums of minutes and clock times as a note tells them: total timed, whole treatment, ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]
_MOST = 8
# Nothing is repeated inside a repetition, and every repetition is bounded.
_TIME = r"\d{1,2}:\d{2}"
_CLOCK = re.compile(
    rf"(?<![\d:]){_TIME} ?(?:[ap]\.?m\.?)? ?(?:-|\u2013|\u2014|to|until) ?{_TIME}(?![\d:])",
    re.IGNORECASE,
)
_WHOLE_WORDS = ("total", "in all", "treatment", "session", "visit")
_UNIT = r"(?:minutes|minute|mins|min|time)"
_TIMED = re.compile(
    rf"\btotal timed\b[^\d\n.]{{0,30}}(?P<a>\d{{1,3}})(?!\d)"
    rf"|\btimed (?:code )?(?:treatment )?{_UNIT}\b[^\d\n.]{{0,20}}(?P<b>\d{{1,3}})(?!\d)"
    rf"|(?<!\d)(?P<c>\d{{1,3}}) ?(?:{_UNIT} )?(?:total timed|timed {_UNIT}|timed in all)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"\btotal (?:treatment |session |visit |tx )?{_UNIT}\b[^\d\n.]{{0,20}}(?P<a>\d{{1,3}})(?!\d)"
    rf"|\b(?:treatment|session|visit) {_UNIT}\b[^\d\n.]{{0,20}}(?P<b>\d{{1,3}})(?!\d)"
    rf"|(?<!\d)(?P<c>\d{{1,3}}) ?{_UNIT} (?:total|in all)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of minutes and where it stands."""

    minutes: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums a note tells; None for one that it does not."""

    timed: Sum | None
    whole: Sum | None


@lru_cache(maxsize=4)
def sums_of(text: str) -> Sums:
    """The first of each kind; what is said of timed minutes is no sum of the whole."""
    low = text.lower()
    timed = _first(_TIMED, text) if "timed" in low else None
    if not any(word in low for word in _WHOLE_WORDS):
        return Sums(timed, None)
    rest = _TIMED.sub(lambda found: " " * len(found[0]), text) if timed else text
    return Sums(timed, _first(_WHOLE, rest))


def clock_ranges(text: str) -> tuple[Span, ...]:
    """Where the text tells from when until when."""
    return tuple((m.start(), m.end()) for m in _CLOCK.finditer(text))[:_MOST]


def _first(pattern: re.Pattern[str], text: str) -> Sum | None:
    found = pattern.search(text)
    if found is None:
        return None
    told = found["a"] or found["b"] or found["c"]
    return Sum(int(told), found.start(), found.end())
