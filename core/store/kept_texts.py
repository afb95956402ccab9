"""What people typed and did not save, each person's own rows."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from core.model.kept_text import KeptField, KeptText
from core.store.rows import all_rows, insert, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT k.*, coalesce(p.last_name || ', ' || p.first_name, '') AS patient_name
    FROM kept_texts k LEFT JOIN patients p ON p.id = k.patient_id
    WHERE k.person_id = ? ORDER BY k.id
"""
_ADD = """
    INSERT INTO kept_texts (person_id, patient_id, form, record, title, fields, kept_at)
    VALUES (:person, :patient, :form, :record, :title, :fields, :at)
"""
_SET = """
    UPDATE kept_texts SET fields = :fields, title = :title, kept_at = :at
    WHERE id = :id AND person_id = :person AND form = :form AND record = :record
"""


def of_person(db: Database, person_id: int) -> tuple[KeptText, ...]:
    """A person's texts, the oldest first."""
    return tuple(
        KeptText(
            form=row["form"],
            record=row["record"],
            title=row["title"],
            fields={k: KeptField(*pair) for k, pair in json.loads(row["fields"]).items()},
            patient_id=row["patient_id"],
            id=row["id"],
            kept_at=to_moment(row["kept_at"]),
            patient_name=row["patient_name"],
        )
        for row in all_rows(db, _SELECT, (person_id,))
    )


def put(db: Database, person_id: int, text: KeptText, now: datetime) -> int:
    """Keep a text in place of its older self, or as a new row; returns the row's id."""
    values = {
        "id": text.id, "person": person_id, "patient": text.patient_id, "form": text.form,
        "record": text.record, "title": text.title,
        "fields": json.dumps({name: list(pair) for name, pair in text.fields.items()}),
        "at": now.isoformat(),
    }  # fmt: skip
    if text.id is not None and db.execute(_SET, values).rowcount:
        return text.id
    return insert(db, _ADD, values)


def remove(db: Database, person_id: int, number: int) -> bool:
    """Let go of a person's text; False when it is not there or somebody else's."""
    sql = "DELETE FROM kept_texts WHERE id = ? AND person_id = ?"
    return db.execute(sql, (number, person_id)).rowcount > 0
