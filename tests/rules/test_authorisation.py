"""Authorisations and visit limits in the engine: cases as data, laws as properties."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.facts import AuthorisationFacts, VisitLimitFacts
from core.model.kinds import AuthorisationState, Discipline
from tests.rules.money import bill_of_units, unchecked

FOLDER = Path(__file__).parents[1] / "cases" / "authorisation"
CASES = tomllib.loads((FOLDER / "bills.toml").read_text("utf-8"))["case"]
DAY = date(2026, 3, 10)
PT_OT = (Discipline.PT, Discipline.OT)


def facts_of(case):
    given_facts = dict(case.get("facts", {}))
    if not given_facts:
        return None
    if "state" in given_facts:
        given_facts["state"] = AuthorisationState(given_facts["state"])
    if "codes" in given_facts:
        given_facts["codes"] = tuple(given_facts["codes"])
    return AuthorisationFacts(**given_facts)


def bill(payer="aetna", units=None, **facts):
    units = units or {"97110": 2, "97140": 1}
    return bill_of_units(units, payer=payer, date=DAY, **facts)


def told(found, id="authorisation"):
    return [alert for alert in found.alerts if alert.id == id]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_bill_says_what_the_case_says(case):
    payer = case.get("payer", "aetna")
    found = bill(payer, case.get("units"), authorisation=facts_of(case))
    assert [one.severity.value for one in told(found)] == case.get("wrong", [])
    assert [one.severity.value for one in told(found, "authorisation-ending")] == case.get(
        "soon", []
    )
    if "codes" in case:
        assert list(told(found)[0].codes) == case["codes"]


def test_what_is_not_on_file_and_perhaps_not_wanted_is_said_to_be_open():
    none = AuthorisationFacts(on_file=False)
    assert "authorisation (none on file)" in unchecked(bill(authorisation=none))
    assert "authorisation (" not in unchecked(bill("cash", authorisation=none))


def test_an_alert_names_the_authorisation_and_says_what_to_do():
    facts = AuthorisationFacts(until=date(2026, 3, 1), number="A-17")
    (alert,) = told(bill(authorisation=facts))
    assert (
        alert.message == "The authorisation A-17 ended on 2026-03-01; this visit is on 2026-03-10."
    )
    assert alert.fix.startswith("Ask the payer")


def test_an_ended_one_with_the_next_requested_says_so():
    facts = AuthorisationFacts(until=date(2026, 3, 1), state=AuthorisationState.REQUESTED)
    assert "requested" in told(bill(authorisation=facts))[0].fix


def test_the_trace_tells_visits_and_units_left():
    facts = AuthorisationFacts(visits_left=6, visits=12, units_left=20)
    said = [one.result for one in bill(authorisation=facts).trace if one.step == "Authorisation"]
    assert said == ["6 visits of 12 left before this one", "20 units left, 3 on this bill"]


@pytest.mark.parametrize(
    ("used", "wrong", "soon"),
    [
        (16, [], []),
        (17, [], ["note"]),
        (18, [], ["note"]),
        (19, [], ["warning"]),
        (20, ["warning"], []),
    ],
)
def test_the_plans_own_limit_of_visits_is_counted(used, wrong, soon):
    limit = VisitLimitFacts(20, PT_OT, date(2026, 1, 1))
    found = bill(visits_used=used, visit_limit=limit)
    assert [one.severity.value for one in told(found)] == wrong
    assert [one.severity.value for one in told(found, "authorisation-ending")] == soon


def test_a_limit_says_whose_visits_count_and_whether_somebody_asked():
    limit = VisitLimitFacts(20, PT_OT, date(2026, 1, 1))
    (step,) = [one for one in bill(visits_used=8, visit_limit=limit).trace
               if one.step == "Visit limit"]  # fmt: skip
    assert step.result == (
        "visit 9 of 20 (visits of PT + OT in the year from 2026-01-01, as counted here)"
    )
    asked = VisitLimitFacts(20, PT_OT, date(2026, 1, 1), date(2026, 2, 2))
    trace = bill(visits_used=8, visit_limit=asked).trace
    assert not [one for one in trace if "as counted here" in one.result]


def test_visits_that_nobody_counted_are_said_to_be_open():
    limit = VisitLimitFacts(20, PT_OT, date(2026, 1, 1))
    assert "visit limit (visits_used not given)" in unchecked(bill(visit_limit=limit))


def test_before_the_marks_are_known_nothing_is_early():
    facts = AuthorisationFacts(visits_left=3)
    early = bill_of_units({"97110": 1}, payer="aetna", date=date(2009, 12, 31), authorisation=facts)
    assert not told(early, "authorisation-ending")


@given(st.integers(0, 40), st.integers(0, 40))
def test_an_authorisation_never_changes_what_is_billed(visits, units):
    facts = AuthorisationFacts(visits_left=visits, units_left=units, codes=("97110",))
    plain, judged = bill(), bill(authorisation=facts)
    assert (judged.lines, judged.not_billed) == (plain.lines, plain.not_billed)


@given(st.integers(0, 40))
def test_more_left_is_never_worse(left):
    fewer = told(bill(authorisation=AuthorisationFacts(units_left=left)))
    more = told(bill(authorisation=AuthorisationFacts(units_left=left + 1)))
    assert len(more) <= len(fewer)
