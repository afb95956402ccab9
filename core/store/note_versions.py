"""The note of an encounter as each save kept it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.note_help import NoteVersion
from core.model.session import Note
from core.store.rows import Row, all_rows, insert, one_row, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = "SELECT * FROM note_versions WHERE encounter_id = ?"
_INSERT = """
    INSERT INTO note_versions
        (encounter_id, version, subjective, objective, assessment, plan, kept_at, kept_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def add(db: Database, encounter_id: int, version: int, note: Note, who: str, now: datetime) -> None:
    """Keep a note as this save has it; one that is as it was before adds nothing."""
    row = one_row(db, f"{_SELECT} ORDER BY version DESC LIMIT 1", (encounter_id,))
    before = _to_version(row).note if row else Note()
    if note == before:
        return
    values = (
        encounter_id, version, note.subjective, note.objective, note.assessment, note.plan,
        now.isoformat(), who,
    )  # fmt: skip
    insert(db, _INSERT, values)


def of_encounter(db: Database, encounter_id: int) -> tuple[NoteVersion, ...]:
    """Every version, the newest first."""
    rows = all_rows(db, f"{_SELECT} ORDER BY version DESC", (encounter_id,))
    return tuple(_to_version(row) for row in rows)


def _to_version(row: Row) -> NoteVersion:
    note = Note(row["subjective"], row["objective"], row["assessment"], row["plan"])
    return NoteVersion(row["version"], note, to_moment(row["kept_at"]), row["kept_by"])
