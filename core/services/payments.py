"""Money from patients: taken, given back by a second entry, never erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.kinds import EncounterState
from core.model.patient import PatientPayment
from core.model.permissions import Permission
from core.services import access
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.store import charges, encounters, patients
from core.store import payments as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

MOST_CENTS = 100_000_00


@needs(Permission.PAYMENTS_WRITE)
def take(p: OpenPractice, payment: PatientPayment) -> PatientPayment:
    """Record money a patient paid."""
    clean = _checked(p, payment)
    with change(p, "payment.take", "payment") as work:
        kept = table.append(work.db, clean, work.now)
        work.object_id, work.patient_id = kept.id, kept.patient_id
        work.detail |= {"amount_cents": kept.amount_cents, "method": kept.method.value}
    return kept


@needs(Permission.PAYMENTS_WRITE)
def reverse(p: OpenPractice, payment_id: int, reason: str) -> PatientPayment:
    """Take a payment back by the exact negative entry, once; the first entry stays."""
    form = Form()
    why = form.line("reason", "The reason", reason, needed=True)
    form.done()
    db = p.file.db
    first = table.get(db, payment_id)
    if first is None:
        raise UserProblem("This payment is not in the practice file.")
    if first.reverses_id is not None:
        raise UserProblem("This entry takes a payment back and cannot itself be taken back.")
    if table.reversal_of(db, payment_id) is not None:
        raise UserProblem("This payment was taken back already.")
    negative = replace(
        first,
        id=None,
        received_on=p.clock.today(),
        amount_cents=-first.amount_cents,
        note=why,
        reverses_id=payment_id,
    )
    with change(p, "payment.reverse", "payment") as work:
        kept = table.append(work.db, negative, work.now)
        work.object_id, work.patient_id = kept.id, kept.patient_id
        work.detail |= {"amount_cents": kept.amount_cents, "reverses": payment_id}
    return kept


@needs(Permission.PAYMENTS_READ)
def list_for(p: OpenPractice, patient_id: int) -> tuple[PatientPayment, ...]:
    """A patient's payments, the newest first."""
    access.require_reach(p, Permission.PAYMENTS_READ, patient_id, "payments.list_for")
    return table.list_for(p.file.db, patient_id)


@needs(Permission.PAYMENTS_READ)
def balance(p: OpenPractice, patient_id: int) -> int:
    """Cents the patient owes; negative when more was paid than charged."""
    access.require_reach(p, Permission.PAYMENTS_READ, patient_id, "payments.balance")
    return charges.balance(p.file.db, patient_id)


def _checked(p: OpenPractice, payment: PatientPayment) -> PatientPayment:
    form, db = Form(), p.file.db
    if not 0 < payment.amount_cents <= MOST_CENTS:
        form.problem("amount_cents", "A payment is more than $0.00 and at most $100,000.00.")
    form.days(received_on=payment.received_on)
    if payment.received_on > p.clock.today():
        form.problem("received_on", "The payment's date lies in the future.")
    if patients.get(db, payment.patient_id) is None:
        form.problem("patient_id", "This patient is not in the practice file.")
    if payment.encounter_id is not None:
        standing = encounters.standing(db, payment.encounter_id)
        if standing is None or standing.patient_id != payment.patient_id:
            form.problem("encounter_id", "This session is not one of the patient's.")
        elif standing.state is EncounterState.VOID:
            form.problem(
                "encounter_id",
                "This session is void and costs nothing. Take the payment for another session,"
                " or on account.",
            )
    clean = replace(
        payment,
        id=None,
        reverses_id=None,
        reference=form.line("reference", "The reference", payment.reference),
        note=form.line("note", "The note", payment.note),
    )
    form.done()
    return clean
