"""Writing CMS's tables into the reference library: pairs, unit limits, fees, ZIP codes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model.public_rows import CountyRow, IndexRow, PackedPairs, ValueRow, ZipRow
from core.rules.edit_tables import UnitLimit


class Kind(StrEnum):
    """What a table holds."""

    PAIRS = "ncci"
    LIMITS = "mue"
    VALUES = "rvu"
    INDICES = "gpci"
    COUNTIES = "county"
    ZIPS = "zip"


@dataclass(frozen=True, slots=True)
class TableHead:
    """Which table it is: kind, variant (a setting, qp or non_qp) and period, and its known days.

    `factor` is the conversion factor of a table of relative values, as text.
    """

    kind: Kind
    variant: str
    period: str
    known_from: date
    known_to: date
    source: str
    factor: str = ""


def write_pairs(db: sqlite3.Connection, head: TableHead, packs: Iterable[PackedPairs]) -> int:
    """Add or replace a quarter's pairs; returns how many."""
    id = _start(db, head)
    rows, digest = 0, 0

    def values() -> Iterable[tuple[int, str, bytes]]:
        nonlocal rows, digest
        for pack in packs:
            rows += pack.pairs
            digest = zlib.crc32(pack.rows, zlib.crc32(pack.column_1.encode(), digest))
            yield id, pack.column_1, pack.rows

    db.executemany("INSERT INTO ncci_pairs VALUES (?, ?, ?)", values())
    return _finish(db, id, rows, digest)


def write_limits(db: sqlite3.Connection, head: TableHead, limits: Mapping[str, UnitLimit]) -> int:
    """Add or replace a quarter's unit limits; returns how many."""
    id = _start(db, head)
    rows = [(id, code, limit.units, limit.mai) for code, limit in sorted(limits.items())]
    db.executemany("INSERT INTO mue_limits VALUES (?, ?, ?, ?)", rows)
    return _finish(db, id, len(rows), _digest(rows))


def write_values(db: sqlite3.Connection, head: TableHead, values: Iterable[ValueRow]) -> int:
    """Add or replace a release of relative values; returns how many."""
    id = _start(db, head)
    rows = [
        (id, v.code, v.status, str(v.work), str(v.practice), str(v.malpractice), int(v.reduced))
        for v in values
    ]
    db.executemany("INSERT OR IGNORE INTO fee_values VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return _finish(db, id, len(rows), _digest(rows))


def write_indices(db: sqlite3.Connection, head: TableHead, indices: Iterable[IndexRow]) -> int:
    """Add or replace a year's geographic indices; returns how many."""
    id = _start(db, head)
    rows = [
        (id, i.mac, i.locality, i.name, str(i.work), str(i.practice), str(i.malpractice))
        for i in indices
    ]
    db.executemany("INSERT OR IGNORE INTO fee_indices VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return _finish(db, id, len(rows), _digest(rows))


def write_zips(db: sqlite3.Connection, head: TableHead, zips: Iterable[ZipRow]) -> int:
    """Add or replace a quarter's ZIP codes; returns how many."""
    id = _start(db, head)
    rows = [(id, z.zip, z.state, z.mac, z.locality) for z in zips]
    db.executemany("INSERT OR IGNORE INTO fee_zips VALUES (?, ?, ?, ?, ?)", rows)
    return _finish(db, id, len(rows), _digest(rows))


def write_counties(db: sqlite3.Connection, head: TableHead, counties: Iterable[CountyRow]) -> int:
    """Add or replace a year's counties by locality; returns how many rows."""
    id = _start(db, head)
    rows = [(id, *county) for county in counties]
    db.executemany("INSERT INTO fee_counties VALUES (?, ?, ?, ?, ?, ?)", rows)
    return _finish(db, id, len(rows), _digest(rows))


_BODIES = ("ncci_pairs", "mue_limits", "fee_values", "fee_indices", "fee_counties", "fee_zips")


def _start(db: sqlite3.Connection, head: TableHead) -> int:
    """Clear what stands under the same head and register the new table."""
    key = (head.kind.value, head.variant, head.period)
    where = "(SELECT id FROM public_tables WHERE kind = ? AND variant = ? AND period = ?)"
    for body in _BODIES:
        db.execute(f"DELETE FROM {body} WHERE table_id = {where}", key)  # noqa: S608 - our names
    db.execute("DELETE FROM public_tables WHERE kind = ? AND variant = ? AND period = ?", key)
    done = db.execute(
        "INSERT INTO public_tables (kind, variant, period, known_from, known_to, source, factor,"
        " rows, digest) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '')",
        (
            *key,
            head.known_from.isoformat(),
            head.known_to.isoformat(),
            head.source,
            head.factor,
        ),
    )
    return done.lastrowid or 0


def _finish(db: sqlite3.Connection, id: int, rows: int, digest: int) -> int:
    db.execute(
        "UPDATE public_tables SET rows = ?, digest = ? WHERE id = ?", (rows, f"{digest:08x}", id)
    )
    return rows


def _digest(rows: Sequence[tuple[object, ...]]) -> int:
    """A checksum over the rows without their table's number."""
    return zlib.crc32(repr([row[1:] for row in rows]).encode())
