"""What the practice tells the engine: the day's other sessions, the year, the plan, the prices."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import InvalidInput
from core.model.encounter import Service
from core.model.kinds import CoverageRank, Discipline
from core.model.patient import Coverage, PlanOfCare
from core.model.plan_of_care import PlanReport, ReportKind
from core.model.statements import Attestation, Refusal, RefusalKind, StatementKind
from core.services import encounters, patients, plan_reports, setup
from core.services.engine_facts import LOCALITY, keep_outside_use
from tests.support.practice import DAY

AT = datetime(2026, 3, 10, 14, 2, tzinfo=UTC)
KX = Attestation(StatementKind.KX, ("97110",), "KX", "Somebody", AT)
NOTICE = Attestation(StatementKind.NOTICE, ("97110",), "GX GY", "Somebody", AT)


def keep(clinic, *services, day=DAY, complete=True, **changes):
    record = encounters.new_session(clinic.p, clinic.patient, day).record
    record = replace(record, services=services, **changes)
    return encounters.save(clinic.p, record, complete=complete).encounter_id


def units(clinic, number):
    return encounters.bill_of(clinic.p, number).total_units


def facts(clinic, day=DAY):
    return encounters.new_session(clinic.p, clinic.patient, day).facts


def step(bill, name):
    return next(one.result for one in bill.trace if one.step == name)


@pytest.mark.parametrize(("first", "second"), [("97140", "97110"), ("97110", "97140")])
def test_two_halves_of_a_unit_are_never_two_units(clinic, first, second):
    one = keep(clinic, Service(first, 8))
    assert units(clinic, one) == 1
    two = keep(clinic, Service(second, 8))
    assert units(clinic, one) + units(clinic, two) == 1


def test_the_same_code_twice_a_day_gives_its_unit_once(clinic):
    one, two = keep(clinic, Service("97110", 8)), keep(clinic, Service("97110", 8))
    assert (units(clinic, one), units(clinic, two)) == (1, 0)


def test_minutes_of_two_sessions_pool(clinic):
    one, two = keep(clinic, Service("97110", 7)), keep(clinic, Service("97140", 7))
    assert units(clinic, one) + units(clinic, two) == 1  # 14 minutes: 8 to 22 is one unit


def test_charges_follow_a_bill_that_is_counted_anew(clinic):
    one = keep(clinic, Service("97140", 8))
    (event,) = clinic.audit_since(lambda: keep(clinic, Service("97110", 8)))
    assert event.detail["billed_anew"] == [one]
    sql = "SELECT count(*) FROM charges WHERE encounter_id = ?"
    assert clinic.p.file.db.execute(sql, (one,)).fetchone() == (0,)


def test_a_void_session_gives_its_unit_back(clinic):
    one, two = keep(clinic, Service("97140", 8)), keep(clinic, Service("97110", 8))
    encounters.void(clinic.p, two, "wrong patient")
    assert units(clinic, one) == 1


def test_another_coverage_of_the_day_does_not_pool(clinic):
    one = keep(clinic, Service("97110", 8))
    with clinic.p.file.unit_of_work("test.move", "encounter") as work:  # kept before it was known
        work.db.execute("UPDATE encounters SET coverage_id = NULL WHERE id = ?", (one,))
    two = keep(clinic, Service("97110", 8))
    assert (units(clinic, one), units(clinic, two)) == (1, 1)


def test_the_year_is_not_known_without_a_locality(clinic):
    keep(clinic, Service("97110", 15), day=DAY - timedelta(7))
    assert facts(clinic).meter.own is None
    assert "year_to_date.pt_slp not given" in step(
        encounters.bill_of(clinic.p, keep(clinic, Service("97110", 15))), "Not checked"
    )


def test_the_year_adds_up_own_allowed_amounts_and_use_elsewhere(clinic):
    keep(clinic, Service("97110", 15), day=DAY - timedelta(7))
    keep(clinic, Service("97110", 15), day=date(2025, 12, 30))  # last year counts no more
    setup.set_setting(clinic.p, LOCALITY, "national")
    own = facts(clinic).meter.own
    assert 2500 < own < 3500  # one unit of 97110 in 2026
    keep_outside_use(clinic.p, clinic.patient, 2026, "pt_slp", "$1,900.00")
    meter = facts(clinic).meter
    assert (meter.total, meter.looked_up_on, meter.limit) == (own + 190000, DAY, 248000)
    assert facts(clinic).year_to_date.pt_slp == own + 190000


def test_a_commercial_payer_has_no_meter(clinic):
    record = encounters.new_session(clinic.p, clinic.patient, DAY).record
    other = encounters.on_day(clinic.p, replace(record, coverage_id=None), date(2012, 1, 1))
    assert other.facts.meter is None


def test_the_plan_counts_treatment_days_from_the_last_report_on(clinic):
    plan = PlanOfCare(clinic.patient, Discipline.PT, DAY - timedelta(40),
                      certified_to=DAY + timedelta(50))  # fmt: skip
    plan = patients.save_plan_of_care(clinic.p, plan)
    for ago in range(9, 0, -1):
        keep(clinic, Service("97110", 15), day=DAY - timedelta(ago))
    found = facts(clinic).plan
    assert found.first_treatment == DAY - timedelta(9)
    assert (found.certified_to, found.treatment_days_since_report) == (plan.certified_to, 10)
    keep(clinic, Service("97110", 15))
    report = PlanReport(
        plan.id, ReportKind.PROGRESS, DAY, clinic.therapist, plan.starts_on, DAY - timedelta(1),
        "Walks further.", continuing="Goes on.",
    )  # fmt: skip
    assert facts(clinic, DAY + timedelta(1)).plan.treatment_days_since_report == 11
    plan_reports.write(clinic.p, report)
    assert facts(clinic, DAY + timedelta(1)).plan.treatment_days_since_report == 2


def test_a_secondary_coverage_names_its_rules(clinic):
    assert facts(clinic).secondary == ""
    second = Coverage(clinic.patient, clinic.commercial, CoverageRank.SECONDARY, "X1")
    patients.save_coverage(clinic.p, second)
    assert facts(clinic).secondary == f"generic-commercial@{clinic.commercial}"


def test_a_statement_is_kept_under_the_name_of_who_is_signed_in(clinic):
    number = keep(clinic, Service("97110", 15), attestations=(KX,))
    (kept,) = encounters.open_session(clinic.p, number).record.attestations
    assert (kept.actor, kept.at, kept.modifier) == (clinic.p.file.actor, AT, "KX")
    bill = encounters.bill_of(clinic.p, number)
    assert "KX" in bill.lines[0].modifiers
    said = step(bill, f"Attested by {kept.actor}, 2026-03-10 14:02 UTC")
    assert said == "KX on 97110: more therapy is medically necessary"


def test_a_statement_taken_back_stands_in_the_audit_trail(clinic):
    number = keep(clinic, Service("97110", 15), attestations=(KX,))
    record = replace(encounters.open_session(clinic.p, number).record, attestations=())
    (event,) = clinic.audit_since(lambda: encounters.save(clinic.p, record, complete=True))
    assert event.detail["attested_taken_back"] == ["kx KX 97110"]
    assert encounters.bill_of(clinic.p, number).lines[0].modifiers == ("GP",)


def test_a_notice_is_kept_with_name_and_time_and_said_on_the_bill(clinic):
    number = keep(clinic, Service("97110", 15), attestations=(NOTICE,))
    (kept,) = encounters.open_session(clinic.p, number).record.attestations
    assert kept == replace(NOTICE, actor=clinic.p.file.actor)
    bill = encounters.bill_of(clinic.p, number)
    assert {"GX", "GY"} <= set(bill.lines[0].modifiers)
    said = step(bill, f"Attested by {kept.actor}, 2026-03-10 14:02 UTC")
    assert said.startswith("GX GY on 97110: a voluntary notice was given")


def test_a_statement_is_never_carried_over(clinic):
    keep(clinic, Service("97110", 15), day=DAY - timedelta(2), attestations=(KX, NOTICE))
    assert encounters.new_session(clinic.p, clinic.patient, DAY).record.attestations == ()


def test_a_declined_line_leaves_the_bill_with_its_reason(clinic):
    no = Refusal(RefusalKind.LINE, "edit-pair", ("97110",), "done as part of it", "x", AT)
    pair = (Service("97150", 15), Service("97110", 15))
    number = keep(clinic, *pair, refusals=(no,))
    bill = encounters.bill_of(clinic.p, number)
    assert [line.code for line in bill.lines] == ["97150"]
    assert "done as part of it" in step(bill, "Decision on edit-pair on 97110")


def test_a_refusal_needs_its_reason(clinic):
    no = Refusal(RefusalKind.SUGGESTION, "kx", ("97110",), " ", "x", AT)
    with pytest.raises(InvalidInput):
        keep(clinic, Service("97110", 15), refusals=(no,))
