"""What a record's term is counted from, and legal holds on records."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.retention import LegalHold, RecordDates
from core.store.rows import insert, one_row, scalar, to_day, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

# A planned visit counts with its day: whoever is to come is a patient still.
_LAST = """
    SELECT max(day) FROM (
        SELECT max(date) AS day FROM encounters WHERE patient_id = :id AND state <> 'void'
        UNION ALL SELECT max(received_on) FROM patient_payments WHERE patient_id = :id
    )
"""


def dates_of(db: Database, patient_id: int) -> RecordDates | None:
    """The days that a patient's term is counted from, or None for nobody."""
    row = one_row(db, "SELECT birth_date, created_at FROM patients WHERE id = ?", (patient_id,))
    if row is None:
        return None
    disclosed = "SELECT max(disclosed_on) FROM disclosures WHERE patient_id = ?"
    return RecordDates(
        born=date.fromisoformat(row["birth_date"]),
        created_on=to_moment(row["created_at"]).date(),
        last_service=to_day(scalar(db, _LAST, {"id": patient_id})),
        last_disclosure=to_day(scalar(db, disclosed, (patient_id,))),
    )


def hold_of(db: Database, patient_id: int) -> LegalHold | None:
    """The legal hold that stands on a record, or None."""
    row = one_row(
        db, "SELECT * FROM legal_holds WHERE patient_id = ? AND lifted_at IS NULL", (patient_id,)
    )
    return LegalHold(row["reason"], to_moment(row["set_at"]), row["set_by"]) if row else None


def hold(db: Database, patient_id: int, reason: str, actor: str, now: datetime) -> int:
    """Put a record under a legal hold; returns the row's id."""
    return insert(
        db,
        "INSERT INTO legal_holds (patient_id, reason, set_at, set_by) VALUES (?, ?, ?, ?)",
        (patient_id, reason, now.isoformat(), actor),
    )


def lift(db: Database, patient_id: int, why: str, actor: str, now: datetime) -> None:
    """End the hold; its row stays."""
    db.execute(
        "UPDATE legal_holds SET lifted_at = ?, lifted_by = ?, lifted_why = ?"
        " WHERE patient_id = ? AND lifted_at IS NULL",
        (now.isoformat(), actor, why, patient_id),
    )
