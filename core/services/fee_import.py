"""Import CMS's fee schedule files: relative values, geographic indices, localities, ZIP codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from core.imports.fee_tables import (
    fee_kind,
    read_counties,
    read_indices,
    read_values,
    read_zips,
)
from core.imports.outside_files import OutsideFile, files_in, refuse
from core.imports.quarters import read_quarter
from core.library.building import Connection, building
from core.library.merging import with_library, with_readable_library
from core.library.public_tables import (
    Kind,
    TableHead,
    write_counties,
    write_indices,
    write_values,
    write_zips,
)
from core.rules.rulebook import RuleBook
from core.services.table_changes import TableChange, fee_changes
from core.services.table_import import Watch

_NAMES = re.compile(r"pprrvu|gpci|locco|zip5", re.IGNORECASE)
_ENDINGS = (".csv", ".xlsx", ".txt")
_STATES = 50  # and territories, in each of CMS's whole lists
# A file cut off at a line's end reads like a whole one.
_CUT = "The file may have been cut off: download it again."
_FEW_CODES = f"More than half of the codes that this program prices are not in the table. {_CUT}"
_FEW_PLACES = f"More than half of the localities known are not in the table. {_CUT}"
_FEW_STATES = f"Some states are not in the table. {_CUT}"


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read whole, and how it is written."""

    head: TableHead
    write: Callable[[Connection, TableHead], int]
    named: frozenset[object]  # the codes, localities or states that it tells of


def import_fees(
    path: Path, sources: Sequence[Path], book: RuleBook, watch: Watch
) -> tuple[TableChange, ...]:
    """Read every fee file among those given; each adds or replaces its own release."""
    files = [file for source in sources for file in _files(source)]
    watch.total = sum(file.size for file in files)
    tables = []
    for file in files:
        tables.append(_read(file))
        watch.step(file.size)
    before = with_readable_library(book, path)
    rows = []
    with building(path) as db:
        rows = [table.write(db, table.head) for table in tables]
    after = with_library(book, path)
    return tuple(
        _report(table, count, before, after) for table, count in zip(tables, rows, strict=True)
    )


def _files(source: Path) -> Iterable[OutsideFile]:
    """The fee files of a source; of one in several formats, the comma-separated one."""
    inside = files_in(source, _is_fee_file)
    stems: dict[str, OutsideFile] = {}
    for file in sorted(inside, key=lambda file: _ENDINGS.index(file.suffix) if file.entry else 0):
        stems.setdefault(PurePosixPath(file.name).stem.lower(), file)
    if not stems:
        refuse(source.name, "holds no fee file: no PPRRVU, GPCI, LOCCO or ZIP5 table.")
    return stems.values()


def _is_fee_file(name: str) -> bool:
    lower = name.lower()
    text_only = lower.endswith(".txt") and "zip5" not in lower
    layout = "lyout" in lower or "layout" in lower
    return bool(_NAMES.search(lower)) and lower.endswith(_ENDINGS) and not (text_only or layout)


def _read(file: OutsideFile) -> _Read:
    kind = fee_kind(file)
    if kind == Kind.VALUES:
        return _values(file)
    if kind == Kind.INDICES:
        year, indices = read_indices(file)
        head = _year_head(Kind.INDICES, year, file)
        places = frozenset((one.mac, one.locality) for one in indices)
        return _Read(head, lambda db, head: write_indices(db, head, indices), places)
    if kind == Kind.COUNTIES:
        year, counties = read_counties(file)
        head = _year_head(Kind.COUNTIES, year, file)
        states = frozenset(one.state for one in counties)
        return _Read(head, lambda db, head: write_counties(db, head, counties), states)
    if kind != Kind.ZIPS:
        refuse(file.name, "is no fee file that is known: no PPRRVU, GPCI, LOCCO or ZIP5 table.")
    return _zips(file)


def _values(file: OutsideFile) -> _Read:
    table = read_values(file)
    head = TableHead(
        Kind.VALUES,
        table.variant,
        f"{table.since:%Y-%m}",
        table.since,
        date(table.since.year, 12, 31),
        f"CMS {file.name}",
        str(table.factor),
    )
    codes = frozenset(one.code for one in table.rows)
    return _Read(head, lambda db, head: write_values(db, head, table.rows), codes)


def _zips(file: OutsideFile) -> _Read:
    period, rows = read_zips(file)
    quarter, found = read_quarter(period), list(rows)
    head = TableHead(Kind.ZIPS, "", period, quarter.first_day, quarter.last_day, f"CMS {file.name}")
    states = frozenset(one.state for one in found)
    return _Read(head, lambda db, head: write_zips(db, head, found), states)


def _year_head(kind: Kind, year: int, file: OutsideFile) -> TableHead:
    return TableHead(kind, "", str(year), date(year, 1, 1), date(year, 12, 31), f"CMS {file.name}")


def _report(table: _Read, rows: int, before: RuleBook, after: RuleBook) -> TableChange:
    head = table.head
    priced = head.kind is Kind.VALUES
    changes = fee_changes(before.fees, after.fees, head.known_from) if priced else ()
    warning = _warning(table, before)
    return TableChange(head.kind.value, head.variant, head.period, rows, "", changes, warning)


def _warning(table: _Read, before: RuleBook) -> str:
    """What seems to be missing from a table, against what this program knows already."""
    if table.head.kind is Kind.VALUES:
        return _FEW_CODES if _lacks_half(table, before.fees.values) else ""
    if table.head.kind is Kind.INDICES:
        return _FEW_PLACES if _lacks_half(table, before.fees.indices) else ""
    return _FEW_STATES if len(table.named) < _STATES else ""


def _lacks_half(table: _Read, known: Collection[object]) -> bool:
    return sum(one not in table.named for one in known) > len(known) / 2
