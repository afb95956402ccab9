"""Patient payments: appended, reversed by a second entry, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.kinds import PaymentMethod
from core.model.patient import PatientPayment
from core.store.rows import Row, all_rows, insert, one_row, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO patient_payments (
        patient_id, encounter_id, received_on, amount_cents, method,
        reference, note, reverses_id, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def list_for(db: Database, patient_id: int) -> tuple[PatientPayment, ...]:
    """A patient's payments, the newest first."""
    rows = all_rows(
        db,
        "SELECT * FROM patient_payments WHERE patient_id = ? ORDER BY received_on DESC, id DESC",
        (patient_id,),
    )
    return tuple(_to_payment(row) for row in rows)


def get(db: Database, payment_id: int) -> PatientPayment | None:
    """One payment, or None."""
    row = one_row(db, "SELECT * FROM patient_payments WHERE id = ?", (payment_id,))
    return _to_payment(row) if row else None


def reversal_of(db: Database, payment_id: int) -> int | None:
    """The entry that reversed a payment, or None."""
    found: int | None = scalar(
        db, "SELECT id FROM patient_payments WHERE reverses_id = ?", (payment_id,)
    )
    return found


def append(db: Database, payment: PatientPayment, now: datetime) -> PatientPayment:
    """Keep a new entry."""
    number = insert(
        db,
        _INSERT,
        (
            payment.patient_id,
            payment.encounter_id,
            payment.received_on.isoformat(),
            payment.amount_cents,
            payment.method.value,
            payment.reference,
            payment.note,
            payment.reverses_id,
            now.isoformat(),
        ),
    )
    return replace(payment, id=number, recorded_at=now)


def _to_payment(row: Row) -> PatientPayment:
    return PatientPayment(
        patient_id=row["patient_id"],
        received_on=date.fromisoformat(row["received_on"]),
        amount_cents=row["amount_cents"],
        method=PaymentMethod(row["method"]),
        id=row["id"],
        encounter_id=row["encounter_id"],
        reference=row["reference"],
        note=row["note"],
        reverses_id=row["reverses_id"],
        recorded_at=to_moment(row["recorded_at"]),
    )
