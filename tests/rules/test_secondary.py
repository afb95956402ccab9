"""Two payers that count the same minutes otherwise: the practice's setting decides, said aloud."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.own_values import with_overrides
from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter, Service
from core.model.facts import Decline
from core.model.kinds import Discipline, SecondaryRule, Severity
from core.model.own_value import OwnValue
from core.rules.engine import evaluate
from core.rules.secondary import ALERT

OWN = OwnValue("aetna", "unit_rule", "full-15", date(2026, 1, 1), "Contract", payer_id=7)
BOOK = with_overrides(load_rulebook(), [OWN], {})
DAY = date(2026, 3, 10)
PART_B, COMMERCIAL = "medicare-part-b", "generic-commercial"
# 20 + 20 minutes: 40 in all are three units by total time; by its midpoint each code has one.
ROWS = (Service("97110", 20), Service("97140", 20))


def bill(*rows, rule=SecondaryRule.STRICTER, payer=PART_B, secondary=COMMERCIAL, **more):
    facts = {"secondary": secondary, "secondary_rule": rule}
    return evaluate(Encounter(DAY, payer, Discipline.PT, rows or ROWS, **facts, **more), BOOK)


def units(found):
    return {line.code: line.units for line in found.lines}


def about(found):
    return [one for one in found.alerts if one.id in (ALERT, "rule-not-known")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (SecondaryRule.PRIMARY, {"97110": 2, "97140": 1}),
        (SecondaryRule.STRICTER, {"97110": 1, "97140": 1}),
        (SecondaryRule.ASK, {"97110": 2, "97140": 1}),
    ],
)
def test_the_setting_decides_whose_count_stands(rule, expected):
    assert units(bill(rule=rule)) == expected


def test_the_smaller_count_is_told_in_the_reasons_and_on_the_bill():
    found = bill()
    (note,) = about(found)
    assert note.severity is Severity.NOTE
    assert "97110 2 and 97110 1" in note.message
    assert "smaller count of each code" in note.message
    (step,) = [one for one in found.trace if one.step == "Commercial payer as secondary payer"]
    assert step.result == "97110: 2 and 1, so 1"


def test_the_primary_payers_count_may_be_the_smaller_one():
    assert units(bill(payer=COMMERCIAL, secondary=PART_B)) == {"97110": 1, "97140": 1}


def test_a_code_left_without_a_unit_stands_with_its_reason():
    # 8 minutes: one unit of Medicare's total time, no full quarter of an hour.
    found = bill(Service("97110", 8), secondary="aetna@7")
    (left,) = found.not_billed
    assert (left.code, left.reason, found.timed_units) == ("97110", "under-eight", 0)
    assert left.message == "No unit by the stricter of Medicare Part B and Aetna."
    assert dict(found.ledger)["under-eight"] == 8


def test_asking_is_a_warning_until_a_person_decides():
    (asked,) = about(bill(rule=SecondaryRule.ASK))
    assert (asked.id, asked.severity) == (ALERT, Severity.WARNING)
    said = Decline(ALERT, asked.codes, "Crossover claim (Somebody)")
    decided = bill(rule=SecondaryRule.ASK, decline=(said,))
    assert units(decided) == {"97110": 1, "97140": 1}
    assert not [one for one in decided.alerts if one.id == ALERT]


def test_a_decision_for_another_code_settles_nothing():
    said = Decline(ALERT, ("97140",), "x")
    (left,) = about(bill(rule=SecondaryRule.ASK, decline=(said,)))
    assert (left.id, left.codes) == (ALERT, ("97110",))


def test_a_code_the_second_payer_does_not_take_keeps_its_units():
    rows = (Service("97110", 30), Service("97014", 15))
    found = bill(*rows, payer=COMMERCIAL, secondary=PART_B)
    assert units(found)["97014"] == 1


def test_a_second_payer_whose_rule_is_not_known_decides_nothing():
    found = bill(secondary="no-such-payer")
    assert units(found) == {"97110": 2, "97140": 1}
    assert any("not known" in one.result for one in found.trace)


ROW = st.builds(
    Service, st.sampled_from(["97110", "97112", "97140", "97530", "97035"]), st.integers(0, 50)
)
PAYERS = st.sampled_from([*BOOK.profiles])


@given(rows=st.lists(ROW, max_size=5), payer=PAYERS, secondary=PAYERS)
def test_the_stricter_count_is_never_more_than_either_and_the_ledger_balances(
    rows, payer, secondary
):
    rows = tuple(rows) or ROWS
    both = units(bill(*rows, payer=payer, secondary=secondary))
    alone = units(bill(*rows, payer=payer, secondary=""))
    other = bill(*rows, payer=secondary, secondary="")
    taken = {one.code for one in other.not_billed if one.reason not in ("rounding", "under-eight")}
    theirs = units(other)
    timed = {row.code for row in rows if BOOK.codes[row.code].basis.value == "timed"} - taken
    for code, count in both.items():
        assert count <= alone[code]
        assert code not in timed or count <= theirs.get(code, 0)
    found = bill(*rows, payer=payer, secondary=secondary)
    assert sum(minutes for _, minutes in found.ledger) == sum(row.minutes for row in rows)
