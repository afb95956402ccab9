"""Authorisations, visit limits, plans of care, progress reports and timely filing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.library.rulebook import load_rulebook
from core.model.facts import AuthorisationFacts, PlanFacts
from core.model.kinds import Discipline, Severity
from core.rules.parameters import Confidence, DatedValue, Parameter
from tests.rules.money import DAY, bill_of_units, ids, unchecked

FIRST = date(2026, 1, 5)


def flagged(id: str, **facts) -> bool:
    return id in ids(bill_of_units({"97110": 2}, **facts))


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (AuthorisationFacts(since=DAY, until=DAY), False),
        (AuthorisationFacts(since=DAY + timedelta(days=1)), True),
        (AuthorisationFacts(until=DAY - timedelta(days=1)), True),
        (AuthorisationFacts(visits_left=1), False),
        (AuthorisationFacts(visits_left=0), True),
        (AuthorisationFacts(units_left=2), False),
        (AuthorisationFacts(units_left=1), True),
    ],
)
def test_a_visit_outside_the_authorisation_is_flagged(facts, wanted):
    assert flagged("authorisation", payer="medi-cal", authorisation=facts) is wanted


def test_a_payer_that_wants_an_authorisation_is_named_when_none_is_given():
    found = bill_of_units({"97110": 1}, payer="medi-cal")
    assert "authorisation" not in ids(found)
    assert "authorisation (not given; Medi-Cal wants one)" in unchecked(found)
    assert "authorisation" not in unchecked(bill_of_units({"97110": 1}, payer="cash"))


def book_with_limit(visits: int):
    book = load_rulebook()
    value = DatedValue(FIRST, None, visits, "visits a year", "The practice's own", Confidence.HIGH)
    aetna = book.profiles["aetna"]
    own = {**aetna.parameters, "visit_limit": Parameter("visit_limit", (value,))}
    profiles = {**book.profiles, "aetna": replace(aetna, parameters=own)}
    return replace(book, profiles=profiles, _days={})


@pytest.mark.parametrize(("used", "wanted"), [(19, False), (20, True)])
def test_a_visit_beyond_the_payers_limit_is_flagged(used, wanted):
    book = book_with_limit(20)
    found = bill_of_units({"97110": 1}, book, payer="aetna", visits_used=used)
    assert ("authorisation" in ids(found)) is wanted
    open_ = bill_of_units({"97110": 1}, book, payer="aetna")
    assert "visits_used not given" in unchecked(open_)


@pytest.mark.parametrize(
    ("plan", "last"),
    [
        # Unsigned: 30 days from the first treatment.
        (PlanFacts(FIRST), date(2026, 2, 4)),
        (PlanFacts(FIRST, order_on_file=True), date(2026, 2, 4)),
        (PlanFacts(FIRST, sent_on=FIRST), date(2026, 2, 4)),
        # The signed order stands in for the first signature only: 90 days.
        (PlanFacts(FIRST, order_on_file=True, sent_on=date(2026, 2, 4)), date(2026, 4, 5)),
        (PlanFacts(FIRST, order_on_file=True, sent_on=date(2026, 2, 5)), date(2026, 2, 4)),
        # Certified or recertified: to its own end.
        (PlanFacts(FIRST, certified_to=date(2026, 3, 31)), date(2026, 3, 31)),
        (PlanFacts(certified_to=date(2026, 3, 31)), date(2026, 3, 31)),
    ],
)
def test_the_plan_is_certified_to_its_last_day_and_no_longer(plan, last):
    assert not flagged("certification", plan=plan, date=last)
    assert flagged("certification", plan=plan, date=last + timedelta(days=1))


def test_the_signed_order_helps_from_2025_on():
    def plan(year: int) -> PlanFacts:
        return PlanFacts(date(year, 1, 5), order_on_file=True, sent_on=date(year, 1, 6))

    assert flagged("certification", plan=plan(2024), date=date(2024, 3, 1))
    assert not flagged("certification", plan=plan(2025), date=date(2025, 3, 1))


def test_an_advantage_plan_is_not_given_the_signed_order_for_a_signature():
    plan = PlanFacts(FIRST, order_on_file=True, sent_on=FIRST)
    bill = bill_of_units({"97110": 1}, payer="medicare-advantage", plan=plan, date=date(2026, 2, 5))
    (alert,) = [one for one in bill.alerts if one.id == "certification"]
    assert "ask the payer" in alert.fix
    assert "may differ" in alert.cite


@pytest.mark.parametrize(
    ("days", "severity"),
    [(7, None), (8, Severity.NOTE), (9, Severity.NOTE), (10, Severity.WARNING)],
)
def test_a_progress_report_is_announced_at_eight_and_due_at_ten_treatment_days(days, severity):
    bill = bill_of_units({"97110": 1}, plan=PlanFacts(treatment_days_since_report=days))
    found = [alert.severity for alert in bill.alerts if alert.id == "progress-report"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("payer", "service", "last"),
    [
        ("medicare-part-b", date(2025, 3, 11), date(2026, 3, 11)),
        ("medicare-part-b", date(2024, 2, 29), date(2025, 2, 28)),
        ("medicare-part-b", date(2025, 3, 14), date(2026, 3, 16)),  # a Saturday: Monday
        ("medicare-part-b", date(2025, 3, 15), date(2026, 3, 16)),  # a Sunday: Monday
        ("unitedhealthcare", date(2026, 1, 1), date(2026, 4, 1)),
        ("aetna", date(2026, 1, 1), date(2026, 5, 1)),
        ("anthem", date(2026, 1, 1), date(2026, 4, 1)),
    ],
)
def test_a_claim_is_late_the_day_after_its_last_day(payer, service, last):
    assert not flagged("timely-filing", payer=payer, date=service, as_of=last)
    assert flagged("timely-filing", payer=payer, date=service, as_of=last + timedelta(days=1))


def test_what_is_not_given_is_left_out_and_said_once():
    bill = bill_of_units({"97110": 1})
    assert ids(bill) == []
    said = unchecked(bill)
    for name in (
        "the day of filing",
        "authorisation",
        "plan.first_treatment",
        "treatment_days",
        "year_to_date",
    ):
        assert name in said
    assert sum(step.step == "Not checked" for step in bill.trace) == 1


def test_a_payer_whose_limit_is_not_known_says_so():
    assert "limit is not known" in unchecked(bill_of_units({"97110": 1}, payer="auto", as_of=DAY))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_calendars_ends_break_nothing(day):
    plan = PlanFacts(day, order_on_file=True, sent_on=day)
    bill = bill_of_units({"97110": 1}, date=day, as_of=date.max, plan=plan)
    assert bill.lines or bill.not_billed


def test_a_chiropractor_has_no_plan_of_care_clock():
    facts = {"discipline": Discipline.DC, "plan": PlanFacts(date(2020, 1, 1))}
    assert not flagged("certification", **facts)
