"""Several encounters of one day: minutes of a discipline count together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.encounter import OtherEncounter, Service
from core.model.kinds import Discipline
from tests.rules.bills import TODAY, bill

PT, OT = Discipline.PT, Discipline.OT
CODES = ("97110", "97112", "97140", "97530")


def day(mine: dict[str, int], theirs: dict[str, int], discipline=PT, **more):
    rows = tuple(Service(code, n) for code, n in theirs.items())
    others = (OtherEncounter(discipline, rows),) if theirs else ()
    services = [Service(code, n) for code, n in mine.items()]
    return bill(*services, day=TODAY, same_day=others, **more)


def units(found):
    return {line.code: line.units for line in found.lines}


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"97140": 7}, {"97110": 33}, {"97140": 1}),  # 40: three units; left 7 and 3
        ({"97110": 33}, {"97140": 7}, {"97110": 2}),
        ({"97140": 8}, {"97110": 10}, {}),  # 18: one unit, to the larger
        ({"97110": 10}, {"97140": 8}, {"97110": 1}),
        ({"97110": 20}, {"97110": 25}, {"97110": 1}),  # 45: three; 1 + 1 full, left 5 and 10
        ({"97110": 25}, {"97110": 20}, {"97110": 2}),
        ({"97110": 15}, {}, {"97110": 1}),
    ],
)
def test_one_disciplines_minutes_pool(mine, theirs, expected):
    assert units(day(mine, theirs)) == expected


def test_anothers_minutes_do_not_pool():
    assert units(day({"97140": 7}, {"97110": 33}, OT)) == {}


def test_a_tie_across_encounters_is_the_clinicians():
    found = day({"97140": 20}, {"97110": 20})
    assert (units(found), len(found.choices)) == ({"97140": 1}, 1)
    assert units(day({"97140": 20}, {"97110": 20}, choose={1: "97140"})) == {"97140": 2}


MINUTES = st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), max_size=4)
PAYERS = st.sampled_from(["medicare-part-b", "generic-commercial", "anthem"])


@given(MINUTES, MINUTES, PAYERS)
def test_the_two_halves_of_a_day_are_the_day(mine, theirs, payer):
    whole = {code: mine.get(code, 0) + theirs.get(code, 0) for code in {**mine, **theirs}}
    one, other = day(mine, theirs, payer=payer), day(theirs, mine, payer=payer)
    together = units(day(whole, {}, payer=payer))
    for code, count in together.items():
        halves = units(one).get(code, 0) + units(other).get(code, 0)
        twins = mine.get(code) == theirs.get(code)  # two alike cannot be told apart
        assert halves == count or (twins and halves == count - 1)


@given(MINUTES, MINUTES, PAYERS)
def test_with_ids_the_halves_of_a_day_are_the_day(mine, theirs, payer):
    whole = {code: mine.get(code, 0) + theirs.get(code, 0) for code in {**mine, **theirs}}

    def half(services, others, own, other):
        rows = tuple(Service(code, n) for code, n in others.items())
        beside = (OtherEncounter(PT, rows, other),)
        listed = [Service(code, n) for code, n in services.items()]
        return units(bill(*listed, day=TODAY, same_day=beside, payer=payer, id=own))

    one, other = half(mine, theirs, "a", "b"), half(theirs, mine, "b", "a")
    together = units(day(whole, {}, payer=payer))
    assert {c: one.get(c, 0) + other.get(c, 0) for c in {**one, **other}} == together


@given(MINUTES, MINUTES, PAYERS, st.sampled_from([PT, OT]))
def test_the_ledger_holds_this_encounters_minutes(mine, theirs, payer, discipline):
    found = day(mine, theirs, discipline, payer=payer)
    assert sum(n for _, n in found.ledger) == sum(mine.values())
    assert found.timed_minutes == sum(mine.values())
    assert min(n for _, n in found.ledger) >= 0
