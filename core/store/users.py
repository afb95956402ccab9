"""The people who use the program; today the owner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.store.rows import scalar

if TYPE_CHECKING:
    from sqlite_utils import Database


def insert_owner(db: Database, name: str, now: datetime) -> None:
    """Keep the owner of a new practice file."""
    db.execute(
        "INSERT INTO users (name, role, created_at) VALUES (?, 'owner', ?)", (name, now.isoformat())
    )


def owner_name(db: Database) -> str:
    """The owner's name, as the audit trail writes it."""
    return str(scalar(db, "SELECT name FROM users ORDER BY id LIMIT 1") or "")
