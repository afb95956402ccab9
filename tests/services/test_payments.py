from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import PaymentMethod
from core.model.patient import Patient, PatientPayment
from core.services import encounters, patients, payments
from tests.support.practice import DAY


def paid(clinic, cents, **more):
    return PatientPayment(clinic.patient, DAY, cents, PaymentMethod.CHECK, **more)


def test_a_payment_is_kept_and_lowers_the_balance(clinic):
    kept = payments.take(clinic.p, paid(clinic, 2500, reference="No 12"))
    assert payments.list_for(clinic.p, clinic.patient) == (kept,)
    assert kept.recorded_at.utcoffset().total_seconds() == 0
    assert payments.balance(clinic.p, clinic.patient) == -2500


def test_a_reversal_is_the_exact_negative_and_leaves_the_first_entry(clinic):
    first = payments.take(clinic.p, paid(clinic, 2501))
    (event,) = clinic.audit_since(lambda: payments.reverse(clinic.p, first.id, "Bounced"))
    second, kept = payments.list_for(clinic.p, clinic.patient)
    assert kept == first
    assert (second.amount_cents, second.reverses_id, second.note) == (-2501, first.id, "Bounced")
    assert (event.action, event.object_id) == ("payment.reverse", second.id)
    assert payments.balance(clinic.p, clinic.patient) == 0


def test_a_payment_is_reversed_once_and_a_reversal_never(clinic):
    first = payments.take(clinic.p, paid(clinic, 2500))
    second = payments.reverse(clinic.p, first.id, "Bounced")
    for number in (first.id, second.id):
        with pytest.raises(UserProblem, match="taken back"):
            payments.reverse(clinic.p, number, "Again")
    with pytest.raises(InvalidInput, match="reason"):
        payments.reverse(clinic.p, first.id, "\x00 ")
    assert len(payments.list_for(clinic.p, clinic.patient)) == 2


@pytest.mark.parametrize(("change", "field"), [
    ({"amount_cents": 0}, "amount_cents"), ({"amount_cents": -1}, "amount_cents"),
    ({"amount_cents": 100_000_01}, "amount_cents"),
    ({"received_on": date(2026, 3, 11)}, "received_on"),
    ({"patient_id": 99}, "patient_id"), ({"encounter_id": 99}, "encounter_id"),
    ({"note": "x" * 201}, "note"),
])  # fmt: skip
def test_a_bad_payment_names_its_field_and_is_not_kept(clinic, change, field):
    with pytest.raises(InvalidInput) as problem:
        payments.take(clinic.p, replace(paid(clinic, 1), **change))
    assert problem.value.problems[0].field == field
    assert payments.list_for(clinic.p, clinic.patient) == ()


def test_a_payment_is_not_put_on_another_patients_session(clinic):
    other = patients.save(clinic.p, Patient("Mei", "Lin", date(1990, 1, 1)))
    record = encounters.new_session(clinic.p, other.id, DAY).record
    number = encounters.save(clinic.p, record).encounter_id
    with pytest.raises(InvalidInput, match="not one of the patient's"):
        payments.take(clinic.p, paid(clinic, 1, encounter_id=number))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 100_000_00), max_size=6), data=st.data())
def test_the_balance_is_charges_less_what_was_paid_and_not_taken_back(clinic, amounts, data):
    patient = patients.save(clinic.p, Patient("Mei", "Lin", date(1990, 1, 1)))
    fresh = encounters.new_session(clinic.p, patient.id, DAY).record
    record = replace(fresh, services=(Service("97110", 15),))
    encounters.save(clinic.p, record, complete=True)
    back = data.draw(st.sets(st.integers(0, 5)))
    owed = 6000
    for n, cents in enumerate(amounts):
        kept = payments.take(clinic.p, replace(paid(clinic, cents), patient_id=patient.id))
        if n in back:
            payments.reverse(clinic.p, kept.id, "Mistake")
        else:
            owed -= cents
    assert payments.balance(clinic.p, patient.id) == owed
