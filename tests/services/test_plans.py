"""What a plan holds, its signatures, sendings, reports and papers, through the services."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import DataProblem, InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import Discipline
from core.model.patient import Diagnosis, PlanOfCare
from core.model.patient_uploads import Upload, UploadKind
from core.model.plan_clock import ClockKind, ClockState
from core.model.plan_of_care import (
    Certification,
    CertificationKind,
    Goal,
    GoalProgress,
    GoalState,
    GoalVerdict,
    Order,
    PlanContent,
    PlanReport,
    PlanSent,
    ReportKind,
    SentHow,
    read_phases,
)
from core.model.practice import ReferringProvider
from core.services import (
    care_files,
    certifying,
    encounters,
    patient_files,
    plan_reports,
    plan_work,
    plans,
    setup,
)
from core.store import verify
from tests.support.practice import DAY, clock_on

FIRST = date(2026, 2, 2)
PDF = b"%PDF-1.7\nsigned order\n%%EOF\n"
INITIAL, AGAIN = CertificationKind.INITIAL, CertificationKind.RECERTIFICATION


@pytest.fixture
def doctor(clinic):
    return setup.save_referring(clinic.p, ReferringProvider("Eve", "Roe", "1003000126")).id


@pytest.fixture
def plan(clinic, doctor):
    """An eight-week plan from 2 February, treated on its first day."""
    made = PlanOfCare(clinic.patient, Discipline.PT, FIRST, referring_provider_id=doctor)
    content = PlanContent(
        0, clinic.therapist, FIRST, "Therapeutic exercise", phases=read_phases("2x8"),
        diagnoses=(Diagnosis("M5450", "Low back pain"),),
    )  # fmt: skip
    kept = plans.save(clinic.p, made, content)
    treat(clinic, FIRST)
    return kept


def treat(clinic, day):
    clinic.p.clock, before = clock_on(max(day, DAY)), clinic.p.clock
    fresh = encounters.new_session(clinic.p, clinic.patient, day, clinic.therapist).record
    services = (Service("97110", 23),)
    encounters.save(clinic.p, replace(fresh, services=services, pointers=("",)))
    clinic.p.clock = before


def record(clinic):
    return care_files.get(clinic.p, clinic.patient).plans[0]


def clock(clinic, kind):
    return next((one for one in record(clinic).clocks if one.kind is kind), None)


def refusal(call, field):
    with pytest.raises(InvalidInput) as refused:
        call()
    return next(str(one) for one in refused.value.problems if one.field == field)


def certify(clinic, plan, doctor, kind=INITIAL, **changes):
    values = {"signed_on": FIRST + timedelta(7)} | changes
    return certifying.certify(clinic.p, Certification(plan.id, kind, doctor, **values))


def goal(clinic, plan, words="Climb a flight of stairs"):
    return plans.save_goal(clinic.p, Goal(plan.id, words, measure="LEFS", target="60"))


def report(plan, clinic, goals=(), **changes):
    values = {
        "written_on": DAY, "written_by_id": clinic.therapist, "covers_from": FIRST,
        "covers_to": DAY, "assessment": "Walks further.", "continuing": "Two a week go on.",
    }  # fmt: skip
    return PlanReport(plan.id, ReportKind.PROGRESS, goals=goals, **(values | changes))


def test_a_plan_is_read_back_whole(clinic, plan):
    found = record(clinic)
    assert found.content.diagnoses == (Diagnosis("M5450", "Low back pain"),)
    assert (found.content.established_by, found.ends_on) == (
        "Ann Lee, PT, DPT", date(2026, 3, 29),
    )  # fmt: skip
    assert (found.visits_done, found.visits_planned) == (1, 12)


def test_a_plan_without_goals_says_so_and_with_them_is_complete(clinic, plan):
    assert "long-term goals" in clock(clinic, ClockKind.CONTENT).words
    goal(clinic, plan)
    assert clock(clinic, ClockKind.CONTENT) is None


def test_an_assistant_establishes_no_plan(clinic, plan):
    content = replace(record(clinic).content, established_by_id=clinic.assistant)
    said = refusal(lambda: plans.save(clinic.p, plan, content), "established_by_id")
    assert "a therapist establishes the plan" in said


def test_saving_a_plan_leaves_its_signatures_alone(clinic, plan, doctor):
    certify(clinic, plan, doctor)
    plans.save(clinic.p, plan, record(clinic).content)
    assert record(clinic).plan.certified_on == FIRST + timedelta(7)


def test_goals_keep_their_numbers_and_a_new_one_gets_its_own(clinic, plan):
    first, second = goal(clinic, plan), goal(clinic, plan, "Walk 400 m")
    plans.save_goal(clinic.p, replace(first, state=GoalState.DROPPED))
    third = goal(clinic, plan, "Climb two flights")
    assert [one.name for one in (first, second, third)] == ["G1", "G2", "G3"]
    assert [one.number for one in record(clinic).goals] == [1, 2, 3]


def test_a_goal_that_a_report_speaks_of_keeps_its_words(clinic, plan):
    kept = goal(clinic, plan)
    said = (GoalProgress(kept.id, GoalVerdict.IMPROVED, "One flight with a rail"),)
    plan_reports.write(clinic.p, report(plan, clinic, said))
    changed = replace(kept, target="40")
    assert "Drop it" in refusal(lambda: plans.save_goal(clinic.p, changed), "words")


def test_a_certification_covers_the_plan_or_ninety_days(clinic, plan, doctor):
    kept = certify(clinic, plan, doctor)
    assert (kept.covers_from, kept.valid_to) == (FIRST, date(2026, 3, 29))
    assert record(clinic).plan.certified_to == date(2026, 3, 29)
    assert clock(clinic, ClockKind.CERTIFICATION).state is ClockState.MET


def test_a_certification_that_is_typed_longer_is_refused(clinic, plan, doctor):
    said = refusal(lambda: certify(clinic, plan, doctor, valid_to=date(2026, 3, 30)), "valid_to")
    assert "ends 29 Mar 2026" in said


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_a_signature_after_thirty_days_needs_its_reason(clinic, plan, doctor, days, late):
    signed = FIRST + timedelta(days)
    if not late:
        assert certify(clinic, plan, doctor, signed_on=signed).delay_reason == ""
        return
    said = refusal(lambda: certify(clinic, plan, doctor, signed_on=signed), "delay_reason")
    assert "due by 4 Mar 2026" in said
    kept = certify(clinic, plan, doctor, signed_on=signed, delay_reason="Faxed twice")
    assert kept.delay_reason == "Faxed twice"


def test_a_spoken_order_counts_until_its_signature_is_due(clinic, plan, doctor):
    certify(clinic, plan, doctor, signed_on=None, verbal_on=FIRST + timedelta(30))
    assert clock(clinic, ClockKind.SIGNATURE).due == date(2026, 3, 18)
    certify(clinic, plan, doctor, signed_on=DAY, verbal_on=FIRST + timedelta(30))
    assert clock(clinic, ClockKind.SIGNATURE) is None


def test_a_recertification_needs_a_signature_and_a_plan_that_goes_on(clinic, plan, doctor):
    certify(clinic, plan, doctor)
    assert refusal(lambda: certify(clinic, plan, doctor, AGAIN, signed_on=None), "signed_on")
    said = refusal(lambda: certify(clinic, plan, doctor, AGAIN, signed_on=DAY), "valid_to")
    assert "The plan ends 29 Mar 2026" in said
    longer = replace(record(clinic).content, phases=read_phases("2x8 1x20"))
    plans.save(clinic.p, plan, longer)
    kept = certify(clinic, plan, doctor, AGAIN, signed_on=DAY)
    assert (kept.covers_from, kept.valid_to) == (date(2026, 3, 30), date(2026, 6, 28))


def test_a_withdrawn_signature_counts_no_longer_and_stays(clinic, plan, doctor):
    kept = certify(clinic, plan, doctor)
    certifying.withdraw(clinic.p, kept.id, "Another patient's")
    found = record(clinic)
    assert (found.plan.certified_on, found.plan.certified_to) == (None, None)
    assert found.certifications[0].withdrawn_why == "Another patient's"
    with pytest.raises(UserProblem):
        certifying.withdraw(clinic.p, kept.id, "Again")


def test_a_signed_order_and_a_plan_sent_with_proof_stand_in(clinic, plan, doctor):
    order = Order(clinic.patient, Discipline.PT, doctor, signed_on=FIRST - timedelta(3))
    certifying.save_order(clinic.p, order)
    sent = PlanSent(plan.id, FIRST, SentHow.FAX, "Dr. Roe")
    certifying.log_send(clinic.p, sent)
    assert clock(clinic, ClockKind.CERTIFICATION).state is ClockState.OVERDUE  # without proof
    certifying.log_send(clinic.p, replace(sent, proof="Fax report 4471"))
    found = clock(clinic, ClockKind.CERTIFICATION)
    assert (found.state, found.since) == (ClockState.MET, date(2025, 1, 1))


def test_an_order_of_another_discipline_does_not_help(clinic, plan, doctor):
    order = Order(clinic.patient, Discipline.OT, doctor, signed_on=FIRST - timedelta(3))
    certifying.save_order(clinic.p, order)
    certifying.log_send(clinic.p, PlanSent(plan.id, FIRST, SentHow.FAX, "Dr. Roe", proof="4471"))
    assert clock(clinic, ClockKind.CERTIFICATION).state is ClockState.OVERDUE


def test_a_report_says_how_each_open_goal_stands(clinic, plan):
    first, second = goal(clinic, plan), goal(clinic, plan, "Walk 400 m")
    said = (GoalProgress(first.id, GoalVerdict.MET, "Two flights"),)
    problem = refusal(lambda: plan_reports.write(clinic.p, report(plan, clinic, said)), "goals")
    assert problem == "Say how G2 stands."
    both = (*said, GoalProgress(second.id, GoalVerdict.IMPROVED))
    kept = plan_reports.write(clinic.p, report(plan, clinic, both))
    assert (kept.treatment_days, kept.id is not None) == (1, True)
    assert [one.state for one in record(clinic).goals] == [GoalState.MET, GoalState.OPEN]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("assessment", {"assessment": " "}),
        ("continuing", {"continuing": ""}),
        ("covers_to", {"covers_to": DAY + timedelta(1)}),
        ("covers_to", {"covers_to": FIRST - timedelta(1)}),
        ("covers_from", {"covers_from": FIRST - timedelta(1)}),
    ],
)
def test_a_report_that_lacks_what_it_must_hold_is_refused(clinic, plan, field, changes):
    assert refusal(lambda: plan_reports.write(clinic.p, report(plan, clinic, **changes)), field)


def test_an_assistant_writes_no_progress_report(clinic, plan):
    made = report(plan, clinic, written_by_id=clinic.assistant)
    said = refusal(lambda: plan_reports.write(clinic.p, made), "written_by_id")
    assert "a therapist writes the report" in said


def test_treatment_days_count_from_the_last_report_on(clinic, plan):
    for after in range(1, 9):
        treat(clinic, FIRST + timedelta(3 * after))
    assert clock(clinic, ClockKind.PROGRESS).state is ClockState.SOON
    until = FIRST + timedelta(18)
    plan_reports.write(clinic.p, report(plan, clinic, covers_to=until, written_on=until))
    found = record(clinic)
    assert clock(clinic, ClockKind.PROGRESS).words.startswith("2 treatment days")
    assert (found.reports[0].treatment_days, found.report_from) == (7, until + timedelta(1))
    plan_reports.withdraw(clinic.p, found.reports[0].id, "Wrong patient")
    assert clock(clinic, ClockKind.PROGRESS).words.startswith("9 treatment days")


def test_a_discharge_note_ends_the_plan_and_its_clocks(clinic, plan):
    made = replace(report(plan, clinic), kind=ReportKind.DISCHARGE)
    plan_reports.write(clinic.p, made)
    found = record(clinic)
    assert found.content.discharged_on == DAY
    assert clock(clinic, ClockKind.PROGRESS) is None
    assert plan_work.plans_due(clinic.p, DAY) == ()


def test_the_worklist_names_what_is_late_first(clinic, plan):
    found = plan_work.plans_due(clinic.p, DAY)
    assert [one.words for one in found] == ["Certification overdue", "Plan not complete",
                                            "Discharge note due soon"]  # fmt: skip
    assert (found[0].date, found[0].payer_name) == (date(2026, 3, 4), "Medicare Part B")


def keep(clinic, body=PDF, **changes):
    made = Upload(clinic.patient, UploadKind.ORDER, FIRST, title="From Dr. Roe")
    return patient_files.add(clinic.p, replace(made, **changes), body)


def test_a_paper_comes_back_byte_by_byte(clinic):
    kept = keep(clinic)
    assert patient_files.open_file(clinic.p, kept.id) == (
        replace(kept, added_at=kept.added_at), PDF,
    )  # fmt: skip
    assert (kept.media, kept.size) == ("application/pdf", len(PDF))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90 a program named order.pdf", "no whole PDF"),
        (PDF[:-7], "no whole PDF"),
        (b"%PDF-1.7" + b"\0" * (15 * 1024 * 1024) + b"%%EOF", "at most 15 MB"),
    ],
)
def test_what_is_no_paper_is_refused(clinic, body, said):
    assert said in refusal(lambda: keep(clinic, body), "file")


def test_the_same_file_twice_is_refused_until_the_first_is_off_the_list(clinic):
    kept = keep(clinic)
    assert "kept already" in refusal(lambda: keep(clinic, title="Again"), "file")
    patient_files.withdraw(clinic.p, kept.id, "Scanned upside down")
    assert care_files.get(clinic.p, clinic.patient).uploads == ()
    assert keep(clinic, title="Again").id != kept.id


def test_a_paper_that_was_changed_in_the_file_is_not_handed_out(clinic):
    kept = keep(clinic)
    db = clinic.p.file.db
    db.conn.set_authorizer(None)
    db.conn.execute("PRAGMA query_only = OFF")
    db.execute("DROP TRIGGER patient_files_fixed")
    db.execute("UPDATE patient_files SET body = zeroblob(size)")
    with pytest.raises(DataProblem):
        patient_files.open_file(clinic.p, kept.id)
    assert any("Kept paper" in fault.message for fault in verify.document_faults(db))


def test_a_paper_is_not_readable_in_the_practice_file(clinic):
    keep(clinic)
    assert b"signed order" not in clinic.p.file.path.read_bytes()
