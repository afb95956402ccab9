"""One patient's page: details, coverage, diagnoses, plan, referral, payments, documents."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from core.model.patient import Diagnosis
from core.services import patients, payments, printing
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.messages.answer = None
    return made


def show(desk, name="Alvarez", tab="visits"):
    desk.go("patient", {"patient_id": desk.clinic.people[name], "tab": tab})


def stored(desk, name="Alvarez"):
    return patients.get(desk.practice, desk.clinic.people[name])


def replace_text(desk, name, text):
    field = desk.find(name)
    field.setFocus()
    field.selectAll()
    desk.type(text)


def test_the_head_says_who_it_is_and_who_pays(desk):
    show(desk)
    said = walk.texts(desk.find("patient-header"))
    assert "Maria Alvarez" in said
    assert "F 62 · born 3 Dec 1963" in said
    assert "Medicare Part B" in said
    assert "Nothing open" in said


def test_a_changed_phone_is_kept_and_the_footer_says_when(desk):
    show(desk, tab="details")
    replace_text(desk, "patient-phone", "207-555-0199")
    assert "Not saved yet" in walk.texts(desk.page)
    desk.ctrl(Key.Key_S)
    assert stored(desk).patient.phone == "207-555-0199"
    assert desk.find("status").text().startswith("Saved ")
    assert "Not saved yet" not in walk.texts(desk.page)


def test_undo_brings_back_what_is_kept(desk):
    show(desk, tab="details")
    replace_text(desk, "patient-city", "Nowhere")
    desk.page.details.undo_button.click()
    assert desk.find("patient-city").text() == "Portland"


def test_what_is_typed_is_kept_when_the_window_closes_or_locks(desk):
    show(desk, tab="details")
    replace_text(desk, "patient-phone", "207-555-0199")
    desk.shell.keep()
    assert stored(desk).patient.phone == "207-555-0199"


def test_money_is_never_taken_by_closing_the_window(desk):
    show(desk, tab="payments")
    replace_text(desk, "payment-amount_cents", "45")
    desk.shell.keep()
    assert stored(desk).payments == ()


def test_parts_are_chosen_by_alt_and_their_letter(desk, qtbot):
    show(desk)
    desk.alt(Key.Key_O)
    qtbot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.coverage)
    desk.alt(Key.Key_Y)
    qtbot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.payments)


def test_a_second_coverage_is_added(desk):
    show(desk, tab="coverage")
    desk.find("coverage-add").setFocus()
    desk.press(Key.Key_Space)
    assert desk.find("coverage-rank").currentText() == "Secondary"
    desk.press(Key.Key_Tab)
    desk.type("Blue")
    desk.press(Key.Key_Tab)
    desk.type("XZ-1")
    desk.ctrl(Key.Key_S)
    kept = stored(desk).coverages
    assert [(one.payer_name, one.member_id, one.rank.value) for one in kept] == [
        ("Medicare Part B", "4UN8VQ5UK03", "primary"),
        ("Blue Harbor", "XZ-1", "secondary"),
    ]


def test_the_subscriber_is_asked_for_only_when_it_is_somebody_else(desk):
    show(desk, tab="coverage")
    name = desk.find("coverage-subscriber_last_name")
    assert not name.isVisible()
    desk.find("coverage-relationship").setFocus()
    desk.type("Sp")
    assert name.isVisible()
    desk.ctrl(Key.Key_S)
    row = desk.page.coverage.form.rows["subscriber_last_name"]
    assert row.problem() == "Subscriber's last name is missing."


def test_a_second_primary_coverage_is_refused_at_its_first_day(desk):
    show(desk, tab="coverage")
    desk.find("coverage-add").click()
    desk.find("coverage-rank").setFocus()
    desk.type("P")
    replace_text(desk, "coverage-member_id", "XZ-1")
    desk.ctrl(Key.Key_S)
    assert "overlaps" in desk.page.coverage.form.rows["starts_on"].problem()
    assert desk.find("coverage-member_id").text() == "XZ-1"


def test_a_coverage_is_ended_yesterday(desk):
    show(desk, tab="coverage")
    desk.find("coverage-end").click()
    desk.ctrl(Key.Key_S)
    assert stored(desk).coverages[0].ends_on == TODAY - timedelta(days=1)
    assert desk.column("coverage-table", "State") == ["Ended 9 Mar 2026"]
    assert "No coverage in force" in walk.texts(desk.find("patient-header"))


def give_diagnoses(desk, *codes):
    listed = tuple(Diagnosis(code, f"Words of {code}") for code in codes)
    person = desk.clinic.people["Alvarez"]
    patients.save_diagnoses(desk.practice, person, listed)


def test_a_diagnosis_typed_as_a_code_is_added(desk):
    show(desk, tab="care")
    assert desk.find("diagnosis-find").hasFocus()
    desk.type("m54.50")
    desk.press(Key.Key_Return)
    assert [one.code for one in stored(desk).diagnoses] == ["M5450"]
    assert desk.column("diagnosis-table", "Code") == ["M54.50"]


def test_diagnoses_are_moved_removed_and_brought_back_by_keys(desk):
    give_diagnoses(desk, "M5450", "M542", "R2681")
    show(desk, tab="care")
    desk.find("diagnosis-table").setFocus()
    desk.press(Key.Key_Down)
    desk.alt(Key.Key_Up)
    assert desk.column("diagnosis-table", "Code") == ["M54.2", "M54.50", "R26.81"]
    desk.press(Key.Key_Delete)
    assert [one.code for one in stored(desk).diagnoses] == ["M5450", "R2681"]
    desk.ctrl(Key.Key_Z)
    assert [one.code for one in stored(desk).diagnoses] == ["M542", "M5450", "R2681"]
    assert desk.column("diagnosis-table", "No.") == ["1", "2", "3"]


def test_a_diagnosis_twice_is_refused_in_words(desk):
    give_diagnoses(desk, "M5450")
    show(desk, tab="care")
    desk.page.care.diagnoses.add(Diagnosis("M5450"))
    assert "M54.50 is on the list already." in walk.texts(desk.page)


def test_a_referring_provider_is_added_only_with_an_npi_that_checks(desk):
    show(desk, tab="care")
    desk.find("referring-add").click()
    for text in ("Ines", "Castellan", "DO", "1234567890"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    desk.find("referring-save").click()
    problem = desk.page.care.referral.form.rows["npi"].problem()
    assert "check digit" in problem
    replace_text(desk, "referring-npi", "1234567893")
    desk.find("referring-save").click()
    assert desk.find("referring-name").text() == "Ines Castellan, DO"
    assert stored(desk).referring.npi == "1234567893"


def test_a_payment_is_taken_for_todays_visit(desk):
    desk.clinic.session("Alvarez", TODAY, complete=True)
    show(desk)
    desk.ctrl(Key.Key_M)
    desk.type("45")
    desk.ctrl(Key.Key_S)
    assert desk.column("payment-table", "Amount") == ["$45.00"]
    assert desk.column("payment-table", "For visit") == ["10 Mar 2026"]
    assert desk.column("payment-table", "State") == ["Received"]
    assert desk.messages.said[-1] == ("good", "$45.00 taken")


@pytest.mark.parametrize("typed", ["", "0", "-5", "12,5", "abc", "1e9"])
def test_what_is_no_amount_is_refused_and_stays_typed(desk, typed):
    show(desk, tab="payments")
    desk.find("payment-amount_cents").setFocus()
    desk.type(typed)
    desk.ctrl(Key.Key_S)
    assert desk.page.payments.form.rows["amount_cents"].problem()
    assert payments.list_for(desk.practice, desk.clinic.people["Alvarez"]) == ()


def test_a_payment_is_reversed_with_a_reason_and_never_erased(desk):
    show(desk, tab="payments")
    desk.find("payment-amount_cents").setFocus()
    desk.type("30")
    desk.ctrl(Key.Key_S)
    desk.messages.answer = "Wrong patient"
    desk.find("payment-table").setFocus()
    desk.find("payment-reverse").click()
    assert desk.column("payment-table", "Amount") == ["-$30.00", "$30.00"]
    assert desk.column("payment-table", "State") == ["Reversal", "Reversed"]
    assert desk.column("payment-table", "Reference, reason")[0] == "Wrong patient"
    assert not desk.find("payment-reverse").isEnabled()


def test_the_history_is_newest_first_and_opens_by_enter(desk):
    older = desk.clinic.session("Alvarez", TODAY - timedelta(days=7), complete=True)
    desk.clinic.session("Alvarez", TODAY, complete=False)
    show(desk)
    assert desk.column("visits-table", "Date") == ["Tue 10 Mar 2026", "Tue 3 Mar 2026"]
    assert desk.column("visits-table", "State") == ["Draft", "Complete"]
    desk.press(Key.Key_Down, Key.Key_Return)
    assert desk.went[-1] == ("session", {"encounter_id": older})


def test_marked_visits_go_on_one_superbill(desk):
    first = desk.clinic.session("Alvarez", TODAY - timedelta(days=7), complete=True)
    second = desk.clinic.session("Alvarez", TODAY, complete=True)
    show(desk)
    desk.press((Key.Key_Down, SHIFT))
    desk.ctrl(Key.Key_P)
    assert desk.went[-1][0] == "superbill"
    assert set(desk.went[-1][1]["encounter_ids"]) == {first, second}


def test_without_a_complete_visit_there_is_nothing_for_a_superbill(desk):
    show(desk)
    desk.ctrl(Key.Key_P)
    assert desk.messages.said[-1][0] == "warning"
    assert "superbill" not in [name for name, _ in desk.went]


def test_a_session_begins_for_this_patient_today(desk):
    show(desk)
    desk.ctrl(Key.Key_N)
    wanted = {"patient_id": desk.clinic.people["Alvarez"], "day": TODAY}
    assert desk.went[-1] == ("session", wanted)


def test_a_kept_document_is_opened_to_read(desk):
    visit = desk.clinic.session("Ngô", TODAY, complete=True)
    person = desk.clinic.people["Ngô"]
    draft = printing.superbill(desk.practice, person, (visit,))
    printing.archive(desk.practice, draft, "printed")
    show(desk, "Ngô", "documents")
    desk.press(Key.Key_Return)
    sheet = desk.find("pdf-sheet")
    assert sheet.document.pageCount() == 1
    assert "Ngô" in sheet.document.getAllText(0).text()
    desk.press(Key.Key_Escape)
    assert desk.find("documents-table").hasFocus()


def test_another_patient_brings_nothing_of_the_one_before(desk):
    give_diagnoses(desk, "M5450")
    show(desk, tab="care")
    show(desk, "Ngô", "care")
    assert desk.column("diagnosis-table", "Code") == []
    assert desk.find("coverage-member_id").text() == ""
    assert desk.find("patient-last_name").text() == "Ngô"


@pytest.mark.parametrize("tab", ["visits", "details", "coverage", "care", "payments", "documents"])
def test_nothing_is_cut_nameless_or_outside(desk, qtbot, tab):
    desk.clinic.session("Alvarez", TODAY, complete=True)
    show(desk, tab=tab)
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])


def test_no_part_makes_the_page_scroll_where_it_scrolls_itself(desk, qtbot):
    """1280x720: one scroll bar at the most, never one inside the other."""
    show(desk)
    page = desk.page
    (outer, *_) = page.findChildren(QScrollArea)
    for part, panel in page.panels.items():
        page._choose(part)
        qtbot.waitUntil(panel.isVisible)
        qtbot.waitUntil(lambda: outer.verticalScrollBar().maximum() == 0)
