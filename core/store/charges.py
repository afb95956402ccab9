"""Charges of completed encounters and what a patient owes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.charge import Charge
from core.store.rows import all_rows, scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO charges (
        encounter_id, position, code, modifiers, units, minutes, pointers,
        fee_cents, amount_cents, posted_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_BALANCE = """
    SELECT coalesce((
            SELECT sum(coalesce(c.amount_cents, 0))
            FROM encounters e JOIN charges c ON c.encounter_id = e.id
            WHERE e.patient_id = :patient AND e.state = 'complete'), 0)
        - coalesce((
            SELECT sum(amount_cents) FROM patient_payments WHERE patient_id = :patient), 0)
"""


def of_encounter(db: Database, encounter_id: int) -> tuple[Charge, ...]:
    """An encounter's charges in the order of its bill."""
    rows = all_rows(
        db, "SELECT * FROM charges WHERE encounter_id = ? ORDER BY position", (encounter_id,)
    )
    return tuple(
        Charge(
            code=row["code"],
            units=row["units"],
            fee_cents=row["fee_cents"],
            modifiers=tuple(row["modifiers"].split()),
            minutes=row["minutes"],
            pointers=row["pointers"],
        )
        for row in rows
    )


def put(db: Database, encounter_id: int, charges: tuple[Charge, ...], now: datetime) -> None:
    """Put an encounter's charges in place of the older ones."""
    db.execute("DELETE FROM charges WHERE encounter_id = ?", (encounter_id,))
    for position, charge in enumerate(charges, start=1):
        db.execute(_INSERT, (encounter_id, position, *_values(charge), now.isoformat()))


def balance(db: Database, patient_id: int) -> int:
    """Cents the patient owes: charges of completed encounters less payments."""
    return int(scalar(db, _BALANCE, {"patient": patient_id}))


def by_encounter(db: Database, patient_id: int) -> dict[int, int]:
    """Cents charged for each completed encounter, the oldest first; unknown fees count nothing."""
    rows = all_rows(
        db,
        "SELECT e.id, sum(coalesce(c.amount_cents, 0)) AS cents"
        " FROM encounters e JOIN charges c ON c.encounter_id = e.id"
        " WHERE e.patient_id = ? AND e.state = 'complete'"
        " GROUP BY e.id ORDER BY e.date, e.start_minute, e.id",
        (patient_id,),
    )
    return {row["id"]: row["cents"] for row in rows}


def fees_missing(db: Database, patient_id: int) -> bool:
    """Whether a completed encounter has a charge without a known fee."""
    return bool(
        scalar(
            db,
            "SELECT EXISTS (SELECT 1 FROM encounters e JOIN charges c ON c.encounter_id = e.id"
            " WHERE e.patient_id = ? AND e.state = 'complete' AND c.amount_cents IS NULL)",
            (patient_id,),
        )
    )


def _values(charge: Charge) -> tuple[object, ...]:
    return (
        charge.code,
        " ".join(charge.modifiers),
        charge.units,
        charge.minutes,
        charge.pointers,
        charge.fee_cents,
        charge.amount_cents,
    )
