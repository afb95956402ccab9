"""Worked examples through the engine."""

from collections import Counter

import pytest

from core.library.rulebook import load_rulebook
from core.model.bill import LEDGER_BUCKETS, Bill
from core.rules.engine import evaluate
from tests.case_files import Case, encounter_of, name_of, read_cases

CASES = read_cases()


def with_key(key: str) -> list[Case]:
    return [case for case in CASES if key in case]


def bill(case: Case) -> Bill:
    return evaluate(encounter_of(case), load_rulebook())


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_units_are_the_sources(case: Case) -> None:
    assert {line.code: line.units for line in bill(case).lines} == case["units"], case["source"]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_ties_are_reported_and_no_others(case: Case) -> None:
    assert len(bill(case).choices) == case.get("ties", 0)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_ledger_sums_to_the_minutes_entered(case: Case) -> None:
    entered = sum(minutes for _, minutes in case["minutes"])
    ledger = bill(case).ledger
    assert tuple(bucket for bucket, _ in ledger) == LEDGER_BUCKETS
    assert sum(minutes for _, minutes in ledger) == entered


@pytest.mark.parametrize("case", with_key("ledger"), ids=name_of)
def test_ledger_is_the_written_one(case: Case) -> None:
    assert {bucket: minutes for bucket, minutes in bill(case).ledger if minutes} == case["ledger"]


@pytest.mark.parametrize("case", with_key("modifiers"), ids=name_of)
def test_modifiers_are_the_written_ones(case: Case) -> None:
    found = {line.code: list(line.modifiers) for line in bill(case).lines}
    assert found == case["modifiers"]


@pytest.mark.parametrize("case", with_key("alerts"), ids=name_of)
def test_alerts_are_the_written_ones(case: Case) -> None:
    assert Counter(alert.id for alert in bill(case).alerts) == Counter(case["alerts"])


@pytest.mark.parametrize("case", with_key("not_billed"), ids=name_of)
def test_what_is_not_billed_says_why(case: Case) -> None:
    found = bill(case).not_billed
    assert {item.code: item.reason for item in found} == case["not_billed"]
    assert all(item.message for item in found)
