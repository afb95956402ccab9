"""The two nights a year on which clocks are set: times there are missing, or happen twice."""

from __future__ import annotations

from datetime import date, timedelta

from core.model.encounter import Interval

# 15 USC 260a as amended for 2007 on: forward at 2:00 on March's second Sunday, back at 2:00 on
# November's first. Arizona, Hawaii and the islands keep still; a refusal there costs a few keys.
_SINCE = 2007
_MARCH, _NOVEMBER = 3, 11
_SUNDAY = 6
_MISSING = (2 * 60, 3 * 60)
_TWICE = (60, 2 * 60)


def clock_change_problem(interval: Interval, day: date) -> str:
    """Why a stretch cannot be told by the clock of its day; empty where it can."""
    if day.year < _SINCE or day.weekday() != _SUNDAY:
        return ""
    if day == _sunday(day.year, _MARCH, 2) and _meets(interval, _MISSING):
        return (
            "Clocks went forward in this night: there was no time from 2:00 to 3:00. Correct the"
            " times, or type the minutes without them."
        )
    if day == _sunday(day.year, _NOVEMBER, 1) and _meets(interval, _TWICE):
        return (
            "Clocks went back in this night: the time from 1:00 to 2:00 was there twice. Type the"
            " minutes without clock times."
        )
    return ""


def _sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7 + 7 * (number - 1))


def _meets(interval: Interval, hour: tuple[int, int]) -> bool:
    return interval.start < hour[1] and hour[0] < interval.end
