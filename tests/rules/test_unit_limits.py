"""The most units of a day: Medicare's limits, payers' caps, and the decisions on them."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from core.library.rulebook import load_rulebook
from core.model.encounter import OtherEncounter, Service
from core.model.facts import Decline
from core.model.kinds import Discipline, Setting, Severity
from core.rules.edit_tables import BY_LINE, MueTable, UnitLimit
from tests.case_files import SHARED
from tests.rules.bills import IN_QUARTER, PART_B, TODAY, alerts, bill, severities, with_values

ERROR, WARNING = Severity.ERROR, Severity.WARNING
BOOK = load_rulebook()


# Practitioner, its indicator, hospital: in force 2024-07-01.
LIMITS = [
    (("97140", "97113", "97530"), 6, 3, 6),
    (("97110",), 6, 3, 8),
    (("97112",), 4, 3, 6),
    (("97116", "97124", "97032", "97033"), 4, 3, 4),
    (("97535", "97542", "97750", "97755"), 8, 3, 8),
    (("97150",), 1, 3, 2),
    (("97034", "97035"), 2, 3, 2),
    (("97036",), 3, 3, 3),
    (("97533",), 4, 3, 4),
    (("97537",), 6, 3, 8),
    (("97760", "97761", "97763"), 6, 3, 6),
    (("97129",), 1, 2, 1),
    (("97130",), 7, 3, 7),
    (tuple(f"9716{n}" for n in range(1, 9)), 1, 2, 1),
    (("97012", "97016", "97018", "97022", "97024", "97026", "97028"), 1, 3, 1),
    (("97010",), 0, 3, 1),
    (("97014", "98943"), 0, 3, 0),
    (("G0283",), 1, 3, 1),
    (("98940", "98941", "98942", "20560", "20561", "95992"), 1, 2, 1),
    (("95851",), 3, 3, 3),
    (("95852",), 1, 3, 1),
]


@pytest.mark.parametrize(("codes", "units", "mai", "hospital"), LIMITS)
def test_limits_of_the_quarter(codes, units, mai, hospital):
    practice, ward = (BOOK.mue[setting][0].limits for setting in Setting)
    for code in codes:
        assert (practice[code], ward[code].units) == ((units, mai), hospital), code


MUE_CSV = SHARED / "data" / "ncci" / "mue-therapy.csv"


@pytest.mark.skipif(not MUE_CSV.exists(), reason="the shared reference data is not beside us")
def test_shipped_limits_are_the_tables():
    with MUE_CSV.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["hcpcs"] in BOOK.codes]
    for setting, column in ((Setting.PRACTITIONER, "practitioner"), (Setting.HOSPITAL, "hospital")):
        shipped = BOOK.mue[setting][0].limits
        for row in rows:
            expected = int(row[f"{column}_mue"]), int(row[f"{column}_mai"])
            assert shipped[row["hcpcs"]] == expected, row["hcpcs"]


@pytest.mark.parametrize(
    ("service", "setting", "severity"),
    [
        (Service("97110", 90), Setting.PRACTITIONER, None),
        (Service("97110", 98), Setting.PRACTITIONER, WARNING),
        (Service("97110", 98), Setting.HOSPITAL, None),
        (Service("97110", 128), Setting.HOSPITAL, WARNING),
        (Service("97161", 45), Setting.PRACTITIONER, None),
        (Service("97161", 45, units=2), Setting.PRACTITIONER, ERROR),
        (Service("97150", 45, units=2), Setting.PRACTITIONER, WARNING),
        (Service("97150", 45, units=2), Setting.HOSPITAL, None),
    ],
)
def test_units_above_the_limit_stay_and_are_flagged(service, setting, severity):
    found = bill(service, setting=setting)
    assert severities(found, "mue") == ([severity] if severity else [])
    assert [line.code for line in found.lines] == [service.code]


def test_the_day_is_summed_over_its_encounters():
    others = (OtherEncounter(Discipline.OT, (Service("97110", 60),)),)
    found = bill(Service("97110", 45), same_day=others)
    (alert,) = alerts(found, "mue")
    assert alert.message.startswith("7 units of 97110; the limit is 6 a day")
    assert [line.units for line in found.lines] == [3]


def test_a_decision_moves_the_line_to_the_cap():
    found = bill(
        Service("97110", 105),
        Service("97140", 10),
        decline=(Decline("mue", ("97110",), "too long"),),
    )
    assert [(item.code, item.reason) for item in found.not_billed] == [("97110", "cap")]
    assert {b: n for b, n in found.ledger if n} == {"cap": 105, "billed": 10}
    assert not alerts(found, "mue")


@pytest.mark.parametrize("payer", ["cash", "aetna", "texas-medicaid"])
def test_medicares_limits_are_not_lent(payer):
    assert not alerts(bill(Service("97161", 45, units=2), payer=payer), "mue")


@pytest.mark.parametrize(
    ("payer", "day", "minutes", "flagged"),
    [
        ("anthem", date(2021, 3, 31), {"97110": 75}, False),
        ("anthem", date(2021, 4, 1), {"97110": 75}, True),
        ("anthem", TODAY, {"97110": 60}, False),
        ("anthem", TODAY, {"97110": 45, "97140": 30}, True),
        ("anthem", TODAY, {"97110": 45, "97530": 30}, False),  # not among the codes it caps
        ("unitedhealthcare", TODAY, {"97110": 45, "97530": 30}, True),
        ("texas-medicaid", TODAY, {"97110": 45, "97530": 30}, True),
        ("texas-medicaid", TODAY, {"97035": 38}, True),
        ("texas-medicaid", TODAY, {"97035": 30}, False),
        (PART_B, TODAY, {"97110": 75}, False),
    ],
)
def test_caps_of_payers(payer, day, minutes, flagged):
    rows = [Service(code, n) for code, n in minutes.items()]
    assert severities(bill(*rows, payer=payer, day=day), "day-cap") == [WARNING] * flagged


def test_a_cap_counts_one_disciplines_encounters_together():
    rows = (Service("97140", 30),)
    for discipline, flagged in ((Discipline.PT, True), (Discipline.OT, False)):
        others = (OtherEncounter(discipline, rows),)
        found = bill(Service("97110", 45), payer="anthem", day=TODAY, same_day=others)
        assert bool(alerts(found, "day-cap")) is flagged


def test_a_cap_declined_keeps_what_is_under_it():
    found = bill(
        Service("97110", 45),
        Service("97140", 30),
        payer="anthem",
        day=TODAY,
        decline=(Decline("day-cap", ("97140",)),),
    )
    assert [(line.code, line.units) for line in found.lines] == [("97110", 3)]
    assert not alerts(found, "day-cap")
    assert dict(found.ledger)["cap"] == 30


def test_a_practice_sets_its_own_cap():
    book = with_values("aetna", day_cap=3)
    assert severities(bill(Service("97110", 60), payer="aetna", day=TODAY, book=book), "day-cap")


def test_a_line_limit_looks_at_the_line_alone():
    table = MueTable("own", IN_QUARTER, IN_QUARTER, "source", {"97110": UnitLimit(3, BY_LINE)})
    book = replace(BOOK, mue={Setting.PRACTITIONER: (table,)}, _days={})
    others = (OtherEncounter(Discipline.OT, (Service("97110", 60),)),)
    assert not alerts(bill(Service("97110", 45), same_day=others, book=book), "mue")
    assert severities(bill(Service("97110", 60), book=book), "mue") == [WARNING]
