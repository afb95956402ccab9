"""Dates in imported files: year first, or month first with a year of four digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from core.errors import FieldProblem

_MIDNIGHT = r"(?:[ T](?:0?0:00(?::00)?|12:00(?::00)? ?AM))?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_MIDNIGHT}", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_MIDNIGHT}", re.ASCII)
_YEAR_SHORT = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
_MONTHS = 12


def day_first(texts: Iterable[str]) -> str:
    """The first date that must have its day before its month, or an empty text.

    One such date puts the order of the whole file in doubt: 03/02/1963 may mean either.
    """
    for text in texts:
        found = _YEAR_LAST.fullmatch(text)
        if found and int(found[1]) > _MONTHS >= int(found[2]):
            return text
    return ""


def read_file_date(text: str, field: str) -> date:
    """Read 1963-03-02 or 3/2/1963.

    Raises FieldProblem for anything else, a year of two digits included.
    """
    if _YEAR_SHORT.fullmatch(text):
        raise FieldProblem(f"“{text}” needs a year of four digits.", field)
    iso, us = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if us:
            return date(int(us[3]), int(us[1]), int(us[2]))
    except ValueError:
        raise FieldProblem(f"“{text}” is not a day of the calendar.", field) from None
    raise FieldProblem(f"“{text[:20]}” is not a date like 1963-03-02 or 3/2/1963.", field)
