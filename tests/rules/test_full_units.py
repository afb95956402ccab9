"""The rule of full units, which no shipped payer follows but a practice may choose."""

from dataclasses import replace
from datetime import date

import pytest

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline
from core.rules.engine import evaluate
from core.rules.parameters import Confidence, DatedValue, Parameter
from core.rules.profile import UnitRule
from core.rules.rulebook import RuleBook


@pytest.fixture
def book() -> RuleBook:
    """The shipped book, its cash profile counting full units only."""
    shipped = load_rulebook()
    rule = DatedValue(
        date(2020, 1, 1), None, UnitRule.FULL_15, "unit rule", "the practice", Confidence.HIGH
    )
    cash = shipped.profiles["cash"]
    own = replace(
        cash, parameters={**cash.parameters, "unit_rule": Parameter("unit_rule", (rule,))}
    )
    return RuleBook("own", shipped.codes, {"cash": own}, shipped.parameters, shipped.modifier_order)


def bill(book: RuleBook, *minutes: int) -> Bill:
    rows = tuple(Service(code, n) for code, n in zip(("97110", "97140"), minutes, strict=False))
    return evaluate(Encounter(date(2026, 3, 10), "cash", Discipline.PT, rows), book)


@pytest.mark.parametrize(
    ("minutes", "units"), [(14, 0), (15, 1), (29, 1), (30, 2), (44, 2), (45, 3)]
)
def test_only_full_quarters_count(book, minutes, units):
    assert bill(book, minutes).timed_units == units


def test_codes_do_not_pool_and_the_ledger_says_what_was_lost(book):
    found = bill(book, 29, 14)
    assert [(line.code, line.units) for line in found.lines] == [("97110", 1)]
    assert {bucket: n for bucket, n in found.ledger if n} == {
        "billed": 15,
        "rounding": 14,
        "under-eight": 14,
    }
    assert found.choices == ()
