"""Days after a day, never beyond the calendar's own last one."""

from __future__ import annotations

from datetime import date, timedelta

_LEAP_DAY = (2, 29)


def days_after(day: date, days: int) -> date:
    """So many days later."""
    return day + timedelta(days=min(days, (date.max - day).days))


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    if (day.month, day.day) == _LEAP_DAY:
        return date(year, 2, 28)
    return day.replace(year=year)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes the 28th."""
    year = max(day.year - years, date.min.year)
    if (day.month, day.day) == _LEAP_DAY:
        return date(year, 2, 28)
    return day.replace(year=year)
