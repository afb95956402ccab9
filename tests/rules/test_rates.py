"""What a contract pays: its own rates with their source, or a share of Medicare's amount."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.encounter import Service
from core.model.facts import Locality, RateSource
from core.rules.parameters import Confidence, DatedValue, Parameter
from tests.rules.money import allowed, bill_of_units, unchecked

SOURCE = RateSource(date(2026, 1, 1), date(2026, 12, 31), "Contract of 2026, exhibit B")
RATES = {"97110": 3150, "97140": 2900}
CASES = Path(__file__).parents[1] / "cases" / "fees" / "percent_of_medicare.csv"


def cases():
    with CASES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def book_with(**values):
    """Aetna with further values, as if its contract said so."""
    book = load_rulebook()
    aetna = book.profiles["aetna"]
    own = {
        key: Parameter(
            key, (DatedValue(date(2025, 1, 1), None, value, "x", "Contract", Confidence.HIGH),)
        )
        for key, value in values.items()
    }
    changed = replace(aetna, parameters={**aetna.parameters, **own})
    return replace(book, profiles={**book.profiles, "aetna": changed}, _days={})


def contract(units, book=None, **more):
    return bill_of_units(units, book, payer="aetna", **more)


def steps(bill, name="Allowed amount"):
    return [step for step in bill.trace if step.step == name]


@pytest.mark.parametrize("case", cases(), ids=lambda case: "-".join(case.values()))
def test_a_share_of_medicare_is_taken_to_the_cent(case):
    place = Locality() if case["place"] == "national" else Locality(*case["place"].split("-"))
    day = date.fromisoformat(case["date"])
    facts = {"date": day, "locality": place}
    medicare = bill_of_units({case["code"]: 1}, **facts)
    assert allowed(medicare) == {case["code"]: case["medicare"]}
    book = book_with(percent_of_medicare=Decimal(case["percent"]))
    assert allowed(contract({case["code"]: 1}, book, **facts)) == {case["code"]: case["allowed"]}


def test_a_contract_rate_names_its_days_and_where_it_stands():
    bill = contract({"97110": 2}, rates=RATES, rate_sources={"97110": SOURCE})
    (step,) = steps(bill)
    assert step.result == "contract rate for one unit: 97110 $31.50; from 2026-01-01 to 2026-12-31"
    assert (step.cite, step.since) == ("Contract of 2026, exhibit B", date(2026, 1, 1))
    assert allowed(bill) == {"97110": "63.00"}


def test_codes_of_one_source_are_told_together_and_others_apart():
    later = RateSource(date(2026, 3, 1), None, "Amendment 1")
    sources = {"97110": SOURCE, "97140": later}
    found = steps(contract({"97110": 1, "97140": 1}, rates=RATES, rate_sources=sources))
    assert [step.cite for step in found] == ["Contract of 2026, exhibit B", "Amendment 1"]
    assert found[1].result.endswith("97140 $29.00; from 2026-03-01 on")


def test_a_code_without_a_rate_is_not_known_and_named():
    bill = contract({"97110": 1, "97112": 1}, rates=RATES)
    assert allowed(bill) == {"97110": "31.50", "97112": None}
    named = "allowed amount of 97112 (no contract rate of Aetna for this day)"
    assert unchecked(bill).split("; ")[0] == named


def test_a_rate_goes_before_the_share_of_medicare():
    bill = contract({"97110": 1, "97140": 1}, book_with(percent_of_medicare=Decimal(110)),
                    rates={"97110": 3150})  # fmt: skip
    assert allowed(bill) == {"97110": "31.50", "97140": "30.49"}


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"locality": None}, "no Medicare locality given"),
        ({"locality": Locality("15202", "99")}, "no table of geographic indices of locality 15202"),
        ({"date": date(2031, 1, 2)}, "no table of"),
    ],
)
def test_a_share_of_an_unknown_amount_is_not_known_and_names_the_table(facts, missing):
    bill = contract({"97110": 1}, book_with(percent_of_medicare=Decimal(110)), **facts)
    assert allowed(bill) == {"97110": None}
    assert missing in unchecked(bill)


def test_the_patients_share_and_the_payers_payment_come_out_of_the_contract():
    bill = contract({"97110": 2}, book_with(patient_share=Decimal(20)), rates=RATES)
    (line,) = bill.lines
    # 63.00, a fifth of it 12.60
    assert (line.allowed_cents, line.expected_cents, line.patient_cents) == (6300, 5040, 1260)
    assert steps(bill, "Patient's share")[0].cite == "Contract"


def test_an_assumed_share_is_no_share():
    bill = bill_of_units({"97110": 1}, payer="medicare-advantage", rates=RATES)
    (line,) = bill.lines
    assert (line.allowed_cents, line.expected_cents, line.patient_cents) == (3150, None, None)


def test_a_contracts_cut_of_assistants_units_is_taken_where_it_is_known():
    row = Service("97110", 0, assistant_minutes=15)
    book = book_with(
        patient_share=Decimal(20), assistant_cut="medicare", assistant_modifiers="medicare"
    )
    (line,) = contract({}, book, services=(row,), rates=RATES).lines
    # 31.50 less 6.30 is 25.20, of which 85 percent stays: 21.42
    assert (line.modifiers[-1], line.expected_cents, line.patient_cents) == ("CQ", 2142, 630)


@given(
    units=st.dictionaries(st.sampled_from(sorted(RATES)), st.integers(1, 6), min_size=1),
    share=st.integers(1, 100),
)
def test_the_parts_of_a_contract_amount_add_up(units, share):
    bill = contract(units, book_with(patient_share=Decimal(share)), rates=RATES)
    for line in bill.lines:
        assert line.allowed_cents == RATES[line.code] * line.units
        assert line.expected_cents + line.patient_cents == line.allowed_cents
