"""The plan of care on the patient's page, in the session and on Today, by keys."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import Discipline
from core.model.patient import PlanOfCare
from core.model.patient_uploads import Upload, UploadKind
from core.model.plan_of_care import Goal, PlanContent, read_phases
from core.model.practice import ReferringProvider
from core.services import care_files, patient_files, plans, setup
from core.services.care_papers import Paper
from core.services.demo.care import card_picture
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
FIRST = TODAY - timedelta(36)
PDF = b"%PDF-1.7\nsigned order\n%%EOF\n"


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    return Desk(tmp_path, theme, qtbot)


@pytest.fixture
def plan(desk):
    """A plan from 36 days ago that nobody has signed."""
    made = PlanOfCare(desk.clinic.people["Alvarez"], Discipline.PT, FIRST)
    content = PlanContent(0, desk.clinic.provider, FIRST, "Exercise", phases=read_phases("2x10"))
    setup.save_referring(desk.practice, ReferringProvider("Ines", "Roe", "1003000126"))
    kept = plans.save(desk.practice, made, content)
    plans.save_goal(desk.practice, Goal(kept.id, "Climb a flight of stairs"))
    desk.clinic.session("Alvarez", FIRST, complete=True)
    return kept


def show(desk, part, name="Alvarez"):
    args = {"patient_id": desk.clinic.people[name], "tab": "plan", "part": part}
    desk.go("patient", args)


def stored(desk):
    return care_files.get(desk.practice, desk.clinic.people["Alvarez"])


def fill(desk, **texts):
    """Type into fields by name."""
    for name, text in texts.items():
        field = desk.find(name.replace("__", "-"))
        field.setFocus()
        field.selectAll()
        desk.type(text)


def test_a_plan_is_written_by_keys(desk):
    show(desk, "content")
    desk.find("plan-new").setFocus()
    desk.press(Key.Key_Space)
    fill(desk, plan__starts_on="2/2/26", plan__treatment="Manual therapy", plan__phases="3x2 2x4",
         plan__diagnoses="m54.50")  # fmt: skip
    desk.ctrl(Key.Key_S)
    kept = stored(desk).plans[0]
    assert (kept.plan.starts_on, kept.content.treatment) == (date(2026, 2, 2), "Manual therapy")
    assert (kept.content.planned_visits, kept.content.diagnoses[0].code) == (14, "M5450")
    assert desk.find("status").text().startswith("Saved ")


def test_a_frequency_that_cannot_be_read_is_said_at_the_field(desk, plan):
    show(desk, "content")
    fill(desk, plan__phases="three a week")
    desk.ctrl(Key.Key_S)
    assert "3x2 2x4" in desk.page.plan.content.form.rows["phases"].problem()
    assert stored(desk).plans[0].content.phases == read_phases("2x10")


def test_alt_and_a_number_goes_to_a_part(desk, plan, qtbot):
    show(desk, "content")
    desk.alt(Key.Key_2)
    goals = desk.page.plan.list_of("goals")
    qtbot.waitUntil(lambda: desk.page.plan.stack.currentWidget() is goals)
    assert desk.column("goal-table", "Goal") == ["G1"]


def test_a_goal_is_added_by_keys(desk, plan):
    show(desk, "goals")
    desk.find("goal-add").setFocus()
    desk.press(Key.Key_Space)
    for text in ("Walk 400 m", "LEFS", "24", "48"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    desk.ctrl(Key.Key_S)
    assert desk.column("goal-table", "Goal") == ["G1", "G2"]
    assert stored(desk).plans[0].goals[1].target == "48"


def test_a_late_signature_is_kept_with_its_reason_and_the_clock_is_met(desk, plan):
    show(desk, "signatures")
    header = desk.find("patient-header")
    assert "Not signed, was due 4 Mar 2026" in walk.texts(header)
    desk.find("signature-add").click()
    desk.page.plan.lists["signatures"].form.rows["referring_provider_id"].editor.setCurrentIndex(1)
    fill(desk, signature__signed_on="3/9/26")
    desk.ctrl(Key.Key_S)
    rows = desk.page.plan.lists["signatures"].form.rows
    assert "due by 4 Mar 2026" in rows["delay_reason"].problem()
    fill(desk, signature__delay_reason="Faxed twice and called")
    desk.ctrl(Key.Key_S)
    assert desk.column("signature-table", "State") == ["Late"]
    assert "PT plan of care certified to 12 Apr 2026" in walk.texts(header)


def test_a_sending_is_logged_with_its_proof(desk, plan):
    show(desk, "sends")
    desk.find("send-add").click()
    fill(desk, send__sent_on="2/3/26", send__sent_to="Dr. Roe", send__proof="Fax report 4471")
    desk.ctrl(Key.Key_S)
    assert desk.column("send-table", "Proof") == ["Fax report 4471"]


def test_a_report_asks_for_each_goal_before_it_is_kept(desk, plan):
    show(desk, "reports")
    desk.find("report-add").click()
    for name, text in (("assessment", "Walks further."), ("continuing", "Goes on.")):
        desk.find(f"report-{name}").setFocus()
        desk.type(text)
    desk.ctrl(Key.Key_S)
    assert stored(desk).plans[0].reports == ()
    assert desk.focus().objectName() == "verdict-1"
    desk.press(Key.Key_Down)
    desk.ctrl(Key.Key_S)
    kept = stored(desk).plans[0].reports[0]
    assert (kept.goals[0].verdict, kept.treatment_days) == ("improved", 1)
    desk.find("report-print").click()
    assert desk.went[-1][1]["paper"] is Paper.PROGRESS


def test_what_is_kept_takes_no_more_typing(desk, plan):
    test_a_sending_is_logged_with_its_proof(desk, plan)
    assert not desk.find("send-proof").isEnabled()
    assert not desk.find("send-save").isVisible()


def test_a_paper_is_taken_in_and_opened_inside_the_program(desk, plan, tmp_path, qtbot):
    (tmp_path / "order.pdf").write_bytes(PDF)
    show(desk, "papers")
    desk.find("paper-add").click()
    fill(desk, paper__file=str(tmp_path / "order.pdf"))
    desk.ctrl(Key.Key_S)
    assert desk.column("paper-table", "Paper") == ["Signed order"]
    desk.find("paper-table").setFocus()
    desk.press(Key.Key_Return)
    qtbot.waitUntil(lambda: desk.find("pdf-sheet").isVisible())


def test_a_file_that_is_no_paper_is_refused_at_its_field(desk, plan, tmp_path):
    (tmp_path / "order.pdf").write_bytes(b"MZ a program")
    show(desk, "papers")
    desk.find("paper-add").click()
    fill(desk, paper__file=str(tmp_path / "order.pdf"))
    desk.ctrl(Key.Key_S)
    assert "no whole PDF" in desk.page.plan.lists["papers"].form.rows["file"].problem()


def test_a_picture_is_shown_from_memory(desk, plan, qtbot):
    made = Upload(desk.clinic.people["Alvarez"], UploadKind.CARD, FIRST, title="Front")
    patient_files.add(desk.practice, made, card_picture())
    show(desk, "papers")
    desk.find("paper-table").setFocus()
    desk.press(Key.Key_Return)
    qtbot.waitUntil(lambda: desk.find("image-sheet").isVisible())
    sheet = desk.find("image-sheet")
    assert not sheet.picture.pixmap().isNull()
    before = sheet.picture.pixmap().width()
    desk.press(Key.Key_Plus)
    assert sheet.picture.pixmap().width() > before


def test_the_plan_is_previewed_kept_and_listed(desk, plan):
    show(desk, "content")
    desk.find("plan-print").click()
    assert desk.page.name == "care_paper"
    assert "names no diagnosis" in walk.texts(desk.page)
    desk.page.presenter.keep("printed")
    show(desk, "content")
    desk.page._choose("documents")
    assert desk.column("documents-table", "Layout") == ["Plan of care"]


def test_todays_list_leads_to_the_signature_that_is_overdue(desk, plan):
    desk.go("today", {})
    assert "Certification overdue" in desk.column("work-table", "What is missing")
    place = desk.column("work-table", "What is missing").index("Certification overdue")
    view = desk.find("work-table")
    view.setFocus()
    view.setCurrentIndex(view.table.index(place, 0))
    desk.press(Key.Key_Return)
    assert desk.went[-1][1]["part"] == "signatures"
    assert desk.page.plan.stack.currentWidget() is desk.page.plan.lists["signatures"]


def test_leaving_with_a_report_half_typed_asks_first(desk, plan):
    show(desk, "reports")
    desk.find("report-add").click()
    desk.find("report-assessment").setFocus()
    desk.type("Walks")
    assert not desk.page.can_leave()
