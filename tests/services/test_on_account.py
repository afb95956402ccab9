"""Money paid for no visit in particular stands on the superbill, and its balance is right."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.model.account import spread
from core.model.encounter import Service
from core.model.kinds import PaymentMethod
from core.model.patient import Patient, PatientPayment
from core.services import encounters, patients, payments, printing
from tests.support.practice import DAY

EARLY, LATE = date(2026, 3, 3), DAY


@pytest.fixture
def patient_id(clinic):
    return patients.save(clinic.p, Patient("Ann", "Marsh", date(1980, 1, 1))).id


def visit(clinic, patient_id, day):
    """One unit of 97110 at $60.00."""
    record = encounters.new_session(clinic.p, patient_id, day).record
    filled = replace(record, services=(Service("97110", 15),))
    return encounters.save(clinic.p, filled, complete=True).encounter_id


def pay(clinic, patient_id, cents, day=LATE, encounter_id=None):
    return payments.take(
        clinic.p,
        PatientPayment(patient_id, day, cents, PaymentMethod.CARD, encounter_id=encounter_id),
    )


def paper(clinic, patient_id, *visits, layout="superbill"):
    body = printing.superbill(clinic.p, patient_id, visits, layout).body
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    return " ".join(page.extract_text() for page in pages).replace("\n", " ")


def test_money_on_account_pays_the_oldest_visit_first(clinic, patient_id):
    first, second = (visit(clinic, patient_id, day) for day in (EARLY, LATE))
    pay(clinic, patient_id, 10000)
    assert "03/10/2026 On account: Card 60.00" in paper(clinic, patient_id, first)
    assert "Balance due $0.00" in paper(clinic, patient_id, first)
    assert "On account: Card 40.00" in paper(clinic, patient_id, second)
    assert "Balance due $20.00" in paper(clinic, patient_id, second)
    both = paper(clinic, patient_id, first, second)
    assert "On account: Card 100.00" in both
    assert "Balance due $20.00" in both
    assert "on account: Card $100.00" in paper(clinic, patient_id, first, second, layout="cms1500")
    assert payments.balance(clinic.p, patient_id) == 2000


def test_money_for_a_visit_goes_first_and_only_the_rest_is_taken_from_the_account(
    clinic, patient_id
):
    only = visit(clinic, patient_id, EARLY)
    pay(clinic, patient_id, 2500, EARLY, only)
    pay(clinic, patient_id, 10000)
    said = paper(clinic, patient_id, only)
    assert "03/03/2026 Card 25.00 03/10/2026 On account: Card 35.00" in said
    assert "Balance due $0.00" in said


def test_money_taken_back_pays_nothing(clinic, patient_id):
    only = visit(clinic, patient_id, EARLY)
    payments.reverse(clinic.p, pay(clinic, patient_id, 6000).id, "Bounced")
    assert "Balance due $60.00" in paper(clinic, patient_id, only)


def test_money_for_a_visit_that_became_void_is_on_account(clinic, patient_id):
    wrong, right = (visit(clinic, patient_id, day) for day in (EARLY, LATE))
    pay(clinic, patient_id, 6000, encounter_id=wrong)
    encounters.void(clinic.p, wrong, "entered twice")
    assert "On account: Card 60.00" in paper(clinic, patient_id, right)


def test_no_payment_is_taken_for_a_void_session(clinic, patient_id):
    wrong = visit(clinic, patient_id, EARLY)
    encounters.void(clinic.p, wrong, "entered twice")
    with pytest.raises(InvalidInput, match="void") as problem:
        pay(clinic, patient_id, 6000, encounter_id=wrong)
    assert problem.value.field == "encounter_id"


cents = st.integers(1, 50_000)


@given(st.lists(st.integers(-100, 50_000), max_size=6), st.lists(cents, max_size=6))
def test_shares_never_pass_what_is_owed_or_paid_and_use_up_the_smaller(open_cents, paid):
    owed = dict(enumerate(open_cents, start=1))
    money = [
        PatientPayment(1, DAY, amount, PaymentMethod.CASH, id=n) for n, amount in enumerate(paid)
    ]
    shares = spread(owed, money)
    for number, left in owed.items():
        assert sum(c for _, visit, c in shares if visit == number) <= max(left, 0)
    for payment in money:
        assert sum(c for one, _, c in shares if one is payment) <= payment.amount_cents
    every = sum(max(left, 0) for left in open_cents)
    assert sum(c for _, _, c in shares) == min(every, sum(paid))
    assert all(c > 0 for _, _, c in shares)
