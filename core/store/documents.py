"""Documents as they were handed out: the very bytes, their hash and the visits on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.model.patient_file import DocumentRow
from core.store.rows import Row, all_rows, insert, one_row, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

FIRST_NUMBER = 1001
_ROW = """
    SELECT d.id, d.number, d.kind, d.layout, d.title, d.patient_id, d.reason, d.pages, d.sha256,
        d.created_at, d.created_by,
        (SELECT group_concat(encounter_id, ' ') FROM
            (SELECT encounter_id FROM document_encounters
             WHERE document_id = d.id ORDER BY encounter_id)) AS encounter_ids
    FROM documents d
"""
_INSERT = """
    INSERT INTO documents (
        number, kind, layout, title, patient_id, reason, pages, sha256, body,
        created_at, created_by)
    VALUES (
        :number, :kind, :layout, :title, :patient_id, :reason, :pages, :sha256, :body,
        :created_at, :created_by)
"""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document about to be kept."""

    number: int
    kind: str
    layout: str
    title: str
    patient_id: int
    encounter_ids: tuple[int, ...]
    reason: str
    pages: int
    sha256: str
    body: bytes


def next_number(db: Database) -> int:
    """The number the next document carries; no number is given twice, removed ones neither."""
    sql = """SELECT max(coalesce((SELECT max(number) FROM documents), 0),
                        coalesce((SELECT max(last_document) FROM removals), 0))"""
    return max(int(scalar(db, sql)) + 1, FIRST_NUMBER)


def put(db: Database, document: NewDocument, now: datetime, actor: str) -> int:
    """Keep a document and the encounters on it; nothing of it ever changes."""
    values: Row = {
        "number": document.number,
        "kind": document.kind,
        "layout": document.layout,
        "title": document.title,
        "patient_id": document.patient_id,
        "reason": document.reason,
        "pages": document.pages,
        "sha256": document.sha256,
        "body": document.body,
        "created_at": now.isoformat(),
        "created_by": actor,
    }
    document_id = insert(db, _INSERT, values)
    for encounter_id in document.encounter_ids:
        db.execute(
            "INSERT INTO document_encounters (document_id, encounter_id) VALUES (?, ?)",
            (document_id, encounter_id),
        )
    return document_id


def get(db: Database, document_id: int) -> DocumentRow | None:
    """One document without its body, or None."""
    row = one_row(db, _ROW + " WHERE d.id = ?", (document_id,))
    return _to_row(row) if row else None


def numbered(db: Database, number: int) -> DocumentRow | None:
    """The document that carries a number, or None."""
    row = one_row(db, _ROW + " WHERE d.number = ?", (number,))
    return _to_row(row) if row else None


def body(db: Database, document_id: int) -> bytes | None:
    """A document's bytes, or None."""
    found = scalar(db, "SELECT body FROM documents WHERE id = ?", (document_id,))
    return None if found is None else bytes(found)


def list_for(db: Database, patient_id: int) -> tuple[DocumentRow, ...]:
    """A patient's documents, the newest first."""
    rows = all_rows(
        db, _ROW + " WHERE d.patient_id = ? ORDER BY d.created_at DESC, d.id DESC", (patient_id,)
    )
    return tuple(_to_row(row) for row in rows)


def _to_row(row: Row) -> DocumentRow:
    return DocumentRow(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        layout=row["layout"],
        title=row["title"],
        patient_id=row["patient_id"],
        encounter_ids=tuple(int(number) for number in (row["encounter_ids"] or "").split()),
        pages=row["pages"],
        sha256=row["sha256"],
        reason=row["reason"],
        created_at=to_moment(row["created_at"]),
        created_by=row["created_by"],
    )
