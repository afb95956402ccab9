"""The papers of a plan of care, read back as text and looked at as pictures."""

from dataclasses import replace
from datetime import date

import pytest

from core.model.kinds import Discipline
from core.model.lymphedema import LymphRecord, read_girths
from core.model.plan_of_care import Goal, GoalVerdict, read_phases
from core.reports import (
    authorisation_request,
    discharge_note,
    lymphedema_record,
    plan_of_care,
    progress_report,
)
from core.reports.care_record import (
    CareHead,
    GoalLine,
    LymphPaper,
    MeasureLine,
    PlanPaper,
    ReportPaper,
    RequestPaper,
)
from core.reports.superbill_record import Notice
from tests.reports import reading
from tests.reports.people import BACK, BILLING, INSURANCE, ISSUED, PATIENT, REFERRAL, WEAK

FIRST = date(2026, 2, 2)
HEAD = CareHead(
    1001, ISSUED, BILLING, PATIENT, Discipline.PT, FIRST, "Jordan Reyes, PT, DPT", INSURANCE,
    REFERRAL, (BACK, WEAK), FIRST,
)  # fmt: skip
GOALS = (
    Goal(1, "Sit through a two-hour meeting", 1, 1, "ODI", "44 %", "24 %", date(2026, 3, 29)),
    Goal(1, "Lift 10 kg from the floor", 2, 2, "Flexion", "30 deg", "55 deg", date(2026, 3, 29)),
)
LINES = (
    GoalLine(GOALS[0], GoalVerdict.IMPROVED, "Sits for one hour."),
    GoalLine(GOALS[1], GoalVerdict.MET, "Lifts 12 kg."),
)
MEASURES = (MeasureLine("ODI", "44 %, 02/02/2026", "30 %, 03/09/2026", "More than it must"),)
PLAN = PlanPaper(
    HEAD, FIRST, "Therapeutic exercise and manual therapy", 1, read_phases("3x2 2x6"), 18,
    date(2026, 3, 29), "Pain after 20 minutes of sitting.", goals=GOALS,
    order="Priya Raman, MD, signed 01/29/2026", certify_from=FIRST,
    certify_to=date(2026, 3, 29),
)  # fmt: skip
REPORT = ReportPaper(
    HEAD, ISSUED, FIRST, date(2026, 3, 9), 10, "Sits and lifts better.", "Two a week go on.",
    LINES, "Flexion 48 deg.", "G2 is met.", MEASURES, 10, 12,
)  # fmt: skip
LYMPH = LymphPaper(
    HEAD, "Left arm",
    (
        LymphRecord(1, FIRST, "Left arm", "II", 1, girths=read_girths("0:19/17.5 10:25.5/22.5"),
                    skin="Pitting", cause="Nodes removed in 2024", response="8/10, then 5/10"),
        LymphRecord(1, date(2026, 2, 16), "Left arm", "II", 2,
                    girths=read_girths("0:18.5/17.5 10:24/22.5"), teaching="Self-drainage shown"),
    ),
)  # fmt: skip
REQUEST = RequestPaper(
    HEAD, ISSUED, "Case manager Teodora Quill\nFax 614-555-0155", "A-17", 12, 48,
    ("97110/24", "97140"), ISSUED, date(2026, 5, 10), "Therapeutic exercise",
    read_phases("2x6"), LINES, MEASURES, 10, "10 of 10 visits used, number A-16",
    "Sits and lifts better.", "Return by fax.",
)  # fmt: skip
PAPERS = {
    "plan": (plan_of_care.build, PLAN),
    "progress": (progress_report.build, REPORT),
    "discharge": (discharge_note.build, REPORT),
    "lymph": (lymphedema_record.build, LYMPH),
    "request": (authorisation_request.build, REQUEST),
}


def drawn(name, **changes):
    build, record = PAPERS[name]
    return build(replace(record, **changes)).body


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_names_practice_patient_payer_page_and_who_signs(name):
    text = reading.text(drawn(name))
    for part in (
        "Riverbend Physical Therapy LLC", "Group NPI 1234567893", "Maria Elena Okafor",
        "08/02/1974", "Great Lakes Mutual", "GLM-00481516", "M54.50", "Page 1 of 1",
        "Therapist: Jordan Reyes, PT, DPT", "Date",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_record_gives_the_same_bytes(name):
    assert drawn(name) == drawn(name)


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_leaves_the_margins_and_no_words_run_into_each_other(name):
    for word in reading.words(drawn(name)):
        assert 45 <= word["x0"] < word["x1"] <= 567, word["text"]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_drawn_in_ink_that_survives_a_fax(name):
    shades = reading.darkness(drawn(name)).histogram()
    assert sum(shades[:100]) > 500


def test_the_plan_holds_what_medicare_asks_of_it():
    text = reading.text(drawn("plan"))
    for part in (
        "Therapeutic exercise and manual", "1 session a day",
        "3 visits a week for 2 weeks, then", "to 03/29/2026, 18 visits", "G1",
        "Sit through a two-hour meeting", "44 %", "Priya Raman, MD, signed",
        "from 02/02/2026 to 03/29/2026", "Physician or non-physician practitioner: Priya Raman",
    ):  # fmt: skip
        assert part in text, part


def test_a_plan_that_is_signed_for_as_long_as_it_lasts_asks_for_no_signature():
    signed = ("Initial by Priya Raman, MD, signed 02/04/2026, for 02/02/2026 to 03/29/2026.",)
    text = reading.text(drawn("plan", certify_to=None, signatures=signed))
    assert "signed 02/04/2026" in text
    assert "I certify" not in text


def test_a_progress_report_tells_each_goal_under_its_number():
    text = reading.text(drawn("progress"))
    for part in (
        "02/02/2026 to 03/09/2026", "10 in this time", "of 12 planned", "Improved",
        "Sits for one hour.", "Met", "Lifts 12 kg.", "Flexion 48 deg.",
        "Assessment of improvement", "Plan for continuing treatment", "G2 is met.",
        "More than it must",
    ):  # fmt: skip
        assert part in text, part


def test_a_report_without_measures_has_no_empty_table():
    assert "Outcome measures" not in reading.text(drawn("progress", measures=()))


def test_a_withdrawn_report_says_so_in_large_type():
    head = replace(HEAD, notice=Notice("Withdrawn", "Reason: another patient"))
    assert "Withdrawn" in reading.text(drawn("progress", head=head))


def test_a_discharge_note_says_when_and_what_follows():
    text = reading.text(drawn("discharge"))
    assert "Discharged 03/09/2026" in text
    assert "What follows" in text


def test_a_lymphedema_record_shows_girth_volume_and_excess_of_each_day():
    text = reading.text(drawn("lymph"))
    for part in (
        "02/02/2026 02/16/2026", "19 / 17.5", "24 / 22.5", "397 / 320 mL", "+77 mL (+24.1 %)",
        "Nodes removed in 2024", "Self-drainage shown", "2, maintenance", "Not recorded",
    ):  # fmt: skip
        assert part in text, part


def test_a_request_asks_for_visits_with_goals_and_measures():
    text = reading.text(drawn("request"))
    for part in (
        "Case manager Teodora Quill", "12 visits", "97110/24, 97140", "48",
        "from 03/10/2026 to 05/10/2026", "10 of 10 visits used", "Improved", "ODI",
        "Return by fax.",
    ):  # fmt: skip
        assert part in text, part


def test_long_texts_go_over_pages_and_the_signature_stays_whole():
    body = drawn("progress", assessment="Sits longer than before.\n" * 90)
    found = reading.pages(body)
    assert len(found) == 3
    assert "Therapist: Jordan Reyes" in found[-1]
    assert f"Page {len(found)} of {len(found)}" in found[-1]
