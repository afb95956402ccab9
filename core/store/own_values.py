"""The practice's own dated values of payers' rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.model.own_value import OwnValue, OwnWords
from core.store.rows import Row, all_rows, day_text, insert, one_row, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO payer_overrides (payer_id, profile, key, value, starts_on, ends_on, source)
    VALUES (:payer_id, :profile, :key, :value, :starts_on, :ends_on, :source)
"""
_UPDATE = """
    UPDATE payer_overrides SET payer_id = :payer_id, profile = :profile, key = :key,
        value = :value,
        starts_on = :starts_on, ends_on = :ends_on, source = :source
    WHERE id = :id
"""


def list_all(db: Database) -> tuple[OwnValue, ...]:
    """Every own value there is or was, by profile, payer, key and day."""
    rows = all_rows(
        db, "SELECT * FROM payer_overrides ORDER BY profile, payer_id, key, starts_on, id"
    )
    return tuple(_to_value(row) for row in rows)


def get(db: Database, number: int) -> OwnValue | None:
    """One own value, or None."""
    row = one_row(db, "SELECT * FROM payer_overrides WHERE id = ?", (number,))
    return _to_value(row) if row else None


def save(db: Database, own: OwnValue) -> OwnValue:
    """Keep an own value, new when it has no id."""
    if own.id is None:
        return replace(own, id=insert(db, _INSERT, _values(own)))
    db.execute(_UPDATE, _values(own) | {"id": own.id})
    return own


def remove(db: Database, number: int) -> None:
    """Take an own value away; the audit trail keeps what it was."""
    db.execute("DELETE FROM payer_overrides WHERE id = ?", (number,))


def _values(own: OwnValue) -> Row:
    return {
        "payer_id": own.payer_id,
        "profile": own.profile,
        "key": own.key,
        "value": json.dumps(_plain(own.value)),
        "starts_on": own.since.isoformat(),
        "ends_on": day_text(own.until),
        "source": own.source,
    }


def _plain(value: OwnWords) -> object:
    if isinstance(value, Decimal):
        return {"number": f"{value:f}"}
    return list(value) if isinstance(value, tuple) else value


def _to_value(row: Row) -> OwnValue:
    kept: Any = json.loads(row["value"])
    if isinstance(kept, dict):
        value: OwnWords = Decimal(kept["number"])
    else:
        value = tuple(kept) if isinstance(kept, list) else str(kept)
    return OwnValue(
        row["profile"],
        row["key"],
        value,
        date.fromisoformat(row["starts_on"]),
        row["source"],
        to_day(row["ends_on"]),
        row["id"],
        row["payer_id"],
    )
