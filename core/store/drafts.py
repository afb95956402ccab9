"""What was on screen at the last pause, so that a crash loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from core.model.session import Draft
from core.store.rows import one_row, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database


def get(db: Database, encounter_id: int) -> Draft | None:
    """The raw texts of an encounter, or None when all of it is saved."""
    row = one_row(db, "SELECT body, saved_at FROM drafts WHERE encounter_id = ?", (encounter_id,))
    return Draft(json.loads(row["body"]), to_moment(row["saved_at"])) if row else None


def put(db: Database, encounter_id: int, body: Mapping[str, object], now: datetime) -> None:
    """Keep the raw texts of an encounter in place of the older ones."""
    db.execute(
        "INSERT INTO drafts (encounter_id, body, saved_at) VALUES (?, ?, ?)"
        " ON CONFLICT (encounter_id) DO UPDATE"
        " SET body = excluded.body, saved_at = excluded.saved_at",
        (encounter_id, json.dumps(dict(body)), now.isoformat()),
    )


def remove(db: Database, encounter_id: int) -> bool:
    """Let go of the raw texts; False when there were none."""
    return db.execute("DELETE FROM drafts WHERE encounter_id = ?", (encounter_id,)).rowcount > 0
