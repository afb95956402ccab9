"""Days and times as people type them (2/3, 3-2-26, today, +1w; 2pm) and as they are echoed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from core.errors import FieldProblem

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {"today": 0, "t": 0, "now": 0, "yesterday": -1, "y": -1, "tomorrow": 1}

_STEP = re.compile(r"^([+-])\s*([0-9]{1,4})\s*([dwmy]?)$")
_ISO = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$")
_NUMBERS = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{4}|[0-9]{2}))?$")
_DIGITS = re.compile(r"^([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})$")
_DAY_FIRST = re.compile(r"^([0-9]{1,2}) ?([a-z]{3,9})\.?,? ?([0-9]{4}|[0-9]{2})?$")
_MONTH_FIRST = re.compile(r"^([a-z]{3,9})\.? ?([0-9]{1,2}),?(?: ([0-9]{4}|[0-9]{2}))?$")
_TIME = re.compile(r"^([0-9]{1,2})(?::?([0-9]{2}))?\s*([ap])?\.?\s*(?:m\.?)?$")
# Hours typed without am or pm: nobody treats before this hour in the morning.
_FIRST_MORNING_HOUR = 7


def read_day(text: str, today: date, field: str = "date") -> date:
    """Read a typed day; month comes before day, the year left out is the nearest one.

    Raises FieldProblem with a sentence for anything that is no day from 1900 to 2100.
    """
    typed = _plain(text)
    found = _by_word(typed, today) or _by_step(typed, today) or _by_parts(typed, today)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise FieldProblem(_no_day(text, "3/2, 3-2-26, today or +1w"), field)
    return found


def read_birth_date(text: str, today: date, field: str = "birth_date") -> date:
    """Read a typed birth date: it has a year, and two digits mean the latest past one."""
    found = _by_parts(_plain(text), today, birth=True)
    if found is None:
        raise FieldProblem(_no_day(text, "4/17/61 or 17 Apr 1961, with the year"), field)
    if not found.year >= FIRST_YEAR or found > today:
        raise FieldProblem(f"A birth date lies between {FIRST_YEAR} and today.", field)
    return found


def read_time(text: str, field: str = "time") -> int:
    """Read a typed time of day as minutes after midnight; 1 to 6 mean the afternoon."""
    found = _TIME.match(text.strip().lower())
    minute = _minute_of_day(found) if found else None
    if minute is None:
        raise FieldProblem(
            f"“{_shown(text)}” is not a time of day. Type it like 9:30, 930 or 2pm.", field
        )
    return minute


def say_day(day: date) -> str:
    """Write a day so that nobody can misread it: `Tue 10 Mar 2026`."""
    return f"{_DAYS[day.weekday()].title()} {say_date(day)}"


def say_date(day: date) -> str:
    """Write a day without its weekday: `10 Mar 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1].title()} {day.year}"


def say_time(minute: int) -> str:
    """Write minutes after midnight as a time of 24 hours: `14:05`."""
    return f"{minute // 60}:{minute % 60:02d}"


def _plain(text: str) -> str:
    typed = " ".join(text.strip().lower().split())
    first, _, rest = typed.partition(" ")
    return rest if rest and first.rstrip(",.") in _DAYS + _DAY_NAMES else typed


def _shown(text: str) -> str:
    return "".join(c for c in text.strip()[:20] if c.isprintable())


def _no_day(text: str, examples: str) -> str:
    found = _NUMBERS.match(_plain(text))
    if found and int(found[1]) > 12 and 1 <= int(found[2]) <= 12:
        return f"“{_shown(text)}” is not a date: the month comes first, as in 3/25."
    if not text.strip():
        return f"A date is missing. Type it like {examples}."
    return f"“{_shown(text)}” is not a date. Type it like {examples}."


def _by_word(typed: str, today: date) -> date | None:
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    for names in (_DAYS, _DAY_NAMES):
        if typed in names:
            ahead = (names.index(typed) - today.weekday() - 1) % 7 + 1
            return today + timedelta(days=ahead)
    return None


def _by_step(typed: str, today: date) -> date | None:
    found = _STEP.match(typed)
    if not found:
        return None
    count = int(found[2]) * (1 if found[1] == "+" else -1)
    if found[3] in ("", "d", "w"):
        return _plus_days(today, count * (7 if found[3] == "w" else 1))
    return _plus_months(today, count * (12 if found[3] == "y" else 1))


def _plus_days(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _plus_months(today: date, months: int) -> date | None:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    for day in range(today.day, 27, -1):  # the last day of a shorter month
        found = _day(year, month + 1, day)
        if found:
            return found
    return _day(year, month + 1, today.day)


def _by_parts(typed: str, today: date, *, birth: bool = False) -> date | None:
    found = _ISO.match(typed)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _NUMBERS.match(typed) or _DIGITS.match(typed)
    if found:
        return _with_year(int(found[1]), int(found[2]), found[3], today, birth=birth)
    found = _DAY_FIRST.match(typed)
    if found:
        return _with_year(_month(found[2]), int(found[1]), found[3], today, birth=birth)
    found = _MONTH_FIRST.match(typed)
    if found:
        return _with_year(_month(found[1]), int(found[2]), found[3], today, birth=birth)
    return None


def _month(word: str) -> int:
    for number, name in enumerate(_MONTH_NAMES, start=1):
        if name == word or word in (name[:3], name[:4]):
            return number
    return 0


def _with_year(
    month: int, day: int, year: str | None, today: date, *, birth: bool = False
) -> date | None:
    if year and len(year) == 4:
        return _day(int(year), month, day)
    if year:
        century = today.year // 100 * 100
        years = [century + step + int(year) for step in (-100, 0, 100)]
    elif birth:
        return None
    else:
        # 29 February may be up to eight years away.
        years = list(range(today.year - 8, today.year + 9))
    days = [found for y in years if (found := _day(y, month, day))]
    if birth:
        return max((found for found in days if found <= today), default=None)
    return min(days, key=lambda found: abs((found - today).days), default=None)


def _minute_of_day(found: re.Match[str]) -> int | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    elif 1 <= hour < _FIRST_MORNING_HOUR and not found[1].startswith("0"):
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
