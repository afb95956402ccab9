"""Papers from outside, kept with a patient inside the practice file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.patient_uploads import Upload, UploadKind
from core.store.rows import Row, all_rows, insert, one_row, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS = """
    id, patient_id, kind, title, dated_on, media, size, sha256, recorded_at, recorded_by,
    withdrawn_why
"""
_INSERT = """
    INSERT INTO patient_files (
        patient_id, kind, title, dated_on, media, size, sha256, body, recorded_at, recorded_by)
    VALUES (
        :patient_id, :kind, :title, :dated_on, :media, :size, :sha256, :body, :at, :by)
"""


def of_patient(db: Database, patient_id: int) -> tuple[Upload, ...]:
    """A patient's papers, the latest first, without those withdrawn."""
    rows = all_rows(
        db,
        f"SELECT {_COLUMNS} FROM patient_files WHERE patient_id = ? AND withdrawn_at IS NULL"  # noqa: S608 - our own columns
        " ORDER BY dated_on DESC, id DESC",
        (patient_id,),
    )
    return tuple(_to_upload(row) for row in rows)


def get(db: Database, file_id: int) -> Upload | None:
    """One paper without its bytes, or None."""
    row = one_row(db, f"SELECT {_COLUMNS} FROM patient_files WHERE id = ?", (file_id,))  # noqa: S608 - our own columns
    return _to_upload(row) if row else None


def body(db: Database, file_id: int) -> bytes | None:
    """A paper's bytes, or None."""
    found = scalar(db, "SELECT body FROM patient_files WHERE id = ?", (file_id,))
    return None if found is None else bytes(found)


def put(db: Database, one: Upload, content: bytes, now: datetime, actor: str) -> Upload:
    """Keep a paper; its bytes never change."""
    values: Row = {
        "patient_id": one.patient_id,
        "kind": one.kind.value,
        "title": one.title,
        "dated_on": one.dated_on.isoformat(),
        "media": one.media,
        "size": one.size,
        "sha256": one.sha256,
        "body": content,
        "at": now.isoformat(),
        "by": actor,
    }
    return replace(one, id=insert(db, _INSERT, values), added_at=now, added_by=actor)


def same_bytes(db: Database, patient_id: int, sha256: str) -> Upload | None:
    """A paper of the patient with the same bytes that still stands, or None."""
    found = (one for one in of_patient(db, patient_id) if one.sha256 == sha256)
    return next(found, None)


def withdraw(db: Database, file_id: int, why: str, now: datetime, actor: str) -> None:
    """Take a paper off the list; it stays in the file with the reason."""
    db.execute(
        "UPDATE patient_files SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ?"
        " WHERE id = ?",
        (now.isoformat(), actor, why, file_id),
    )


def _to_upload(row: Row) -> Upload:
    return Upload(
        patient_id=row["patient_id"],
        kind=UploadKind(row["kind"]),
        dated_on=date.fromisoformat(row["dated_on"]),
        id=row["id"],
        title=row["title"],
        media=row["media"],
        size=row["size"],
        sha256=row["sha256"],
        added_at=to_moment(row["recorded_at"]),
        added_by=row["recorded_by"],
        withdrawn_why=row["withdrawn_why"],
    )
