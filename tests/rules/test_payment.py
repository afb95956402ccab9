"""Who pays an allowed amount: coinsurance, the assistant's cut, sequestration, other payers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.library.rulebook import load_rulebook
from core.model.encounter import Service
from core.model.money import parse_cents
from core.rules.parameters import Confidence, DatedValue, Parameter
from tests.rules.money import allowed, bill_of_units


def amounts(bill):
    (line,) = bill.lines
    return line.allowed_cents, line.expected_cents, line.patient_cents


@pytest.mark.parametrize(
    ("modifiers", "expected"),
    [
        ((), 2279),  # 29.06 - 5.81 = 23.25, less 2 percent
        (("CQ",), 1936),  # 23.25 x 0.85 = 19.76, less 2 percent
    ],
)
def test_medicare_pays_its_share_after_both_cuts(modifiers, expected):
    row = Service("97110", 15, modifiers=modifiers)
    assert amounts(bill_of_units({}, services=(row,))) == (2906, expected, 581)


def test_an_assistants_line_comes_to_88_percent_before_sequestration():
    row = Service("97110", 0, assistant_minutes=15)
    found = bill_of_units({}, services=(row,))
    assert any("88%" in step.result for step in found.trace)
    assert not any("85% of allowed" in step.result for step in found.trace)


@pytest.mark.parametrize(
    ("day", "paid"),
    [
        (date(2022, 3, 31), 8000),
        (date(2022, 4, 1), 7920),
        (date(2022, 6, 30), 7920),
        (date(2022, 7, 1), 7840),
        (date(2026, 3, 10), 7840),
    ],
)
def test_sequestration_is_the_days_own_and_never_the_patients(day, paid):
    bill = bill_of_units({"97110": 1}, date=day, rates={"97110": 10_000})
    assert amounts(bill) == (10_000, paid, 2_000)


def test_a_charge_below_the_schedule_is_what_is_allowed():
    bill = bill_of_units({"97110": 2}, charges={"97110": parse_cents("20.00")})
    assert allowed(bill) == {"97110": "40.00"}


def test_a_charge_above_the_schedule_changes_nothing():
    bill = bill_of_units({"97110": 2}, charges={"97110": parse_cents("75.00")})
    assert allowed(bill) == {"97110": "51.27"}


def test_a_contract_rate_is_paid_by_unit_without_medicares_cuts():
    bill = bill_of_units({"97110": 2}, payer="aetna", rates={"97110": parse_cents("31.50")})
    assert amounts(bill) == (6300, None, None)


@pytest.mark.parametrize(
    ("mppr", "cents"),
    [
        ("none", 6_394),  # 2 x 31.97: Medicare's 29.06 x 1.10 = 31.966
        ("medicare", 5_640),  # 31.97 + 24.43: Medicare's 22.21 x 1.10 = 24.431
    ],
)
def test_a_percentage_of_medicare_is_a_rate_too(mppr, cents):
    def always(name, value):
        entry = DatedValue(date(2026, 1, 1), None, value, "x", "The contract", Confidence.HIGH)
        return Parameter(name, (entry,))

    book = load_rulebook()
    aetna = book.profiles["aetna"]
    own = {
        "percent_of_medicare": always("percent_of_medicare", Decimal(110)),
        "mppr": always("mppr", mppr),
    }
    contract = replace(aetna, parameters={**aetna.parameters, **own})
    book = replace(book, profiles={**book.profiles, "aetna": contract}, _days={})
    assert amounts(bill_of_units({"97110": 2}, book, payer="aetna")) == (cents, None, None)


def test_cash_is_the_patients_price():
    bill = bill_of_units({"97110": 2}, payer="cash", charges={"97110": parse_cents("60.00")})
    assert amounts(bill) == (None, 0, 12_000)


def test_a_notice_leaves_open_who_pays():
    row = Service("97110", 15, modifiers=("GA",))
    assert amounts(bill_of_units({}, services=(row,))) == (2906, None, None)
