"""The chain over the audit trail: each row sealed together with all before it."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.store.rows import scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

SINCE_SCHEMA = 2
MAC_BYTES = 32
START = bytes(MAC_BYTES)  # what stands before the first row
_COLUMNS = ("seq", "at", "actor", "action", "object_kind", "object_id", "patient_id", "detail")
_ROWS = f"""
    SELECT e.{", e.".join(_COLUMNS)}, s.mac
    FROM audit_events e LEFT JOIN audit_seals s ON s.seq = e.seq
    WHERE e.seq > ? ORDER BY e.seq
"""  # noqa: S608 - our own column names


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: its newest row and that row's seal, which vouches for all before it."""

    seq: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found; `first_bad` is the first row that is not as written."""

    entries: int
    first_bad: int | None = None
    message: str = ""


def head(db: Database) -> Head:
    """The end of the chain as the file holds it; 0 and `START` in a file without any row."""
    row = db.execute("SELECT seq, mac FROM audit_seals ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(int(row[0]), bytes(row[1])) if row else Head(0, START)


def seal_of(db: Database, seq: int) -> bytes | None:
    """The seal of one row, or None."""
    found = scalar(db, "SELECT mac FROM audit_seals WHERE seq = ?", (seq,))
    return None if found is None else bytes(found)


def seal_new(db: Database, key: bytes) -> Head:
    """Seal the row just appended; `key` is the subkey of the chain.

    A row without a seal before it stays without: verifying must find it.
    """
    before = head(db)
    row = db.execute(
        "SELECT seq, at, actor, action, object_kind, object_id, patient_id, detail"
        " FROM audit_events ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return _put(db, int(row[0]), mac_of(key, before.mac, row))


def seal_first(db: Database, key: bytes) -> None:
    """Seal every row of a trail that was kept before there were seals."""
    last = START
    for row in db.execute(_ROWS, (0,)).fetchall():
        last = _put(db, int(row[0]), mac_of(key, last, row[:-1])).mac


def walk(db: Database, key: bytes) -> ChainReport:
    """Recompute every seal from the first row; stops at the first that does not fit."""
    last, expected = START, 0
    for row in db.execute(_ROWS, (0,)):
        expected += 1
        *values, mac = row
        if values[0] != expected:
            return ChainReport(expected - 1, expected, f"Entry {expected} was removed.")
        last = mac_of(key, last, values)
        if mac is None:
            return ChainReport(expected - 1, expected, f"Entry {expected} carries no seal.")
        if not hmac.compare_digest(last, bytes(mac)):
            message = f"Entry {expected} or its seal is not as it was written."
            return ChainReport(expected - 1, expected, message)
    most = scalar(db, "SELECT coalesce(max(seq), 0) FROM audit_seals")
    if most != expected:
        message = f"Entry {expected + 1} was removed; its seal is still there."
        return ChainReport(expected, expected + 1, message)
    return ChainReport(expected)


def mac_of(key: bytes, before: bytes, values: Any) -> bytes:
    """A row's seal; `values` are its columns as stored, in the order of the table."""
    named = dict(zip(_COLUMNS, values, strict=True))
    body = json.dumps(named, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(key, before + body, "sha256")


def _put(db: Database, seq: int, mac: bytes) -> Head:
    db.execute("INSERT INTO audit_seals (seq, mac) VALUES (?, ?)", (seq, mac))
    return Head(seq, mac)
