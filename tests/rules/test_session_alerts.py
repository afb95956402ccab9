"""Clock times, assistants, hand-put modifiers, untimed units and the trace."""

from datetime import date

import pytest

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import Encounter, Interval, OtherEncounter, Service
from core.model.kinds import Discipline, Severity, Who
from core.rules.engine import evaluate

T, A, TOGETHER = Who.THERAPIST, Who.ASSISTANT, Who.TOGETHER


def bill(*services: Service, payer: str = "medicare-part-b", **more: object) -> Bill:
    return evaluate(
        Encounter(date(2026, 3, 10), payer, Discipline.PT, services, **more), load_rulebook()
    )


def ids(found: Bill) -> list[str]:
    return [alert.id for alert in found.alerts]


def timed(code: str, start: int, end: int, who: Who = T) -> Service:
    minutes = {T: "minutes", A: "assistant_minutes", TOGETHER: "together_minutes"}[who]
    return Service(code, **{minutes: end - start}, intervals=(Interval(start, end, who),))


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        (timed("97110", 600, 615), timed("97140", 615, 630), False),  # one ends as one begins
        (timed("97110", 600, 616), timed("97140", 615, 630), True),
        (timed("97110", 600, 660), timed("97140", 615, 630), True),  # one inside the other
        (timed("97110", 600, 615), timed("97110", 610, 630), True),  # one code twice
        (timed("97110", 600, 615, TOGETHER), timed("97140", 610, 625), True),
        (timed("97110", 600, 615, TOGETHER), timed("97140", 610, 625, A), True),
        (timed("97110", 600, 615, T), timed("97140", 614, 629, A), True),
        (timed("97110", 600, 615, T), timed("97110", 600, 615, A), True),
        (timed("97110", 600, 615, T), timed("97140", 615, 630, A), False),
        (timed("97035", 600, 615, T), timed("97140", 600, 615, A), True),
        (timed("97012", 600, 615, A), timed("97140", 600, 615, T), False),
        (timed("97110", 600, 615), timed("97012", 600, 615), False),  # nobody stands by traction
        (timed("97110", 600, 615), timed("G0283", 600, 615), False),
    ],
)
def test_a_patient_is_in_one_attended_service_at_a_time(first, second, flagged):
    assert ("interval-overlap" in ids(bill(first, second))) is flagged
    assert ("interval-overlap" in ids(bill(second, first))) is flagged


def test_two_clinicians_at_once_are_asked_to_mark_the_minutes_as_together():
    (alert,) = bill(timed("97110", 600, 615, T), timed("97140", 605, 620, A)).alerts
    assert (alert.severity, alert.codes) == (Severity.ERROR, ("97110", "97140"))
    assert "mark these minutes as together" in alert.fix


@pytest.mark.parametrize(("start", "flagged"), [(614, True), (615, False), (585, False)])
def test_another_session_of_the_day_cannot_use_the_same_minutes(start, flagged):
    others = (OtherEncounter(Discipline.OT, (timed("97535", start, start + 15),)),)
    found = bill(timed("97110", 600, 615), same_day=others)
    assert ("interval-overlap" in ids(found)) is flagged


@pytest.mark.parametrize(("beside", "flagged"), [(440, False), (441, True)])
def test_a_day_holds_1440_minutes_over_all_rows_and_sessions(beside, flagged):
    others = (OtherEncounter(Discipline.OT, (Service("97535", beside),)),)
    found = bill(Service("97110", 600), Service("97140", 400), same_day=others)
    told = [alert.severity for alert in found.alerts if alert.id == "minutes-mismatch"]
    assert told == [Severity.ERROR] * flagged


def test_an_overlap_is_found_past_a_shorter_stretch_between():
    rows = timed("97110", 600, 660), timed("97112", 601, 610), timed("97140", 650, 665)
    overlaps = [alert for alert in bill(*rows).alerts if alert.id == "interval-overlap"]
    assert [alert.codes for alert in overlaps] == [("97110", "97112"), ("97110", "97140")]
    assert "10:00-11:00" in overlaps[1].message
    assert "10:50-11:05" in overlaps[1].message


def test_clock_times_that_do_not_sum_to_the_minutes_are_named():
    row = Service("97110", 20, intervals=(Interval(600, 615),))
    alert = bill(row).alerts[0]
    assert (alert.id, alert.severity) == ("minutes-mismatch", Severity.WARNING)
    assert "15 minutes" in alert.message
    assert "20 minutes" in alert.message


def test_split_clock_times_may_sum_to_the_minutes():
    row = Service("97110", 20, intervals=(Interval(600, 615), Interval(630, 635)))
    assert ids(bill(row)) == []


@pytest.mark.parametrize("payer", ["generic-commercial", "aetna", "medi-cal"])
def test_what_a_payer_wants_for_assistants_may_be_unknown_and_is_said(payer):
    found = bill(Service("97110", 5, assistant_minutes=10), payer=payer)
    assert found.lines[0].units == 1
    assert "CQ" not in found.lines[0].modifiers
    assert any("CQ or CO" in alert.message for alert in found.alerts)


@pytest.mark.parametrize(
    ("by_hand", "expected"),
    [
        ((), ("GP",)),
        (("KX", "59"), ("59", "GP", "KX")),
        (("gp",), ("GP",)),
        (("RT", "XE", "GA"), ("XE", "GP", "GA", "RT")),
        (("AT",), ("GP", "AT")),
    ],
)
def test_modifiers_stand_in_the_books_order(by_hand, expected):
    assert bill(Service("97110", 15, modifiers=by_hand)).lines[0].modifiers == expected


def test_anothers_plan_of_care_put_on_by_hand_is_kept_and_flagged():
    found = bill(Service("97110", 15, modifiers=("GO",)))
    assert found.lines[0].modifiers == ("GO",)
    assert ids(found) == ["discipline"]


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        ((Service("97012"),), 1),
        ((Service("97012", 40),), 1),
        ((Service("97012", 10), Service("97012", 10)), 1),
        ((Service("98977", units=2),), 2),
        ((Service("97598", units=2), Service("97598", units=1)), 3),
    ],
)
def test_an_untimed_code_counts_once_unless_units_are_given(rows, units):
    assert [line.units for line in bill(*rows).lines] == [units]


def test_an_untimed_code_with_no_units_is_not_billed():
    found = bill(Service("97012", 10, units=0))
    assert found.lines == ()
    assert dict(found.ledger)["unassigned"] == 10


def test_an_evaluation_of_others_blocks_and_anothers_technique_only_warns():
    assert bill(Service("97165", 45)).alerts[0].severity is Severity.ERROR
    assert bill(Service("98940", 10), payer="cash").alerts[0].severity is Severity.WARNING


def test_units_given_for_a_timed_code_do_not_overrule_minutes():
    found = bill(Service("97110", 15, units=4))
    assert found.lines[0].units == 1
    assert any("minutes decide" in step.result for step in found.trace)


def test_the_trace_tells_the_sum_a_therapist_would_do():
    rows = Service("97140", 22), Service("97110", 16), Service("97112", 12)
    results = [step.result for step in bill(*rows).trace if step.since]
    assert results[:5] == [
        "total-time rule",
        "22 + 16 + 12 = 50 timed minutes",
        "38 to 52 minutes = 3 units",
        "97140 ×1, 97110 ×1",
        "left over 97140 7, 97110 1, 97112 12: third unit to 97112",
    ]
    assert "GP on 97140, 97110, 97112" in results


def test_every_step_of_a_counted_day_has_source_and_day():
    rows = Service("97140", 20), Service("97110", 20), Service("97161", 30)
    trace = bill(*rows).trace
    assert all(step.cite for step in trace)
    assert [step.step for step in trace if not step.since] == ["Not checked"]


def test_facts_the_bill_does_not_use_are_named():
    found = bill(Service("97110", 15), unused_facts=("year_to_date", "locality"))
    assert found.trace[-1].result == "year_to_date, locality"


def test_a_saved_bill_knows_its_rule_book():
    assert bill(Service("97110", 15)).rulebook == load_rulebook().identity
