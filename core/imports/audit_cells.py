"""Cells of another system's export as values; what cannot be read is a FieldProblem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from core.errors import FieldProblem
from core.imports.audit_columns import DateOrder
from core.model.kinds import Discipline, Side

_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # 1990 to 2099
_MOST_MINUTES, _MOST_UNITS = 1_440, 99
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})[-/.](\d{{4}}|\d\d){_TIME}", re.ASCII)
_COMPACT = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[-, ]+(\d{4}|\d\d)", re.ASCII)
_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(
    r"(\d{1,4})(?:[.,]0*)?(?: ?(?:m|min|mins|minutes|u|units?)\.?)?", re.ASCII | re.I
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]\d{3}[0-9A-Z])(?:\.0+)?(?![0-9A-Z])", re.ASCII)
_SPLIT = re.compile(r"[^0-9A-Z]+")
_DISCIPLINES = {
    "pt": Discipline.PT, "physical therapy": Discipline.PT, "physical": Discipline.PT,
    "physiotherapy": Discipline.PT, "ot": Discipline.OT, "occupational therapy": Discipline.OT,
    "occupational": Discipline.OT, "slp": Discipline.SLP, "st": Discipline.SLP,
    "speech": Discipline.SLP, "speech therapy": Discipline.SLP, "dc": Discipline.DC,
    "chiropractic": Discipline.DC, "chiro": Discipline.DC, "gp": Discipline.PT,
    "go": Discipline.OT, "gn": Discipline.SLP, "speech language pathology": Discipline.SLP,
}  # fmt: skip
_SIDES = {
    "l": Side.LEFT, "left": Side.LEFT, "lt": Side.LEFT, "r": Side.RIGHT, "right": Side.RIGHT,
    "rt": Side.RIGHT, "b": Side.BILATERAL, "bilateral": Side.BILATERAL, "both": Side.BILATERAL,
    "central": Side.CENTRAL, "midline": Side.CENTRAL,
}  # fmt: skip


def read_day(text: str, order: DateOrder) -> date:
    """A date of service in any of the usual ways of writing, Excel's day numbers among them."""
    try:
        found = _day(text.strip(), order)
    except ValueError:
        found = None
    if found is None:
        raise FieldProblem(f"{_shown(text)} is not a date that can be read.", "date")
    return found


def _shown(text: str) -> str:
    """What was typed, where it is surely no name: with a wrong map any cell may hold one."""
    bare = text.strip()
    letters = sum(sign.isalpha() for sign in bare)
    return f"“{bare[:20]}”" if bare and letters < 3 else "What stands there"


def _day(text: str, order: DateOrder) -> date | None:
    if m := _YEAR_FIRST.fullmatch(text):
        return date(int(m[1]), int(m[2]), int(m[3]))
    if m := _YEAR_LAST.fullmatch(text):
        one, two = int(m[1]), int(m[3])
        day_first = order is DateOrder.DAY_FIRST or m[2] == "."
        return date(_year(m[4]), *((two, one) if day_first else (one, two)))
    if m := _SERIAL.fullmatch(text):
        return _of_serial(int(m[1]))
    if m := _COMPACT.fullmatch(text):
        return date(int(m[1] + m[2]), int(m[3]), int(m[4]))
    if m := _NAMED.fullmatch(text):
        return date(_year(m[3]), _month(m[2]), int(m[1]))
    if m := _NAME_FIRST.fullmatch(text):
        return date(int(m[3]), _month(m[1]), int(m[2]))
    return None


def _of_serial(number: int) -> date | None:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    return _EXCEL_EPOCH + timedelta(days=number)


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def guess_order(texts: Iterable[str]) -> DateOrder:
    """Day first if one date cannot be otherwise, else as Americans write."""
    for text in texts:
        m = _YEAR_LAST.fullmatch(text.strip())
        if m and m[2] != "." and int(m[1]) > 12 >= int(m[3]):
            return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST


def read_minutes(text: str, field: str) -> int | None:
    """Whole minutes; `0:22` and `22 min` too; None for an empty cell."""
    return _count(text, field, _MOST_MINUTES, "minutes")


def read_units(text: str) -> int | None:
    """Whole units; None for an empty cell."""
    return _count(text, "units", _MOST_UNITS, "units")


def _count(text: str, field: str, most: int, noun: str) -> int | None:
    bare = text.strip()
    if not bare or bare in ("-", "–", "n/a", "N/A", "NULL", "null"):
        return None
    number = int(m[1]) if (m := _NUMBER.fullmatch(bare)) else -1
    if number < 0 and noun == "minutes" and (m := _CLOCK.fullmatch(bare)):
        number = int(m[1]) * 60 + int(m[2])
    if number < 0:
        raise FieldProblem(f"{_shown(text)} is not a whole number of {noun}.", field)
    if number > most:
        raise FieldProblem(f"{number:,} {noun} are more than a line can have.", field)
    return number


def read_code(text: str) -> tuple[str, tuple[str, ...]]:
    """The procedure code of a cell and the modifiers written behind it; empty for an empty cell."""
    bare = text.strip().upper()
    if not bare:
        return "", ()
    found = _CODE.search(bare)
    if found is None:
        raise FieldProblem(f"{_shown(text)} is not a procedure code.", "code")
    return found[1], _behind(bare[found.end() :])


def _behind(rest: str) -> tuple[str, ...]:
    """Modifiers behind a code: two signs each; a word, as of a description, ends them."""
    found = []
    for word in _SPLIT.split(rest):
        if not word:
            continue
        if len(word) != 2:
            break
        found.append(word)
    return tuple(found[:4])


def read_modifiers(text: str) -> tuple[str, ...]:
    """Modifiers in any way of writing them together: `GP, 59`, `GP59`, `GP:59`."""
    found: list[str] = []
    for word in _SPLIT.split(text.strip().upper()):
        if not word or word in ("NONE", "NA", "NULL"):
            continue
        if len(word) % 2:
            raise FieldProblem(f"{_shown(text)} is no list of modifiers of two signs.", "modifiers")
        found += [word[at : at + 2] for at in range(0, len(word), 2)]
    return tuple(dict.fromkeys(found))


def read_discipline(text: str) -> Discipline | None:
    """The discipline; None for an empty cell."""
    bare = " ".join(re.split(r"[^a-z]+", text.strip().lower())).strip()
    if not bare:
        return None
    found = _DISCIPLINES.get(bare)
    if found is None:
        raise FieldProblem(f"{_shown(text)} is no discipline: PT, OT, SLP or DC.", "discipline")
    return found


def read_side(text: str) -> Side | None:
    """The side, where the cell tells one."""
    return _SIDES.get(text.strip().lower().rstrip("."))
