"""Every date that is kept lies in a year a practice can have."""

from datetime import date

import pytest

from core.errors import InvalidInput
from core.model.kinds import CoverageRank, Discipline, PaymentMethod
from core.model.patient import Coverage, PatientPayment, PlanOfCare
from core.model.practice import Fee, Payer, PayerProfile
from core.services import encounters, patients, payments, setup
from tests.support.practice import DAY

SECOND = CoverageRank.SECONDARY


def payment(c, day):
    payments.take(c.p, PatientPayment(c.patient, day, 500, PaymentMethod.CARD))


def coverage_start(c, day):
    patients.save_coverage(c.p, Coverage(c.patient, c.commercial, SECOND, "U1", starts_on=day))


def coverage_end(c, day):
    patients.save_coverage(c.p, Coverage(c.patient, c.commercial, SECOND, "U1", ends_on=day))


def fee_start(c, day):
    setup.save_fee(c.p, Fee("97112", 100, day))


def fee_end(c, day):
    setup.save_fee(c.p, Fee("97112", 100, DAY, ends_on=day))


def profile_start(c, day):
    setup.save_payer(c.p, Payer("Prairie", profiles=(PayerProfile("cash", day),)))


def plan_start(c, day):
    patients.save_plan_of_care(c.p, PlanOfCare(c.patient, Discipline.PT, day))


def plan_certified(c, day):
    patients.save_plan_of_care(c.p, PlanOfCare(c.patient, Discipline.PT, DAY, certified_on=day))


def planned_visit(c, day):
    encounters.schedule(c.p, c.patient, day, None, c.therapist)


EARLY, LATE = date(24, 1, 1), date(2101, 1, 1)


@pytest.mark.parametrize(("keep", "day", "field"), [
    (payment, EARLY, "received_on"), (payment, date(1899, 12, 31), "received_on"),
    (coverage_start, EARLY, "starts_on"), (coverage_start, LATE, "starts_on"),
    (coverage_end, LATE, "ends_on"),
    (fee_start, EARLY, "starts_on"), (fee_start, LATE, "starts_on"), (fee_end, LATE, "ends_on"),
    (profile_start, EARLY, "profiles"), (profile_start, LATE, "profiles"),
    (plan_start, LATE, "starts_on"), (plan_certified, EARLY, "certified_on"),
    (planned_visit, LATE, "date"), (planned_visit, date(9999, 1, 1), "date"),
])  # fmt: skip
def test_a_day_outside_1900_to_2100_names_its_field(clinic, keep, day, field):
    with pytest.raises(InvalidInput, match="1900 to 2100") as problem:
        keep(clinic, day)
    assert problem.value.problems[0].field == field


@pytest.mark.parametrize(("keep", "day"), [
    (payment, date(1900, 1, 1)), (coverage_start, date(1900, 1, 1)),
    (coverage_end, date(2100, 12, 31)), (fee_start, date(2100, 12, 31)),
    (planned_visit, date(2100, 12, 31)),
])  # fmt: skip
def test_the_edges_are_kept(clinic, keep, day):
    keep(clinic, day)


def test_a_setting_loses_what_no_text_can_hold(clinic):
    setup.set_setting(clinic.p, "footer", "a\ud800b\0c\nd")
    assert setup.get_setting(clinic.p, "footer") == "abc\nd"
