"""Archived documents as lists show them, without their bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.patient_file import DocumentRow
from core.store.rows import all_rows, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT d.id, d.number, d.kind, d.layout, d.title, d.patient_id, d.pages, d.sha256,
        d.reason, d.created_at, d.created_by,
        (SELECT group_concat(encounter_id, ' ') FROM document_encounters
         WHERE document_id = d.id) AS encounters
    FROM documents d WHERE d.patient_id = ? ORDER BY d.number DESC
"""


def list_for(db: Database, patient_id: int) -> tuple[DocumentRow, ...]:
    """A patient's documents, the newest first."""
    return tuple(
        DocumentRow(
            id=row["id"],
            number=row["number"],
            kind=row["kind"],
            layout=row["layout"],
            title=row["title"],
            patient_id=row["patient_id"],
            encounter_ids=tuple(int(number) for number in (row["encounters"] or "").split()),
            pages=row["pages"],
            sha256=row["sha256"],
            reason=row["reason"],
            created_at=to_moment(row["created_at"]),
            created_by=row["created_by"],
        )
        for row in all_rows(db, _SELECT, (patient_id,))
    )
