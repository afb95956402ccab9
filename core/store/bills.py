"""The bill of an encounter as it was when saved, with the rule book's identity in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from core.store.rows import scalar

if TYPE_CHECKING:
    from sqlite_utils import Database


def get(db: Database, encounter_id: int) -> dict[str, Any] | None:
    """The bill's JSON, or None when the encounter was never saved with one."""
    body = scalar(db, "SELECT body FROM bills WHERE encounter_id = ?", (encounter_id,))
    found: dict[str, Any] | None = json.loads(body) if body else None
    return found


def put(db: Database, encounter_id: int, bill: dict[str, Any]) -> None:
    """Keep a bill's JSON in place of the older one."""
    db.execute(
        "INSERT INTO bills (encounter_id, body) VALUES (?, ?)"
        " ON CONFLICT (encounter_id) DO UPDATE SET body = excluded.body",
        (encounter_id, json.dumps(bill, ensure_ascii=False, separators=(",", ":"))),
    )
