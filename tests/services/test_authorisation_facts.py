"""What the engine is told of authorisations and visit limits, and what Today makes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.model.authorisation import Authorisation, CodeUnits, VisitLimit
from core.model.encounter import Service
from core.model.kinds import AuthorisationState, CoverageRank, Discipline, ProviderRole
from core.model.patient import Coverage, Patient
from core.model.practice import Payer, PayerProfile, Provider
from core.services import authorisations, encounters, patients, setup
from core.services.authorisation_work import authorisations_due
from tests.support.practice import DAY

APPROVED, REQUESTED = AuthorisationState.APPROVED, AuthorisationState.REQUESTED
PT, OT = Discipline.PT, Discipline.OT
FIRST = DAY - timedelta(20)


@pytest.fixture
def case(clinic):
    """A patient of a payer that wants therapy authorised, and an OT beside the PT."""
    profile = PayerProfile("cigna", date(2015, 1, 1))
    payer = setup.save_payer(clinic.p, Payer("Cigna", profiles=(profile,)))
    one = patients.save(clinic.p, Patient("Dmitri", "Volkov", date(1966, 4, 1)))
    cover = Coverage(one.id, payer.id, CoverageRank.PRIMARY, "U1", starts_on=date(2024, 1, 1))
    kept = patients.save_coverage(clinic.p, cover)
    made = setup.save_provider(clinic.p, Provider("Priya", "Raman", ProviderRole.OT))
    return Case(clinic, one.id, kept.id, made.id)


class Case:
    def __init__(self, clinic, patient, coverage, occupational):
        self.p, self.patient, self.coverage = clinic.p, patient, coverage
        self.physical, self.occupational = clinic.therapist, occupational

    def allow(self, **changes):
        made = Authorisation(self.patient, self.coverage, APPROVED, discipline=PT, number="A-1",
                             starts_on=FIRST, ends_on=DAY + timedelta(60), visits=12)  # fmt: skip
        return authorisations.save(self.p, replace(made, **changes))

    def limit(self, **changes):
        made = VisitLimit(self.coverage, (PT, OT), 20)
        return authorisations.save_limit(self.p, replace(made, **changes))

    def treat(self, day, *services, by=None, complete=True):
        record = encounters.new_session(self.p, self.patient, day, by or self.physical).record
        made = replace(record, services=services or (Service("97110", 30),))
        return encounters.save(self.p, made, complete=complete).encounter_id

    def facts(self, day=DAY, by=None):
        return encounters.new_session(self.p, self.patient, day, by or self.physical).facts

    def plan(self, day, by=None):
        return encounters.schedule(self.p, self.patient, day, None, by or self.physical)

    def due(self):
        return [(row.shortage.value, row.words) for row in authorisations_due(self.p, DAY)]


def ago(days):
    return DAY - timedelta(days)


def test_visits_before_count_once_a_day_and_only_in_its_days(case):
    case.allow()
    for day in (ago(21), ago(20), ago(3), ago(3), ago(1)):
        case.treat(day)
    found = case.facts().authorisation
    assert (found.visits, found.visits_left, found.number) == (12, 9, "A-1")


def test_an_older_session_sees_what_was_left_then(case):
    case.allow()
    first = case.treat(ago(10))
    case.treat(ago(5))
    assert encounters.open_session(case.p, first).facts.authorisation.visits_left == 12


def test_another_discipline_and_a_void_session_do_not_count(case):
    case.allow()
    case.treat(ago(4), Service("97535", 30), by=case.occupational)
    encounters.void(case.p, case.treat(ago(2)), "wrong patient")
    assert case.facts().authorisation.visits_left == 12


def test_one_for_every_discipline_counts_both_on_one_day(case):
    case.allow(discipline=None)
    case.treat(DAY)
    assert case.facts().authorisation.visits_left == 12  # a second session of the same visit
    assert case.facts(by=case.occupational).authorisation.visits_left == 11


def test_a_draft_is_a_visit_whose_units_are_not_billed_yet(case):
    case.allow(units=48)
    case.treat(ago(2), complete=False)
    found = case.facts().authorisation
    assert (found.visits_left, found.units_left) == (11, 48)


def test_units_are_those_of_the_bills_in_all_and_by_code(case):
    case.allow(units=48, codes=(CodeUnits("97110", 24), CodeUnits("97140")))
    case.treat(ago(2), Service("97110", 30), Service("97140", 15), Service("97112", 15))
    found = case.facts().authorisation
    assert (found.units_left, dict(found.code_units_left)) == (45, {"97110": 22})
    assert found.codes == ("97110", "97140")


def test_a_second_session_of_the_day_sees_the_firsts_units(case):
    case.allow(units=48)
    case.treat(DAY)
    assert case.facts().authorisation.units_left == 46


@pytest.mark.parametrize(("day", "on_file"), [(19, True), (20, True), (21, True)])
def test_the_one_that_covers_the_day_is_taken_before_an_older_one(case, day, on_file):
    case.allow(number="OLD", starts_on=ago(90), ends_on=ago(21))
    case.allow()
    wanted = "OLD" if day > 20 else "A-1"
    found = case.facts(ago(day)).authorisation
    assert (found.number, found.on_file) == (wanted, on_file)


def test_after_its_last_day_nothing_is_told_to_be_left(case):
    case.allow(ends_on=ago(1))
    found = case.facts().authorisation
    assert (found.until, found.visits_left) == (ago(1), None)
    bill = encounters.bill_of(case.p, case.treat(DAY))
    assert [one.severity.value for one in bill.alerts if one.id == "authorisation"] == ["error"]


def test_a_request_is_told_beside_the_one_that_ended(case):
    case.allow(ends_on=ago(1))
    case.allow(state=REQUESTED, number="", starts_on=DAY)
    assert case.facts().authorisation.state is REQUESTED


def test_none_on_file_is_known_and_flagged_where_the_payer_wants_one(case):
    assert case.facts().authorisation.on_file is False
    bill = encounters.bill_of(case.p, case.treat(DAY))
    (alert,) = [one for one in bill.alerts if one.id == "authorisation"]
    assert alert.message.startswith("Cigna wants therapy authorised and no authorisation")


def test_a_self_payer_has_neither(case):
    one = patients.save(case.p, Patient("Beatrix", "Quist", date(1972, 1, 1)))
    found = encounters.new_session(case.p, one.id, DAY, case.physical).facts
    assert (found.authorisation, found.visit_limit, found.visits_used) == (None, None, None)


def test_a_limit_counts_the_years_visits_of_its_disciplines_and_those_elsewhere(case):
    case.limit(used_elsewhere=5, looked_up_on=DAY)
    case.treat(date(2025, 12, 30))
    case.treat(ago(9))
    case.treat(ago(9), Service("97535", 30), by=case.occupational)
    found = case.facts()
    assert (found.visits_used, found.visit_limit.visits) == (7, 20)
    assert found.visit_limit.looked_up_on == DAY


def test_a_benefit_year_may_begin_in_another_month(case):
    case.limit(year_month=7, used_elsewhere=5, looked_up_on=date(2025, 6, 30))
    case.treat(date(2025, 6, 30))
    case.treat(date(2025, 7, 1))
    found = case.facts()
    assert (found.visits_used, found.visit_limit.since) == (1, date(2025, 7, 1))
    assert found.visit_limit.looked_up_on is None  # that was asked for the year before


def test_the_bill_counts_against_the_limit(case):
    case.limit(visits=1)
    case.allow()
    case.treat(ago(1))
    bill = encounters.bill_of(case.p, case.treat(DAY))
    (alert,) = [one for one in bill.alerts if one.id == "authorisation"]
    assert alert.message.endswith("this is visit 2.")


def test_today_lists_who_is_planned_without_one(case):
    case.plan(DAY)
    assert case.due() == [("missing", "No authorisation")]
    case.allow()
    assert case.due() == []


def test_today_looks_a_week_ahead_and_no_further(case):
    case.plan(DAY + timedelta(7))
    assert case.due() == []
    case.plan(DAY + timedelta(6))
    assert case.due() == [("missing", "No authorisation")]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"visits": 2}, ("missing", "Visits used up")),
        ({"visits": 3}, ("short", "Last authorised visit")),
        ({"visits": 5}, ("short", "2 more authorised")),
        ({"visits": 6}, None),
        ({"units": 4}, ("missing", "Units used up")),
        ({"ends_on": DAY}, ("short", "Authorisation ends")),
        ({"ends_on": DAY - timedelta(1)}, ("missing", "Authorisation ended")),
        ({"state": REQUESTED}, ("missing", "Not authorised yet")),
        ({"state": AuthorisationState.DENIED}, ("missing", "Authorisation denied")),
    ],
)
def test_today_says_how_the_authorisation_stands(case, changes, wanted):
    case.treat(ago(8))
    case.treat(ago(4))
    case.allow(**changes)
    case.plan(DAY)
    assert case.due() == ([wanted] if wanted else [])


def test_visits_planned_earlier_in_the_week_are_taken_into_account(case):
    case.allow(visits=1)
    for ahead in (0, 2):
        case.plan(DAY + timedelta(ahead))
    assert case.due() == [("missing", "Visits used up")]


def test_today_names_a_limit_that_is_reached(case):
    case.allow(visits=40)
    case.limit(visits=10, used_elsewhere=9, looked_up_on=DAY)
    case.plan(DAY)
    assert case.due() == [("short", "Visit 10 of 10 a year")]
    case.treat(ago(1))
    assert case.due() == [("missing", "Visit limit reached")]
