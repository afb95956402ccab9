"""Minutes as people type them: 15, 12a, 0:25, 1h05, 10:05-10:23, +5."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import NamedTuple

from core.model.encounter import Interval
from core.model.kinds import Who

MINUTES_OF_DAY = 24 * 60
# A length typed as h:mm ends below this hour; from it on, `10:05` is the start of a stretch.
_FIRST_CLOCK_HOUR = 5
# Hours typed without am, pm or a leading zero: nobody treats before this hour in the morning.
_FIRST_MORNING_HOUR = 7

_WHO = {"": None, "a": Who.ASSISTANT, "b": Who.TOGETHER}
_LETTER = {Who.THERAPIST: "", Who.ASSISTANT: "a", Who.TOGETHER: "b"}
_SUFFIX = r"\s*([ab]?)$"
_PLAIN = re.compile(r"^(\+?)\s*([0-9]+)\s*(?:m|min|mins|minutes?)?" + _SUFFIX)
_LENGTH = re.compile(r"^(\+?)\s*([0-9]{1,2})(?::([0-9]{2})|\s*h\s*([0-9]{1,2})?m?)" + _SUFFIX)
_CLOCK = r"([0-9]{1,2}:[0-9]{2}|[0-9]{3,4})\s*(am|pm)?"
_STRETCH = re.compile(rf"^(\+?)\s*{_CLOCK}\s*(?:-|to)\s*{_CLOCK}{_SUFFIX}")
_UNFINISHED = re.compile(
    r"^(?:\+|\+?\s*[0-9]{1,2}:[0-9]?|\+?\s*[0-9]{1,4}\s*m[inuts]*"
    r"|\+?\s*[0-9]{1,4}(?::[0-9]{2})?\s*[ap]?m?\s*(?:-|t|to)\s*"
    r"(?:[0-9]{1,4}|[0-9]{1,2}:[0-9]{0,2})?\s*[ap]?m?)$"
)
_FRACTION = re.compile(r"^[+-]?[0-9]+[.,][0-9]*\s*[ab]?$")
_NEGATIVE = re.compile(r"^-\s*[0-9:]*")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "\u2011": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class TypedMinutes:
    """Minutes and whose they are; `adds` puts them on top of what the cell holds.

    `interval` is the clock time they were typed as, or None.
    """

    minutes: int
    who: Who
    interval: Interval | None = None
    adds: bool = False


@dataclass(frozen=True, slots=True)
class NotMinutes:
    """Why a text is not minutes; `unfinished` when going on typing may mend it."""

    message: str
    unfinished: bool = False


class _Clock(NamedTuple):
    hour: int
    minute: int
    meridiem: str
    fixed: bool  # said by am or pm, a leading zero, or 13 and on


def read_minutes(text: str, column: Who = Who.THERAPIST) -> TypedMinutes | NotMinutes:
    """Read what was typed into a minutes cell; empty is no minutes.

    `column` is whose minutes they are unless a letter says so: `a` assistant, `b` both together.
    """
    typed = _tidy(text)
    if not typed:
        return TypedMinutes(0, column)
    if found := _PLAIN.match(typed):
        return _plain(found, column)
    if found := _LENGTH.match(typed):
        return _length(found, column, typed)
    if found := _STRETCH.match(typed):
        return _stretch(found, column)
    return _refusal(typed)


def read_intervals(text: str, who: Who = Who.THERAPIST) -> tuple[Interval, ...] | NotMinutes:
    """Read a cell of clock times such as `10:05-10:23, 10:40-10:52a`; empty is none.

    They come back in order of time; two that overlap for one person are refused.
    """
    intervals: list[Interval] = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        read = read_minutes(part, who)
        if isinstance(read, NotMinutes):
            return read
        if read.interval is None:
            return NotMinutes(f"“{_short(part)}” is not a clock time. Type it like 10:05-10:23.")
        intervals.append(read.interval)
    intervals.sort(key=lambda one: (one.start, one.end))
    for first, second in itertools.pairwise(intervals):
        if overlap(first, second):
            return NotMinutes(f"{write_interval(first)} and {write_interval(second)} overlap.")
    return tuple(intervals)


def overlap(first: Interval, second: Interval) -> bool:
    """Whether one clinician would be in both stretches at once; together counts for both."""
    if first.start >= second.end or second.start >= first.end:
        return False
    return first.who is second.who or Who.TOGETHER in (first.who, second.who)


def write_clock(minute: int) -> str:
    """A minute of the day as `09:05`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def write_interval(interval: Interval) -> str:
    """A stretch as `10:05–10:23`, the assistant's with ` a`, together with ` b`."""
    times = f"{write_clock(interval.start)}–{write_clock(interval.end)}"
    letter = _LETTER[interval.who]
    return f"{times} {letter}" if letter else times


def write_intervals(intervals: tuple[Interval, ...]) -> str:
    """Stretches as one cell's text; `read_intervals` reads it back the same."""
    return ", ".join(write_interval(one) for one in intervals)


def _tidy(text: str) -> str:
    return " ".join(text.translate(_DASHES).split()).lower()


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 20 else f"{text[:19]}…"


def _checked(
    minutes: int, who: Who, *, adds: bool, interval: Interval | None = None
) -> TypedMinutes | NotMinutes:
    if minutes > MINUTES_OF_DAY:
        return NotMinutes("A day has 1,440 minutes: this is more. Type the minutes of this code.")
    return TypedMinutes(minutes, who, interval, adds)


def _plain(found: re.Match[str], column: Who) -> TypedMinutes | NotMinutes:
    plus, digits, letter = found.groups()
    minutes = int(digits) if len(digits) <= 6 else MINUTES_OF_DAY + 1
    return _checked(minutes, _WHO[letter] or column, adds=bool(plus))


def _length(found: re.Match[str], column: Who, typed: str) -> TypedMinutes | NotMinutes:
    plus, hours, colon_minutes, hour_minutes, letter = found.groups()
    hour, minute = int(hours), int(colon_minutes or hour_minutes or 0)
    if colon_minutes and _FIRST_CLOCK_HOUR <= hour < 24 and minute < 60:
        return NotMinutes(
            f"“{_short(typed)}” alone is a time of day. Type the end as well, like "
            "10:05-10:23, or the length as 25 or 0:25.",
            unfinished=True,
        )
    if minute > 59 or hour >= 24:
        return NotMinutes(
            f"“{_short(typed)}” is no length of time. Type 25 for twenty-five minutes, or 0:25."
        )
    return _checked(hour * 60 + minute, _WHO[letter] or column, adds=bool(plus))


def _stretch(found: re.Match[str], column: Who) -> TypedMinutes | NotMinutes:
    plus, first, first_half, second, second_half, letter = found.groups()
    start, end = _clock(first, first_half or ""), _clock(second, second_half or "")
    for said, clock in ((first, start), (second, end)):
        if isinstance(clock, str):
            return NotMinutes(f"“{said}” {clock}")
    assert not isinstance(start, str)  # noqa: S101 - told apart in the loop above
    assert not isinstance(end, str)  # noqa: S101
    begins, ends = _place(start, end)
    if ends <= begins:
        # Somebody still typing 10:05-10:2… has written an end before the start for a moment.
        return NotMinutes(
            f"{write_clock(begins)} to {write_clock(ends)} ends before it starts. "
            "Type the earlier time first; past midnight begins another day's session."
        )
    who = _WHO[letter] or column
    return _checked(ends - begins, who, adds=bool(plus), interval=Interval(begins, ends, who))


def _clock(text: str, meridiem: str) -> _Clock | str:
    digits = text.replace(":", "").zfill(4)
    hour, minute = int(digits[:2]), int(digits[2:])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return "is no time of day. The day runs from 00:00 to 24:00."
    if meridiem and not 1 <= hour <= 12:
        return f"cannot be {meridiem}. Type hours 1 to 12 with am or pm."
    zero = text.startswith("0")
    return _Clock(hour, minute, meridiem, bool(meridiem) or zero or hour > 12)


def _place(start: _Clock, end: _Clock) -> tuple[int, int]:
    begins = _minute_of_day(start)
    ends = _minute_of_day(end)
    if ends <= begins and begins >= MINUTES_OF_DAY // 2 and not end.fixed and end.hour < 12:
        ends += MINUTES_OF_DAY // 2
    return begins, ends


def _minute_of_day(clock: _Clock) -> int:
    hour = clock.hour
    if clock.meridiem:
        hour = hour % 12 + (12 if clock.meridiem == "pm" else 0)
    elif not clock.fixed and 1 <= hour < _FIRST_MORNING_HOUR:
        hour += 12
    return hour * 60 + clock.minute


def _refusal(typed: str) -> NotMinutes:
    if _FRACTION.match(typed):
        return NotMinutes(
            f"“{_short(typed)}” is not whole minutes. Type whole minutes, like 15, or 0:15."
        )
    if _NEGATIVE.match(typed):
        return NotMinutes("Minutes cannot be negative. Type the minutes treated, like 15.")
    if _UNFINISHED.match(typed):
        return NotMinutes(
            f"“{_short(typed)}” is not finished. Type both times like 10:05-10:23, or 25.",
            unfinished=True,
        )
    return NotMinutes(
        f"“{_short(typed)}” is not minutes. Type 15, 12a for the assistant, 0:25, "
        "10:05-10:23 or +5."
    )
