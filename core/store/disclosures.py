"""The disclosure log: rows are only added; one entered in error is marked, and stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.disclosure import Disclosure, Way
from core.store.rows import Row, all_rows, insert, one_row, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO disclosures (
        patient_id, disclosed_on, recipient, address, fax, what, purpose, way, document_id,
        person_id, recorded_by, recorded_at)
    VALUES (
        :patient_id, :disclosed_on, :recipient, :address, :fax, :what, :purpose, :way,
        :document_id, :person_id, :recorded_by, :recorded_at)
"""


def add(db: Database, one: Disclosure, person_id: int, actor: str, now: datetime) -> int:
    """Keep a disclosure; returns the row's id."""
    values: Row = {
        "patient_id": one.patient_id,
        "disclosed_on": one.disclosed_on.isoformat(),
        "recipient": one.recipient,
        "address": one.address,
        "fax": one.fax,
        "what": one.what,
        "purpose": one.purpose,
        "way": one.way.value,
        "document_id": one.document_id,
        "person_id": person_id,
        "recorded_by": actor,
        "recorded_at": now.isoformat(),
    }
    return insert(db, _INSERT, values)


def take_back(db: Database, number: int, reason: str, actor: str, now: datetime) -> None:
    """Mark a disclosure as entered in error."""
    db.execute(
        "UPDATE disclosures SET taken_back = ?, taken_back_by = ?, taken_back_at = ? WHERE id = ?",
        (reason, actor, now.isoformat(), number),
    )


def get(db: Database, number: int) -> Disclosure | None:
    """One disclosure, or None."""
    row = one_row(db, "SELECT * FROM disclosures WHERE id = ?", (number,))
    return _to_disclosure(row) if row else None


def list_for(
    db: Database, patient_id: int, first: date | None = None, last: date | None = None
) -> tuple[Disclosure, ...]:
    """A patient's disclosures from day to day, newest first; both days count."""
    rows = all_rows(
        db,
        """SELECT * FROM disclosures WHERE patient_id = :patient
           AND (:first IS NULL OR disclosed_on >= :first)
           AND (:last IS NULL OR disclosed_on <= :last)
           ORDER BY disclosed_on DESC, id DESC""",
        {
            "patient": patient_id,
            "first": first.isoformat() if first else None,
            "last": last.isoformat() if last else None,
        },
    )
    return tuple(_to_disclosure(row) for row in rows)


def _to_disclosure(row: Row) -> Disclosure:
    return Disclosure(
        id=row["id"],
        patient_id=row["patient_id"],
        disclosed_on=date.fromisoformat(row["disclosed_on"]),
        recipient=row["recipient"],
        address=row["address"],
        fax=row["fax"],
        what=row["what"],
        purpose=row["purpose"],
        way=Way(row["way"]),
        document_id=row["document_id"],
        recorded_at=to_moment(row["recorded_at"]),
        recorded_by=row["recorded_by"],
        taken_back=row["taken_back"] or "",
    )
