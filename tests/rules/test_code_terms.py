"""What a code asks beside minutes: base codes, most units, groups, conditions, known dates."""

from datetime import date

import pytest

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import OtherEncounter, Service
from core.model.facts import Attest, Decline, PastUnits
from core.model.kinds import Discipline, Notice, Severity
from core.rules.codes import Basis
from tests.rules.bills import PART_B, TODAY, alerts, bill, modifiers, severities

BOOK = load_rulebook()
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def today(*services: Service, **more: object) -> Bill:
    return bill(*services, **{"day": TODAY, **more})


def units(found: Bill) -> dict[str, int]:
    return {line.code: line.units for line in found.lines}


def without_base(found: Bill) -> list[tuple[str, ...]]:
    return [a.codes for a in alerts(found, "not-payable") if "add-on" in a.message]


ADD_ONS = [
    ("97130", "97129", 15), ("97551", "97550", 30), ("92608", "92607", 60), ("97546", "97545", 120),
    ("97598", "97597", 20), ("97811", "97810", 15), ("97811", "97813", 15), ("97814", "97813", 15),
    ("98981", "98980", 20), ("0791T", "97116", 15), ("90913", "90912", 15),
]  # fmt: skip


@pytest.mark.parametrize(("code", "base", "minutes"), ADD_ONS)
def test_an_add_on_without_its_base_is_named_and_stays(code, base, minutes):
    rows = Service(code, 60), Service(base, minutes)
    alone, both = today(rows[0], payer="cash"), today(*rows, payer="cash")
    assert without_base(alone) == [(code,)]
    assert severities(alone, "not-payable") == [WARNING]
    assert without_base(both) == []
    assert units(alone)[code] == units(both)[code] > 0
    assert base in alerts(alone, "not-payable")[0].message


def test_a_base_that_earns_no_unit_is_no_base():
    found = today(Service("98981", 20), Service("98980", 5))
    assert without_base(found) == [("98981",)]


def test_the_base_may_stand_in_another_encounter_of_the_day():
    others = (OtherEncounter(Discipline.SLP, (Service("97129", 15),)),)
    assert not without_base(today(Service("97130", 15), same_day=others))


@pytest.mark.parametrize(("day", "told"), [(date(2026, 3, 1), False), (date(2026, 2, 28), True)])
def test_remote_care_finds_its_base_earlier_in_the_month(day, told):
    history = (PastUnits(day, "98980", 1),)
    found = today(Service("98981", 20), history=history)
    assert bool(without_base(found)) is told


@pytest.mark.parametrize(
    ("code", "minutes", "expected"),
    [
        ("98979", 9, 0), ("98979", 10, 1), ("98979", 19, 1),
        ("98980", 5, 0), ("98980", 19, 0), ("98980", 20, 1), ("98980", 39, 1),
        ("98981", 19, 0), ("98981", 20, 1), ("98981", 39, 1), ("98981", 40, 2),
        ("0791T", 7, 0), ("0791T", 8, 1), ("0791T", 23, 2),
    ],
)  # fmt: skip
def test_codes_with_a_time_of_their_own(code, minutes, expected):
    found = today(Service(code, minutes))
    assert units(found).get(code, 0) == expected
    assert found.timed_minutes == 0


@pytest.mark.parametrize(
    ("code", "minutes", "other"),
    [
        ("97550", 37, ""), ("97550", 38, "97551"), ("98980", 39, ""), ("98980", 40, "98981"),
        ("98979", 19, ""), ("98979", 20, "98980"), ("92607", 75, ""), ("92607", 76, "92608"),
    ],
)  # fmt: skip
def test_minutes_past_a_first_part_are_sent_to_the_next_code(code, minutes, other):
    found = today(Service(code, minutes))
    assert units(found) == {code: 1}
    told = alerts(found, "day-cap")
    assert [other in alert.fix for alert in told] == [True] * bool(other)


def test_the_trace_of_a_first_part_is_true():
    (step,) = [
        s for s in today(Service("97550", 60)).trace if "97550" in s.step and "own" in s.step
    ]
    assert step.result == ("60 minutes; its one unit is the first 30 minutes, from 16 on: 1 unit")


def test_units_that_the_minutes_do_not_earn_are_kept_and_named():
    found = today(Service("98980", 5, units=1))
    assert units(found) == {"98980": 1}
    assert severities(found, "minutes-mismatch") == [WARNING]
    assert not alerts(today(Service("98980", 20, units=1)), "minutes-mismatch")


@pytest.mark.parametrize("code", ["97550", "97551"])
def test_what_no_source_tells_is_said(code):
    assert any("no source" in a.message for a in alerts(today(Service(code, 30)), "rule-not-known"))


@pytest.mark.parametrize(
    ("row", "payer", "id"),
    [
        (Service("97161", 30, units=40), PART_B, "mue"),
        (Service("97161", 30, units=40), "cash", "day-cap"),
        (Service("97150", 30, units=3), "cash", "day-cap"),
        (Service("97129", 60), "cash", "day-cap"),
        (Service("97129", 60), PART_B, "mue"),
        (Service("98940", 10, units=2), "cash", "day-cap"),
    ],
)
def test_more_than_a_day_holds_is_named_once_and_stays(row, payer, id):
    found = today(row, payer=payer)
    assert [a.id for a in found.alerts if a.id in ("mue", "day-cap")] == [id]
    assert units(found)[row.code] > 1


def test_the_rest_of_97129_is_sent_to_97130():
    assert "97130" in alerts(today(Service("97129", 60), payer="cash"), "day-cap")[0].fix


def test_a_recorded_decision_takes_off_what_is_too_much():
    decision = (Decline("day-cap", ("97150",), "typed twice"),)
    found = today(Service("97150", 30, units=3), payer="cash", decline=decision)
    assert dict(found.ledger)["cap"] == 30
    assert found.lines == ()


@pytest.mark.parametrize(
    ("one", "two", "payer", "id"),
    [
        ("97161", "97164", "cash", "day-cap"),
        ("97161", "97164", PART_B, "edit-pair"),
        ("97162", "97161", "cash", "day-cap"),
        ("98940", "98941", "cash", "day-cap"),
        ("97161", "97165", "cash", None),
        ("97161", "97110", "cash", None),
    ],
)
def test_one_code_of_a_group_a_day(one, two, payer, id):
    found = today(Service(one, 30), Service(two, 30), payer=payer)
    told = [a for a in found.alerts if a.id in ("day-cap", "edit-pair")]
    assert [a.id for a in told] == ([id] if id else [])
    assert len(found.lines) == 2


@pytest.mark.parametrize("code", ["20560", "20561", "97026", "97545"])
def test_what_medicare_restricts_says_the_condition(code):
    row = Service(code, 120)
    assert severities(today(row), "not-payable") == [WARNING]
    assert units(today(row)) == {code: 1}
    assert not alerts(today(row, payer="cash"), "not-payable")
    noticed = today(row, attest=Attest(abn=Notice.REQUIRED))
    assert not alerts(noticed, "not-payable")
    assert "GA" in modifiers(noticed)[code]


@pytest.mark.parametrize("payer", [PART_B, "cash", "aetna", "tricare"])
@pytest.mark.parametrize("code", ["97010", "97014", "97012", "98940"])
def test_before_the_known_dates_nothing_is_billed_as_if_known(code, payer):
    found = bill(Service(code, 10), day=date(2009, 12, 31), payer=payer)
    assert found.lines == ()
    assert severities(found, "rule-not-known") == [ERROR]
    assert dict(found.ledger)["unassigned"] == 10


def test_a_payers_list_of_another_time_is_said_where_the_day_has_none():
    found = bill(Service("97016", 15), day=date(2020, 12, 31), payer="cigna")
    assert any("97016" in alert.message for alert in alerts(found, "rule-not-known"))
    (alert,) = alerts(
        bill(Service("97016", 15), day=date(2021, 1, 1), payer="cigna"), "not-payable"
    )
    assert alert.codes == ("97016",)


@pytest.mark.parametrize(
    "day", [date(2024, 12, 31), date(2025, 1, 1), date(2025, 7, 8), date(2025, 7, 9)]
)
def test_a_weakly_founded_unit_rule_says_so(day):
    found = bill(Service("97110", 20), day=day, payer="anthem")
    assert any("assumed" in alert.message for alert in alerts(found, "rule-not-known"))


def test_every_first_part_has_a_code_for_the_rest_or_a_sibling():
    for entry in BOOK.codes.values():
        if entry.first_only and entry.basis is Basis.OTHER:
            rest = any(entry.code in one.add_on_to for one in BOOK.codes.values())
            assert rest or entry.one_of, entry.code
