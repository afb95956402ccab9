"""Reading CMS's tables out of the reference library, as the frozen values the rule book holds."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import DataProblem
from core.library.public_tables import Kind
from core.model.kinds import Setting
from core.rules.edit_tables import EditPair, EditTable, MueTable, UnitLimit, edit_table
from core.rules.fees import Components, FeeSchedule, Place
from core.rules.parameters import Confidence, DatedValue

_VOID = "9"  # such a row was never in force
_Stamp = tuple[int, int, int] | None


class TableOnHand(NamedTuple):
    """One table of the library, as Settings and the import's summary show it."""

    kind: Kind
    variant: str
    period: str
    known_from: date
    known_to: date
    source: str
    factor: str
    rows: int
    digest: str
    id: int


@dataclass(frozen=True, slots=True)
class LibraryTables:
    """All the rule book takes from the library for the codes in use; `identity` names it."""

    edits: Mapping[Setting, tuple[EditTable, ...]] = field(default_factory=dict)
    mue: Mapping[Setting, tuple[MueTable, ...]] = field(default_factory=dict)
    fees: FeeSchedule = field(default_factory=FeeSchedule)
    identity: str = ""


def tables_on_hand(path: Path) -> tuple[TableOnHand, ...]:
    """Every table of the library, newest first by kind; none where there is no library."""
    with _reading(path) as db:
        return _heads(db)


def library_tables(path: Path, codes: frozenset[str]) -> LibraryTables:
    """The tables' rows that name the codes in use, as frozen values.

    Raises DataProblem when the library is damaged.
    """
    with _reading(path) as db:
        heads = _heads(db)
        if not heads:
            return LibraryTables()
        seal = repr(sorted((head.kind, head.variant, head.period, head.digest) for head in heads))
        return LibraryTables(
            {setting: tuple(_edits(db, heads, setting, codes)) for setting in Setting},
            {setting: tuple(_limits(db, heads, setting, codes)) for setting in Setting},
            _fees(db, heads, codes),
            f"{zlib.crc32(seal.encode()):08x}",
        )


def locality_of_zip(path: Path, zip_code: str, day: date) -> Place | None:
    """The contractor and locality of a ZIP code by the newest list begun by that day."""
    stamp = _stamp(path)
    lists = (head for head in _heads_at(path, stamp) if head.kind is Kind.ZIPS)
    newest = next((head for head in lists if head.known_from <= day), None)
    return _place_of(path, stamp, newest.id, zip_code.strip()[:5]) if newest else None


# A session asks for its place each time it is opened; the library changes a few times a year.
@lru_cache(maxsize=2)
def _heads_at(path: Path, _: _Stamp) -> tuple[TableOnHand, ...]:
    return tables_on_hand(path)


@lru_cache(maxsize=64)
def _place_of(path: Path, _: _Stamp, table: int, zip_code: str) -> Place | None:
    with _reading(path) as db:
        row = db.execute(
            "SELECT mac, locality FROM fee_zips WHERE table_id = ? AND zip = ?", (table, zip_code)
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else None


def _stamp(path: Path) -> _Stamp:
    """What changes with the library: another file, another length, another time."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def names_on_hand(path: Path) -> dict[Place, str]:
    """The names that imported tables of indices give their localities, the newest last."""
    with _reading(path) as db:
        heads = [head for head in _heads(db) if head.kind is Kind.INDICES]
        found: dict[Place, str] = {}
        for head in sorted(heads, key=lambda head: head.known_from):
            rows = db.execute(
                "SELECT mac, locality, name FROM fee_indices WHERE table_id = ?", (head.id,)
            )
            found |= {(mac, number): name for mac, number, name in rows}
    return found


class _reading:  # noqa: N801 - used as a word in `with`
    """A read-only connection; an absent library is an empty one, a damaged one is told."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        try:
            there = self._path.is_file() and self._path.stat().st_size
            target = f"{self._path.absolute().as_uri()}?mode=ro" if there else ":memory:"
            self._db = sqlite3.connect(target, uri=bool(there))
        except (sqlite3.Error, OSError) as error:
            raise _damaged() from error
        return self._db

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._db.close()
        if isinstance(error, (sqlite3.Error, zlib.error, ValueError)):
            raise _damaged() from error


def _damaged() -> DataProblem:
    return DataProblem(
        "The reference library cannot be read. Patient data is not touched; "
        "import CMS's tables again to build it anew."
    )


def _heads(db: sqlite3.Connection) -> tuple[TableOnHand, ...]:
    named = "SELECT 1 FROM sqlite_master WHERE name = 'public_tables'"
    if not db.execute(named).fetchone():
        return ()
    rows = db.execute(
        "SELECT kind, variant, period, known_from, known_to, source, factor, rows, digest, id"
        " FROM public_tables ORDER BY kind, variant, known_from DESC"
    )
    return tuple(
        TableOnHand(
            Kind(kind), variant, period, _day(first), _day(last), source, factor, n, digest, id
        )
        for kind, variant, period, first, last, source, factor, n, digest, id in rows
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _of(heads: tuple[TableOnHand, ...], kind: Kind, variant: str) -> Iterator[TableOnHand]:
    return (head for head in heads if head.kind is kind and head.variant == variant)


def _edits(
    db: sqlite3.Connection,
    heads: tuple[TableOnHand, ...],
    setting: Setting,
    codes: frozenset[str],
) -> Iterator[EditTable]:
    for head in _of(heads, Kind.PAIRS, setting.value):
        pairs: list[EditPair] = []
        for code in sorted(codes):
            rows = db.execute(
                "SELECT packed FROM ncci_pairs WHERE table_id = ? AND column_1 = ?", (head.id, code)
            )
            for (packed,) in rows:
                pairs.extend(_unpack(code, packed, codes))
        cite = f"CMS NCCI {setting.value} pairs {head.period}"
        yield edit_table(head.period, head.known_from, head.known_to, cite, pairs)


def _unpack(column_1: str, packed: bytes, wanted: frozenset[str]) -> Iterator[EditPair]:
    """The pairs of a pack whose second code is wanted; rows never in force are left out."""
    for line in zlib.decompress(packed).decode("ascii", "replace").splitlines():
        if line[:5] not in wanted:
            continue
        column_2, _, since, until, indicator = line.split("\t")[:5]
        if indicator == _VOID:
            continue
        last = _compact_day(until) if until[:1].isdigit() else None
        yield EditPair(column_1, column_2, int(indicator), _compact_day(since), last)


def _compact_day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _limits(
    db: sqlite3.Connection,
    heads: tuple[TableOnHand, ...],
    setting: Setting,
    codes: frozenset[str],
) -> Iterator[MueTable]:
    for head in _of(heads, Kind.LIMITS, setting.value):
        rows = db.execute("SELECT code, units, mai FROM mue_limits WHERE table_id = ?", (head.id,))
        found = {code: UnitLimit(units, mai) for code, units, mai in rows if code in codes}
        cite = f"CMS MUE {setting.value} {head.period}"
        yield MueTable(head.period, head.known_from, head.known_to, cite, found)


def _fees(
    db: sqlite3.Connection, heads: tuple[TableOnHand, ...], codes: frozenset[str]
) -> FeeSchedule:
    values: dict[str, list[Components]] = {}
    indices: dict[Place, list[Components]] = {}
    factors: dict[str, list[DatedValue]] = {"qp": [], "non_qp": []}
    newest = sorted(heads, key=lambda head: head.known_from, reverse=True)
    for head in newest:
        if head.kind is Kind.VALUES:
            for code, entry in _value_rows(db, head, codes):
                values.setdefault(code, []).append(entry)
            for name in (head.variant,) if head.variant else factors:
                factors[name].append(_factor(head))
        elif head.kind is Kind.INDICES:
            for place, entry in _index_rows(db, head):
                indices.setdefault(place, []).append(entry)
    return FeeSchedule(
        {code: tuple(found) for code, found in values.items()},
        {place: tuple(found) for place, found in indices.items()},
        {name: tuple(found) for name, found in factors.items()},
    )


def _value_rows(
    db: sqlite3.Connection, head: TableOnHand, codes: frozenset[str]
) -> Iterator[tuple[str, Components]]:
    """Codes that Medicare prices nationally; a carrier's own prices are in no file."""
    for code in sorted(codes):
        row = db.execute(
            "SELECT work, practice, malpractice, reduced FROM fee_values"
            " WHERE table_id = ? AND code = ? AND status IN ('A', 'R')",
            (head.id, code),
        ).fetchone()
        if row and any(Decimal(part) for part in row[:3]):
            yield code, _components(head, row[:3], reduced=bool(row[3]))


def _index_rows(db: sqlite3.Connection, head: TableOnHand) -> Iterator[tuple[Place, Components]]:
    rows = db.execute(
        "SELECT mac, locality, work, practice, malpractice FROM fee_indices WHERE table_id = ?",
        (head.id,),
    )
    for mac, locality, *parts in rows:
        yield (mac, locality), _components(head, parts)


def _components(head: TableOnHand, parts: Any, *, reduced: bool = False) -> Components:
    work, practice, malpractice = (Decimal(part) for part in parts)
    return Components(
        head.known_from, head.known_to, work, practice, malpractice, head.source, reduced
    )


def _factor(head: TableOnHand) -> DatedValue:
    return DatedValue(
        head.known_from,
        head.known_to,
        Decimal(head.factor),
        "dollars",
        head.source,
        Confidence.HIGH,
    )
