"""What holds for whole bills: the order of rows, one minute more, and money that never steers."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter, Service
from core.model.facts import Locality, YearToDate
from core.model.kinds import Discipline
from core.rules.claim_terms import ShortUnit
from core.rules.engine import evaluate
from core.rules.profile import UnitRule
from tests.rules.bills import with_values
from tests.rules.test_total import ENCOUNTERS

BOOK = load_rulebook()
FACTS = st.fixed_dictionaries(
    {
        "date": st.dates(date(2018, 1, 1), date(2026, 12, 31)),
        "locality": st.none() | st.just(Locality()),
        "year_to_date": st.none() | st.builds(YearToDate, st.integers(0, 400_000)),
        "charges": st.sampled_from([{}, {"97110": 6_500, "97140": 2_000}]),
        "rates": st.sampled_from([{}, {"97110": 3_000, "97150": 1_500}]),
    }
)


def told(bill):
    """Units, modifiers, minutes and money of each line, and what is not billed, in no order."""
    return (
        sorted(map(repr, bill.lines)),
        sorted((item.code, item.minutes, item.reason) for item in bill.not_billed),
        bill.ledger,
        bill.timed_units,
    )


@given(ENCOUNTERS, FACTS, st.randoms())
def test_units_modifiers_and_money_do_not_depend_on_the_order_of_rows(encounter, facts, random):
    encounter = dataclasses.replace(encounter, **facts)
    rows = list(encounter.services)
    random.shuffle(rows)
    mixed = dataclasses.replace(encounter, services=tuple(rows))
    assert told(evaluate(mixed, BOOK)) == told(evaluate(encounter, BOOK))


@given(ENCOUNTERS, FACTS)
def test_money_never_changes_a_unit_or_a_modifier(encounter, facts):
    priced = evaluate(dataclasses.replace(encounter, **facts), BOOK)
    bare = {"locality": None, "charges": {}, "rates": {}}
    unpriced = evaluate(dataclasses.replace(encounter, **{**facts, **bare}), BOOK)
    assert [line[:4] for line in priced.lines] == [line[:4] for line in unpriced.lines]
    assert priced.ledger == unpriced.ledger


@given(ENCOUNTERS, FACTS)
def test_the_ledger_of_every_bill_sums_to_its_minutes(encounter, facts):
    encounter = dataclasses.replace(encounter, **facts)
    entered = sum(row.total_minutes for row in encounter.services)
    assert sum(minutes for _, minutes in evaluate(encounter, BOOK).ledger) == entered


CODES = ("97110", "97112", "97140", "97035")
LONG = st.dictionaries(st.sampled_from(CODES), st.integers(0, 300), min_size=1)
RULES = [
    with_values("generic-commercial", unit_rule=rule, short_unit=short)
    for rule in UnitRule
    for short in ShortUnit
]


@pytest.mark.parametrize("book", RULES)
@given(minutes=LONG, code=st.sampled_from(CODES), helped=st.booleans())
def test_a_minute_more_never_lowers_the_units_of_any_rule(book, minutes, code, helped):
    def units(of):
        rows = tuple(
            Service(one, 0, count) if helped else Service(one, count) for one, count in of.items()
        )
        day = date(2026, 3, 10)
        found = evaluate(Encounter(day, "generic-commercial", Discipline.PT, rows), book)
        return found.total_units

    assert units({**minutes, code: minutes.get(code, 0) + 1}) >= units(minutes)
