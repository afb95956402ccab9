"""CMS's fee schedule files: relative values, geographic indices, counties and ZIP codes.

Columns are found by their headings, which stand over several lines and move from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice

from core.imports.outside_files import OutsideFile, refuse
from core.imports.tabular import cell, find_columns, plain, stacked, table_rows
from core.model.public_rows import CountyRow, IndexRow, ValueRow, ValueTable, ZipRow

_CODE = re.compile(r"[0-9A-Z]{5}")
_YEAR = re.compile(r"20\d\d")
_RELEASE = re.compile(r"(jan|apr|jul|oct)|rvu\d\d([a-d])", re.IGNORECASE)
_FIRST_MONTH = {"jan": 1, "apr": 4, "jul": 7, "oct": 10, "a": 1, "b": 4, "c": 7, "d": 10}
_VALUES = {
    "code": ("hcpcs",),
    "status": ("statuscode", "status"),
    "work": ("workrvu",),
    "practice": ("nonfacpervu",),
    "malpractice": ("mprvu",),
    "multiple": ("multproc",),
    "factor": ("convfactor",),
}
_INDICES = {
    "mac": ("medicareadministrativecontractormac", "mac"),
    "locality": ("localitynumber",),
    "name": ("localityname",),
    "work": ("pwgpciwith10floor", "pwgpci", "workgpci"),
    "practice": ("pegpci",),
    "malpractice": ("mpgpci",),
}
_COUNTIES = {
    "mac": ("medicareadminstrativecontractor", "medicareadministrativecontractor"),
    "locality": ("localitynumber",),
    "state": ("state",),
    "area": ("feeschedulearea",),
    "counties": ("counties",),
}
_HEADINGS = {"rvu": _VALUES, "gpci": _INDICES, "county": _COUNTIES}
_MOST_HEAD = 40
_REDUCED = "5"
_ZIP_LINE = re.compile(r"([A-Z]{2})(\d{5})(\d{5})(\d{2}).{61}(\d{4})([1-4])")


def read_values(file: OutsideFile) -> ValueTable:
    """The relative values of a PPRRVU file; codes with a modifier are left out."""
    rows = table_rows(file)
    head, columns = _head(file, rows, _VALUES)
    since = _release(file, " ".join(" ".join(row) for row in head))
    modifier = find_columns(stacked(head), {"modifier": ("mod",)}).get("modifier")
    found: list[ValueRow] = []
    factors: dict[Decimal, int] = {}
    for row in rows:
        code = cell(row, columns["code"]).upper()
        if not _CODE.fullmatch(code):
            _refuse_unless_foot(file, row)
            continue
        _refuse_short(file, row, columns)
        factor = _number(file, row, columns["factor"])
        factors[factor] = factors.get(factor, 0) + 1
        if modifier is None or not cell(row, modifier):
            found.append(_value(file, row, code, columns))
    if not found:
        refuse(file.name, "holds no relative values.")
    # Anesthesia has a factor of its own: the schedule's is the one most rows carry.
    return ValueTable(since, _variant(file.name), max(factors, key=lambda f: factors[f]), found)


def _value(file: OutsideFile, row: list[str], code: str, columns: dict[str, int]) -> ValueRow:
    return ValueRow(
        code,
        cell(row, columns["status"]),
        _number(file, row, columns["work"]),
        _number(file, row, columns["practice"]),
        _number(file, row, columns["malpractice"]),
        cell(row, columns["multiple"]) == _REDUCED,
    )


def _refuse_unless_foot(file: OutsideFile, row: list[str]) -> None:
    if sum(bool(value.strip()) for value in row) > 2:
        refuse(file.name, "has a row without a code. It may have been changed; download it again.")


def _refuse_short(file: OutsideFile, row: list[str], columns: dict[str, int]) -> None:
    if len(row) <= max(columns.values()):
        refuse(file.name, "ends in the middle of a row: it was cut off. Download it again.")


def _variant(name: str) -> str:
    """From 2026 there are two files: for qualifying participants and for all others."""
    words = plain(name)
    if "nonqp" in words:
        return "non_qp"
    return "qp" if "qp" in words else ""


def _release(file: OutsideFile, title: str) -> date:
    """The first day of the release: the year and quarter its title or name tells."""
    text = title if _YEAR.search(title) and "release" in title.lower() else file.names
    years = [int(found) for found in _YEAR.findall(text)]
    short = re.search(r"rvu(\d\d)", file.names, re.IGNORECASE)
    if not years and short:
        years = [2000 + int(short[1])]
    release = _RELEASE.search(text) or _RELEASE.search(file.names)
    if not years or not release:
        refuse(file.name, "does not tell its year and release, such as PPRRVU2026_Jul.")
    month = _FIRST_MONTH[(release[1] or release[2]).lower()]
    return date(years[0], month, 1)


def read_indices(file: OutsideFile) -> tuple[int, list[IndexRow]]:
    """The year and the indices of a GPCI file."""
    rows = table_rows(file)
    head, columns = _head(file, rows, _INDICES)
    years = _YEAR.findall(" ".join(" ".join(row) for row in head)) or _YEAR.findall(file.names)
    if not years:
        refuse(file.name, "does not tell the year of its indices.")
    found = []
    for row in rows:
        mac = cell(row, columns["mac"])
        if mac.isdigit():
            _refuse_short(file, row, columns)
            numbers = (_number(file, row, columns[k]) for k in ("work", "practice", "malpractice"))
            locality = cell(row, columns["locality"]).zfill(2)
            name = cell(row, columns["name"])
            found.append(IndexRow(mac.zfill(5), locality, name, *numbers))
    if not found:
        refuse(file.name, "holds no indices.")
    return int(years[0]), found


def read_counties(file: OutsideFile) -> tuple[int, list[CountyRow]]:
    """The year and the localities of a locality and county file."""
    rows = table_rows(file)
    head, columns = _head(file, rows, _COUNTIES)
    years = _YEAR.findall(" ".join(" ".join(row) for row in head)) or _YEAR.findall(file.names)
    if not years:
        refuse(file.name, "does not tell the year of its localities.")
    found, state = [], ""
    for row in rows:
        mac, state = cell(row, columns["mac"]), cell(row, columns["state"]) or state
        if mac.isdigit():
            locality = cell(row, columns["locality"]).zfill(2)
            area, counties = cell(row, columns["area"]), cell(row, columns["counties"])
            found.append(CountyRow(mac.zfill(5), locality, state, area, counties))
    if not found:
        refuse(file.name, "holds no localities.")
    return int(years[0]), found


def fee_kind(file: OutsideFile) -> str:
    """What the file's own headings say it holds: rvu, gpci, county or zip; empty when nothing."""
    if file.suffix != ".xlsx":
        with file.open() as stream:
            if _ZIP_LINE.match(stream.readline(200).decode("latin-1")):
                return "zip"
    head: list[list[str]] = []
    for row in islice(table_rows(file), _MOST_HEAD):
        head.append(row)
        headings = stacked(head)
        for kind, endings in _HEADINGS.items():
            if len(find_columns(headings, endings)) == len(endings):
                return kind
    return ""


def read_zips(file: OutsideFile) -> tuple[str, Iterator[ZipRow]]:
    """The quarter (2025Q4) and the rows of a ZIP5 file of fixed columns."""
    with file.open() as stream:
        first = _ZIP_LINE.match(stream.readline().decode("latin-1"))
    if first is None:
        refuse(file.name, "is not CMS's list of ZIP codes and localities.")
    return f"{first[5]}Q{first[6]}", _zip_rows(file)


def _zip_rows(file: OutsideFile) -> Iterator[ZipRow]:
    with file.open() as stream:
        for number, raw in enumerate(stream, 1):
            line = raw.decode("latin-1")
            found = _ZIP_LINE.match(line)
            if found:
                yield ZipRow(found[2], found[1], found[3], found[4])
            elif line.strip("\x1a \r\n"):
                refuse(file.name, f"has a line {number:,} that is not a ZIP code: it was cut off.")


def _head(
    file: OutsideFile, rows: Iterator[list[str]], endings: dict[str, tuple[str, ...]]
) -> tuple[list[list[str]], dict[str, int]]:
    """Read rows until together they hold every heading, most words stacked over several rows."""
    head: list[list[str]] = []
    columns: dict[str, int] = {}
    for row in rows:
        head.append(row)
        columns = find_columns(stacked(head), endings)
        if len(columns) == len(endings) or len(head) == _MOST_HEAD:
            break
    if columns.keys() != endings.keys():
        refuse(file.name, f"has no heading with {', '.join(endings)}: it is another file.")
    return head, columns


def _number(file: OutsideFile, row: list[str], column: int) -> Decimal:
    text = cell(row, column)
    try:
        found = Decimal(text) if text else Decimal(0)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < 10_000:
        refuse(file.name, f"has “{text[:20]}” where a number belongs.")
    return found
