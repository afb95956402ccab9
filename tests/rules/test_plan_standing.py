"""Every clock of the plan of care on the day before, the day itself and the day after."""

import tomllib
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.plan_clock import ClockKind, ClockState
from core.rules.plan_standing import PlanState, clocks_on, longest_validity
from tests.case_files import CASES

DATA = tomllib.loads((CASES / "plan" / "clocks.toml").read_text("utf-8"))
FIRST = date(2026, 1, 5)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@cache
def book():
    return load_rulebook()


def clocks(plan, day, payer="medicare-part-b"):
    order = book().day_rules(payer, day).terms.order_exception
    return clocks_on(plan, day, book(), order)


def told(plan, day, payer="medicare-part-b"):
    """State and last day of each clock, as the cases write them."""
    found = {one.kind.value: one for one in clocks(plan, day, payer)}
    return {name: f"{one.state.value} {one.due or ''}".strip() for name, one in found.items()}


@pytest.mark.parametrize("case", DATA["case"], ids=lambda case: case["name"])
def test_a_clock_stands_as_the_manual_says(case):
    values = dict(case.get("plan", DATA["defaults"]["plan"]))
    values["missing"] = tuple(values.get("missing", ()))
    found = told(PlanState(**values), case["on"], case.get("payer", "medicare-part-b"))
    assert {name: found.get(name, "") for name in case["wants"]} == case["wants"]


def test_every_clock_that_counts_days_names_its_source():
    plan = PlanState(FIRST, order_signed_on=FIRST, treatment_days=9, missing=("diagnoses",))
    for clock in clocks(plan, FIRST + timedelta(40)):
        assert "§220" in clock.cite or "CFR" in clock.cite, clock


@given(days, st.integers(0, 400))
def test_a_clock_never_goes_back_while_nothing_is_recorded(first, later):
    order = [ClockState.RUNNING, ClockState.SOON, ClockState.OVERDUE]
    plan = PlanState(first)
    states = [
        next(one.state for one in clocks(plan, day)
             if one.kind is ClockKind.CERTIFICATION)
        for day in (first + timedelta(later), first + timedelta(later + 1))
    ]  # fmt: skip
    assert order.index(states[0]) <= order.index(states[1])


@given(days, st.integers(1, 400))
def test_a_certification_holds_for_the_plan_or_ninety_days_whichever_is_less(first, length):
    ends = first + timedelta(length)
    last = longest_validity(first, ends, first, book())
    assert last == min(ends, first + timedelta(90))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_calendars_ends_break_nothing(day):
    plan = PlanState(day, verbal_on=day, order_signed_on=day, sent_on=day, last_treatment=day)
    assert clocks(plan, day) is not None


def test_a_payer_whose_rule_nobody_knows_gets_no_exception_and_says_so():
    plan = PlanState(FIRST, order_signed_on=FIRST, sent_on=FIRST)
    (signature,) = [
        one
        for one in clocks(plan, FIRST, "medicare-advantage")
        if one.kind is ClockKind.CERTIFICATION
    ]
    assert signature.state is ClockState.RUNNING
    assert "not known" in signature.words
