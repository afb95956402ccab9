"""A payer's contract rates out of a CSV file: code, amount, from, to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import FieldProblem, UserProblem
from core.imports.delimited import Table, read_table
from core.imports.import_dates import day_first, read_file_date
from core.imports.import_report import RowProblem
from core.model.money import parse_cents

# Field -> the headers it goes by, written without case, spaces and punctuation.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "cpt", "cptcode", "hcpcs", "hcpcscode", "procedure", "procedurecode"),
    "amount": ("amount", "rate", "fee", "price", "allowed", "contractrate", "unitrate"),
    "from": ("from", "startson", "start", "startdate", "effective", "effectivedate", "begin"),
    "to": ("to", "until", "endson", "end", "enddate", "through", "terminationdate"),
    "source": ("source", "contract", "note", "where"),
}
_BY_HEADER = {header: field for field, headers in COLUMNS.items() for header in headers}
_NEEDED = ("code", "amount", "from")


@dataclass(frozen=True, slots=True)
class RateLine:
    """One row: its number in the file, the code as typed, cents, days; `source` may be empty."""

    row: int
    code: str
    amount_cents: int
    starts_on: date
    ends_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class RateLines:
    """All rows that could be read, what is wrong with the others, how many rows there are."""

    lines: tuple[RateLine, ...]
    problems: tuple[RowProblem, ...]
    rows: int


def read_rates(path: Path) -> RateLines:
    """Read a CSV file of rates.

    Raises UserProblem when it is no table, lacks a column, or writes the day before the month.
    """
    table = read_table(path, lambda header: _field_of(header) is not None)
    fields = _fields(table)
    _refuse_day_first(table, fields)
    lines: list[RateLine] = []
    problems: list[RowProblem] = []
    for number, cells in table.rows:
        texts = {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell}
        wrong: list[RowProblem] = []
        found = _line(number, texts, wrong)
        if wrong:
            problems += wrong
        elif found is not None:
            lines.append(found)
    return RateLines(tuple(lines), tuple(problems), len(table.rows))


def _field_of(header: str) -> str | None:
    return _BY_HEADER.get("".join(letter for letter in header.casefold() if letter.isalnum()))


def _fields(table: Table) -> list[str | None]:
    fields = [_field_of(header) for header in table.header]
    for field in COLUMNS:
        if fields.count(field) > 1:
            raise UserProblem(f"Two columns both look like {field}. Rename or remove one of them.")
    if not set(_NEEDED) <= set(fields):
        raise UserProblem("The first row must name the columns code, amount, from and to.")
    return fields


def _refuse_day_first(table: Table, fields: list[str | None]) -> None:
    dated = [at for at, field in enumerate(fields) if field in ("from", "to")]
    odd = day_first(cells[at] for _, cells in table.rows for at in dated if at < len(cells))
    if odd:
        raise UserProblem(
            f"“{odd}” has its day before its month, so every date of this file is in doubt."
            " Save the dates like 2026-03-02, then import again."
        )


def _line(number: int, texts: dict[str, str], wrong: list[RowProblem]) -> RateLine | None:
    cents, since, until = 0, None, None
    for field in _NEEDED:
        if field not in texts:
            wrong.append(RowProblem(number, field, f"The {_SAID[field]} is missing."))
    try:
        cents = parse_cents(texts["amount"]) if "amount" in texts else 0
    except FieldProblem as problem:
        wrong.append(RowProblem(number, "amount", problem.message))
    try:
        since = read_file_date(texts["from"], "from") if "from" in texts else None
    except FieldProblem as problem:
        wrong.append(RowProblem(number, "from", problem.message))
    try:
        until = read_file_date(texts["to"], "to") if "to" in texts else None
    except FieldProblem as problem:
        wrong.append(RowProblem(number, "to", problem.message))
    if wrong or since is None:
        return None
    return RateLine(number, texts["code"], cents, since, until, texts.get("source", ""))


_SAID = {"code": "code", "amount": "amount", "from": "first day"}
