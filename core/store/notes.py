"""The note of an encounter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.session import Note
from core.store.rows import one_row

if TYPE_CHECKING:
    from sqlite_utils import Database

_PUT = """
    INSERT INTO notes (encounter_id, subjective, objective, assessment, plan, updated_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (encounter_id) DO UPDATE SET
        subjective = excluded.subjective, objective = excluded.objective,
        assessment = excluded.assessment, plan = excluded.plan, updated_at = excluded.updated_at
"""


def get(db: Database, encounter_id: int) -> Note:
    """An encounter's note, empty when none was written."""
    row = one_row(db, "SELECT * FROM notes WHERE encounter_id = ?", (encounter_id,))
    if row is None:
        return Note()
    return Note(row["subjective"], row["objective"], row["assessment"], row["plan"])


def put(db: Database, encounter_id: int, note: Note, now: datetime) -> None:
    """Keep an encounter's note; an empty one leaves no row behind."""
    if note == Note():
        db.execute("DELETE FROM notes WHERE encounter_id = ?", (encounter_id,))
        return
    db.execute(
        _PUT,
        (
            encounter_id,
            note.subjective,
            note.objective,
            note.assessment,
            note.plan,
            now.isoformat(),
        ),
    )
