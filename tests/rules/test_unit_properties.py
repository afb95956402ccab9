"""What holds for every day of timed minutes, against a table written out here."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline
from core.rules.engine import evaluate

# MCPM ch.5 §20.2.C: first minute of each number of units, to two hours and seven minutes.
TABLE = ((0, 0), (8, 1), (23, 2), (38, 3), (53, 4), (68, 5), (83, 6), (98, 7), (113, 8))
LAST_OF_TABLE = 127
CODES = ("97110", "97112", "97140", "97035")
TIMED = st.dictionaries(
    st.sampled_from(CODES), st.integers(0, LAST_OF_TABLE // len(CODES)), min_size=1
)
LONG = st.dictionaries(st.sampled_from(CODES), st.integers(0, 300), min_size=1)
PAYERS = st.sampled_from(["medicare-part-b", "generic-commercial", "anthem"])


def by_table(minutes: int) -> int:
    return max(units for first, units in TABLE if first <= minutes)


def bill(minutes: dict[str, int], payer: str = "medicare-part-b", **more: object) -> Bill:
    services = tuple(Service(code, count) for code, count in minutes.items())
    return evaluate(
        Encounter(date(2026, 3, 10), payer, Discipline.PT, services, **more), load_rulebook()
    )


def units(found: Bill) -> dict[str, int]:
    return {line.code: line.units for line in found.lines}


@given(TIMED)
def test_total_units_are_the_tables(minutes):
    assert bill(minutes).timed_units == by_table(sum(minutes.values()))


@given(LONG)
def test_a_quarter_hour_more_is_one_unit_more(minutes):
    code = next(iter(minutes))
    more = {**minutes, code: minutes[code] + 15}
    assert bill(more).timed_units == bill(minutes).timed_units + 1


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, LAST_OF_TABLE)))
def test_midpoint_counts_each_code_by_the_table(minutes):
    expected = {code: by_table(count) for code, count in minutes.items() if by_table(count)}
    assert units(bill(minutes, "generic-commercial")) == expected


@given(LONG)
def test_both_is_the_smaller_of_the_two(minutes):
    total, midpoint = bill(minutes), bill(minutes, "generic-commercial")
    assert bill(minutes, "anthem").timed_units == min(total.timed_units, midpoint.timed_units)


@given(LONG, PAYERS)
def test_a_code_has_its_full_quarters_and_at_most_one_unit_more(minutes, payer):
    found = units(bill(minutes, payer))
    assert all(
        count // 15 <= found.get(code, 0) <= -(-count // 15) for code, count in minutes.items()
    )


@given(LONG, PAYERS)
def test_the_order_of_rows_does_not_matter(minutes, payer):
    backwards = dict(reversed(minutes.items()))
    one, other = bill(minutes, payer), bill(backwards, payer)
    assert units(one) == units(other)
    assert one.choices == other.choices
    assert one.ledger == other.ledger


@given(LONG, PAYERS, st.data())
def test_one_code_in_two_rows_is_one_code(minutes, payer, data):
    code = data.draw(st.sampled_from(sorted(minutes)))
    first = data.draw(st.integers(0, minutes[code]))
    rows = [Service(c, n) for c, n in {**minutes, code: first}.items()]
    split = evaluate(
        Encounter(
            date(2026, 3, 10),
            payer,
            Discipline.PT,
            (*rows, Service(code, minutes[code] - first)),
        ),
        load_rulebook(),
    )
    assert units(split) == units(bill(minutes, payer))


@given(LONG, PAYERS, st.sampled_from(CODES))
def test_a_minute_more_never_lowers_the_units(minutes, payer, code):
    more = {**minutes, code: minutes.get(code, 0) + 1}
    assert bill(more, payer).timed_units >= bill(minutes, payer).timed_units


@given(LONG)
def test_every_tie_is_a_choice_and_nothing_else_is(minutes):
    found = bill(minutes)
    given_one = {c for c, n in minutes.items() if units(found).get(c, 0) > n // 15}
    without = set(minutes) - given_one
    tied = any(minutes[a] % 15 == minutes[b] % 15 for a in given_one for b in without)
    assert bool(found.choices) == tied


@given(LONG)
def test_units_beyond_full_quarters_go_to_the_largest_remainders(minutes):
    found = units(bill(minutes))
    taken = [n % 15 for c, n in minutes.items() if found.get(c, 0) > n // 15]
    left = [n % 15 for c, n in minutes.items() if found.get(c, 0) == n // 15]
    assert not taken or not left or min(taken) >= max(left)


@given(LONG, PAYERS, st.data())
def test_the_clinicians_answer_decides_a_tie(minutes, payer, data):
    asked = bill(minutes, payer)
    for choice in asked.choices[:1]:
        answer = data.draw(st.sampled_from(choice.candidates))
        answered = bill(minutes, payer, choose={choice.number: answer})
        assert answered.choices[0].answered
        assert units(answered)[answer] == minutes[answer] // 15 + 1
        assert answered.timed_units == asked.timed_units


@pytest.mark.parametrize("answer", ["97035", "", "no code"])
def test_an_answer_outside_the_tie_is_no_answer(answer):
    found = bill({"97110": 20, "97140": 20}, choose={1: answer})
    assert not found.choices[0].answered
    assert found.choices[0].chosen == "97110"


@given(LONG, PAYERS)
def test_nobody_is_told_how_many_minutes_are_missing(minutes, payer):
    said = " ".join(f"{step.step} {step.result}" for step in bill(minutes, payer).trace)
    assert not re.search(r"\d+ (more|further) minute|missing|short of|needed|until", said)
