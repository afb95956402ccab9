"""What is typed and not saved outlives the end of the process, for its writer alone, by keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.errors import UserProblem
from core.model.encounter import Service
from core.model.kinds import Discipline
from core.model.note_help import NoteMacro
from core.model.patient import Diagnosis, PlanOfCare
from core.model.plan_of_care import Goal, PlanContent, read_phases
from core.model.session import Note
from core.services import (
    care_files,
    encounters,
    kept_texts,
    note_help,
    opening,
    patients,
    plans,
    signing,
)
from core.services.signing_checks import Reasons
from tests.support.practice import DAY, PASSWORD, clock_on
from tests.ui.two_people import BOS, CTRL, Pc, copied, make_file
from tests.ui.walk import texts

Key = Qt.Key
TYPED = "Climbs twelve steps without the rail."


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    path = folder / "clinic.unitwise"
    make_file(path)
    p = opening.unlock(path, PASSWORD, clock_on(), "dana", allow_cheap_keys=True)
    record = replace(
        encounters.new_session(p, 1, DAY).record,
        services=(Service("97110", 23),), pointers=("A",), note=Note(assessment="better"),
        diagnoses=(Diagnosis("M5450", "Low back pain"),),
    )  # fmt: skip
    signing.sign(p, record, Reasons(for_all="as documented"))
    content = PlanContent(0, 1, DAY, "Exercise", phases=read_phases("2x10"))
    plan = plans.save(p, PlanOfCare(1, Discipline.PT, DAY), content)
    plans.save_goal(p, Goal(plan.id, "Climb a flight of stairs"))
    note_help.save_macro(p, NoteMacro(".kn", "knee"))
    opening.close(p)
    return folder


@pytest.fixture
def pc(qapp, qtbot, tmp_path, monkeypatch, prepared):
    """Dana, who owns the practice and treats, is at the window."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    monkeypatch.setattr("ui.watch.subprocess.Popen", lambda *_, **__: None)
    monkeypatch.setattr("core.services.reference.ensure_icd10", lambda path: None)
    made = Pc(qapp, qtbot, tmp_path)
    copied(prepared, tmp_path)
    made.start()
    made.sign_in("dana", PASSWORD)
    yield made
    made.end()


def go(pc, page, **args):
    pc.program.shell.navigate(page, args)
    pc.wait(lambda: pc.program.tasks.idle)


def seen(pc, name):
    """The widget of a name that is shown; one that was replaced is not yet gone."""
    return next(one for one in pc.program.window.findChildren(QWidget, name) if one.isVisible())


def type_in(pc, name, text):
    field = seen(pc, name)
    field.setFocus()
    if hasattr(field, "selectAll"):
        field.selectAll()
    QTest.keyClicks(field, text)


def hard_lock(pc, name="dana", secret=PASSWORD):
    """Locked, closed, and opened again by somebody: no page and no word of before is left."""
    pc.program.watch.lock_due.emit()
    pc.wait(lambda: pc.program.tasks.idle)
    pc.program.open_file(pc.path)
    pc.wait(lambda: not pc.program.tasks.is_open and not pc.program.gates.is_closing)
    assert pc.program.shell is None
    pc.sign_in(name, secret)
    pc.wait(lambda: pc.program.tasks.idle)


def space(pc, name):
    """Press a button by the keyboard."""
    pc.wait(lambda: pc.find(name).isVisible())
    pc.find(name).setFocus()
    pc.press(Key.Key_Space)
    pc.wait(lambda: pc.program.tasks.idle)


def kept(pc):
    return pc.answer(kept_texts.mine)


def details(pc):
    go(pc, "patient", patient_id=1, tab="details")


def test_when_the_process_ends_what_was_typed_is_in_the_file(pc):
    details(pc)
    type_in(pc, "patient-phone", "555-01")
    pc.program.watch.end_due.emit()
    pc.wait(lambda: not pc.program.window.isVisible())
    p = opening.unlock(pc.path, PASSWORD, clock_on(), "dana", allow_cheap_keys=True)
    assert [one.fields["phone"].typed for one in kept_texts.mine(p)] == ["555-01"]
    p.file.close()


def test_the_patient_form_offers_what_could_not_be_saved_and_takes_it_back(pc):
    details(pc)
    type_in(pc, "patient-phone", "555-01")
    hard_lock(pc)
    pc.wait_for("Kept for you")
    details(pc)
    assert pc.find("patient-phone").text() == ""
    pc.wait_for("Unsaved text of")
    space(pc, "patient-kept-back")
    assert pc.find("patient-phone").text() == "555-01"
    type_in(pc, "patient-phone", "207-555-0111")
    pc.press(Key.Key_S, CTRL)
    pc.wait(lambda: kept(pc) == ())
    assert pc.answer(lambda p: patients.get(p, 1)).patient.phone == "207-555-0111"
    assert not pc.find("patient-kept").isVisible()


def test_what_was_changed_meanwhile_is_said_and_stays_until_it_is_saved(pc):
    details(pc)
    type_in(pc, "patient-phone", "555-01")
    type_in(pc, "patient-city", "Bath")
    hard_lock(pc)

    def somebody_else(p):
        one = patients.get(p, 1).patient
        return patients.save(p, replace(one, phone="207-555-0177", email="m@example.org"))

    pc.answer(somebody_else)
    details(pc)
    pc.wait_for("The record was changed since: Phone is now “207-555-0177”")
    assert pc.find("patient-phone").text() == "207-555-0177"
    space(pc, "patient-kept-back")
    shown = [pc.find(f"patient-{name}").text() for name in ("phone", "city", "email")]
    assert shown == ["555-01", "Bath", "m@example.org"]
    assert pc.answer(lambda p: patients.get(p, 1)).patient.phone == "207-555-0177"


def test_nobody_else_is_offered_it_and_it_waits_for_its_writer(pc):
    details(pc)
    type_in(pc, "patient-phone", "555-01")
    hard_lock(pc, "bo", BOS)
    details(pc)
    assert not pc.find("patient-kept").isVisible()
    assert "Kept for you" not in texts(pc.program.window)
    hard_lock(pc)
    details(pc)
    pc.wait_for("Unsaved text of")


def test_discarded_it_is_gone(pc):
    details(pc)
    type_in(pc, "patient-phone", "555-01")
    hard_lock(pc)
    details(pc)
    space(pc, "patient-kept-discard")
    pc.wait(lambda: kept(pc) == ())
    assert not pc.find("patient-kept").isVisible()
    assert pc.find("patient-phone").text() == ""


def test_a_report_of_the_plan_of_care_comes_back_with_its_goals(pc):
    go(pc, "patient", patient_id=1, tab="plan", part="reports")
    space(pc, "report-add")
    type_in(pc, "report-assessment", TYPED)
    seen(pc, "verdict-1").setFocus()
    pc.press(Key.Key_Down)
    type_in(pc, "verdict-words-1", "12 steps")
    hard_lock(pc)
    assert pc.answer(lambda p: care_files.get(p, 1)).plans[0].reports == ()
    go(pc, "patient", patient_id=1, tab="plan", part="reports")
    space(pc, "report-kept-back")
    assert pc.find("report-assessment").toPlainText() == TYPED
    type_in(pc, "report-continuing", "Goes on.")
    pc.press(Key.Key_S, CTRL)
    pc.wait(lambda: kept(pc) == ())
    (report,) = pc.answer(lambda p: care_files.get(p, 1)).plans[0].reports
    assert (report.assessment, report.goals[0].words) == (TYPED, "12 steps")
    assert report.goals[0].verdict == "improved"


def test_an_addendum_typed_in_its_dialog_comes_back(pc):
    go(pc, "session", encounter_id=1)
    pc.press(Key.Key_Return, CTRL)
    pc.wait(lambda: pc.find("addendum").isVisible())
    type_in(pc, "addendum-text", "The left side was meant.")
    hard_lock(pc)
    pc.wait_for("Addendum (Alvarez, Maria)")
    go(pc, "session", encounter_id=1)
    pc.press(Key.Key_Return, CTRL)
    pc.wait(lambda: pc.find("addendum").isVisible())
    assert pc.find("addendum-text").toPlainText() == ""
    space(pc, "addendum-kept-back")
    pc.press(Key.Key_Return, CTRL)
    pc.wait(lambda: kept(pc) == ())
    (one,) = pc.answer(lambda p: signing.state_of(p, 1)).addenda
    assert one.text == "The left side was meant."


@pytest.mark.parametrize(
    ("section", "name", "field", "text"),
    [
        ("practice", "settings-practice", "practice-name", "Harbour"),
        ("macros", "settings-macros", "macros-text", "medial joint line"),
        ("referring", "settings-referring", "referring-last_name", "Roe"),
    ],
)
def test_forms_of_the_settings_come_back(pc, section, name, field, text):
    go(pc, "settings", section=section)
    type_in(pc, field, text)
    hard_lock(pc)
    go(pc, "settings", section=section)
    space(pc, f"{name}-kept-back")
    shown = pc.find(field)
    assert (shown.text() if hasattr(shown, "text") else shown.toPlainText()) == text
    assert pc.program.shell.page.section.dirty


def test_a_reason_typed_into_a_question_comes_back(pc):
    asked = ("Why?", "Reason", lambda why: None)
    pc.program.messages.ask_text(*asked, yes="Do it")
    pc.type("asked for by the payer", enter=False)
    hard_lock(pc)
    pc.program.messages.ask_text(*asked, yes="Do it")
    space(pc, "question-kept-back")
    assert pc.find("question-text").text() == "asked for by the payer"
    pc.press(Key.Key_Return)
    pc.wait(lambda: kept(pc) == ())


def test_a_password_is_never_kept(pc):
    go(pc, "settings", section="security")
    for name in ("change-old_password", "change-new_password"):
        type_in(pc, name, "violet harbor engine")
    hard_lock(pc)
    assert kept(pc) == ()


def test_text_in_the_sheet_is_there_again_after_the_cover_alone(pc):
    go(pc, "session", encounter_id=1)
    pc.press(Key.Key_Return, CTRL)
    type_in(pc, "addendum-text", "The left side was meant.")
    pc.program.lock()
    pc.wait(lambda: pc.program.tasks.idle)
    pc.seats_known()
    pc.sign_in("Dana Okafor", PASSWORD)
    pc.wait_for("Addendum (Alvarez, Maria)")
    pc.press(Key.Key_Return, CTRL)
    space(pc, "addendum-kept-back")
    assert pc.find("addendum-text").toPlainText() == "The left side was meant."


def test_what_the_lock_could_save_is_not_offered_again(pc):
    details(pc)
    type_in(pc, "patient-phone", "207-555-0111")
    hard_lock(pc)
    assert kept(pc) == ()
    assert pc.answer(lambda p: patients.get(p, 1)).patient.phone == "207-555-0111"


def test_closing_stops_where_the_text_cannot_be_kept(pc, monkeypatch):
    details(pc)
    type_in(pc, "patient-phone", "555-01")

    def full(p, texts):
        raise UserProblem("The disk is full. Free some space, then try again.")

    monkeypatch.setattr(kept_texts, "keep", full)
    pc.program.close()
    pc.wait_for("The disk is full. Free some space, then try again.")
    space(pc, "question-no")
    assert seen(pc, "patient-phone").text() == "555-01"
    assert pc.program.tasks.is_open
    assert pc.program.watch.idle._timer.isActive()
