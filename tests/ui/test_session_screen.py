"""The session screen by keyboard: what is typed, and what can be read after it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from core.errors import UserProblem
from core.model.kinds import EncounterState
from core.services import encounters
from tests.support.practice import DAY
from tests.ui import walk
from tests.ui.session_page import ALT, CTRL, DELETE, DOWN, ENTER, ESCAPE, TAB, Desk, focus, keys
from ui.presenters.session_sheet import Column
from ui.screens.session import SessionPage

LAST = {"97140": 20, "97110": 20, "97112": 12}
F1, F4, Z, S = Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_Z, Qt.Key.Key_S


def earlier_visit(case):
    case.give_diagnoses(("M542", "Cervicalgia"), ("M62838", "Other muscle spasm"))
    case.add_visit(LAST)


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, earlier_visit)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    return desk.session()


def units(page):
    return page.view.bill.figure.text()


def bill(page):
    return "\n".join(page.view.bill.texts())


def cell(page, row, column):
    return page.view.table.services.index(row, column).data()


def test_a_repeat_visit_takes_few_keys(page, desk):
    keys(F4, "15", DOWN, "23", DOWN, "8", (CTRL, ENTER))  # nine keys
    desk.qtbot.waitUntil(lambda: page.presenter.record.state is EncounterState.COMPLETE)
    assert units(page) == "3 units"
    assert "Session complete" in desk.said


def test_every_keystroke_changes_the_bill_while_the_cell_is_open(page):
    keys(F4, "2")
    assert units(page) == "0 units"
    keys("3")
    assert units(page) == "2 units"
    assert isinstance(focus(), QLineEdit)


def test_a_code_is_found_by_alias_and_enter_goes_to_its_minutes(page):
    keys("te", ENTER, "23", ENTER, "mt", ENTER, "10", ENTER)
    assert [cell(page, row, Column.CODE) for row in (0, 1)] == ["97110", "97140"]
    assert units(page) == "2 units"
    assert "97110 2 units GP 23 min" in bill(page) or "97110 1 unit GP 23 min" in bill(page)


def test_suggestions_can_be_walked(page):
    keys("ul")
    offered = focus().suggestions()
    keys(DOWN, ENTER)
    assert cell(page, 0, Column.CODE) == offered[1].split()[0]


def test_what_matches_nothing_says_so_and_stays(page):
    keys("qqq")
    assert focus().suggestions() == ["Nothing matches “qqq”. Type a number or a word."]
    keys(ENTER)
    assert focus().text() == "qqq"


def test_a_number_nobody_knows_is_kept_and_told(page):
    keys("12345", ENTER, "15", ENTER)
    assert cell(page, 0, Column.CODE) == "12345"
    assert "not a code this program knows" in page.view.table.services.rows[0].problem


@pytest.mark.parametrize("text", ["-5", "1000000000", "abc", "1,5", "25:00"])
def test_bad_minutes_get_a_sentence_at_once_and_stay(page, text):
    keys(F4, "20", DOWN, text)
    assert page.view.table.services.rows[1].problem
    assert focus().text() == text
    keys(DOWN)
    assert cell(page, 1, Column.THERAPIST) == text
    assert any("left out of the bill" in one for one in page.view.checks.texts())
    assert units(page) == "1 unit"


def test_times_that_overlap_are_told_at_the_row(page):
    keys(F4, "10:05-10:23", DOWN, "10:20-10:40", DOWN)
    assert "overlaps 97140" in page.view.table.services.rows[1].problem
    assert any("two services at once" in one for one in page.view.checks.texts())
    assert page.view.strip.isVisible()


def test_clock_times_fill_the_minutes_and_the_picture(page):
    keys(F4, "10:05-10:23")
    assert "18 min" in page.view.echo.text()
    keys(DOWN)
    assert cell(page, 0, Column.THERAPIST) == "18"
    assert cell(page, 0, Column.CLOCK) == "10:05–10:23"
    assert "10:05 to 10:23" in page.view.strip.accessibleName()


def test_assistant_minutes_typed_with_a_letter_go_to_their_column(page):
    keys(F4, "10", DOWN, "12a", DOWN)
    assert cell(page, 1, Column.ASSISTANT) == "12"
    assert cell(page, 1, Column.THERAPIST) == ""


def test_escape_brings_back_what_the_cell_held(page):
    keys(F4, "20", DOWN, "30", ESCAPE)
    assert units(page) == "1 unit"
    assert cell(page, 1, Column.THERAPIST) == ""


def test_undo_and_redo_by_key(page):
    keys(F4, "20", DOWN, (CTRL, Z))
    assert cell(page, 0, Column.THERAPIST) == ""
    keys((CTRL, Qt.Key.Key_Y))
    assert cell(page, 0, Column.THERAPIST) == "20"


def test_a_row_is_removed_and_brought_back(page):
    keys(F4, (CTRL, DELETE))
    assert cell(page, 0, Column.CODE) == "97110"
    keys((CTRL, Z))
    assert cell(page, 0, Column.CODE) == "97140"


def test_tab_walks_the_cells_and_leaves_the_grid_at_its_end(page):
    keys(F4, "20", TAB)
    assert page.view.table.currentIndex().column() == Column.ASSISTANT
    page.view.table.put_cursor(3, Column.CODE)
    keys(TAB)
    assert focus() is page.view.note.parts[0]


def test_a_tie_is_answered_by_keyboard(page):
    keys("te", ENTER, "20", ENTER, "nmr", ENTER, "20", ENTER)
    assert "97110 or 97112, equal remainders: your choice" in bill(page)
    keys((ALT, Qt.Key.Key_T), Qt.Key.Key_Right)
    assert "you chose 97112" in bill(page)
    assert cell(page, 1, Column.UNITS) == "2"


def test_why_opens_the_reasons_with_their_sources(page):
    keys(F4, "22", DOWN, "16", DOWN, "12", DOWN, F1)
    said = "\n".join(page.view.bill.trace.texts())
    assert "22 + 16 + 12 = 50 timed minutes" in said
    assert "§20.2" in said
    assert focus() is page.view.bill.trace
    keys(F1)
    assert not page.view.bill.trace.isVisible()


def test_a_click_on_a_number_answers_why(page, qtbot):
    keys(F4, "22", DOWN)
    table = page.view.table
    spot = table.visualRect(table.services.index(0, Column.UNITS)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.view.bill.trace.isVisible()
    page.view.bill.close_trace()
    qtbot.mouseClick(page.view.bill.figure, Qt.MouseButton.LeftButton)
    assert page.view.bill.trace.isVisible()


def test_a_check_takes_the_cursor_to_its_cell(page):
    keys(F4, "20", DOWN, "abc", DOWN, (ALT, Qt.Key.Key_C), ENTER)
    index = page.view.table.currentIndex()
    assert focus() is page.view.table
    assert (index.row(), index.column()) == (1, Column.THERAPIST)


def test_totals_are_told(page):
    keys(F4, "20", DOWN, "15", DOWN)
    assert page.view.totals.text() == "35 timed min · 0 untimed · 35 in all"


def test_a_complete_session_changes_only_by_completing_it_again(page, desk):
    keys(F4, "20", DOWN, (CTRL, ENTER))
    desk.settle()
    assert not page.complete_action.isEnabled()
    keys("30", DOWN, (CTRL, S))
    desk.settle()
    assert "complete again to change the charges" in desk.status[-1]
    assert page.complete_action.text() == "Complete again"
    keys((CTRL, ENTER))
    desk.settle()
    number = page.presenter.record.id
    assert desk.answer(lambda p: encounters.bill_of(p, number)).total_units == 3


def test_a_void_session_takes_no_typing(desk):
    desk.answer(lambda p: encounters.void(p, 1, "Typed for the wrong patient") or True)
    page = SessionPage(desk.ctx)
    desk.show(page, {"encounter_id": 1})
    desk.qtbot.waitUntil(lambda: page.data is not None)
    assert not page.view.isEnabled()
    assert not page.complete_action.isEnabled()


def test_errors_stand_in_the_way_of_completing(page, desk):
    keys(F4, "abc", (CTRL, ENTER))
    assert page.presenter.record.state is EncounterState.DRAFT
    assert "not complete yet" in desk.said[-1]
    assert page.view.table.currentIndex().row() == 0


def test_a_draft_is_kept_on_the_pause_and_restored(page, desk):
    keys(F4, "20", DOWN, "abc", (ALT, Qt.Key.Key_2), "SNAG")
    page.keeper._timer.setInterval(1)
    keys(" C2")
    desk.qtbot.waitUntil(lambda: any(one.startswith("Saved ") for one in desk.status))
    again = desk.session(encounter_id=page.presenter.record.id)
    assert cell(again, 1, Column.THERAPIST) == "abc"
    assert again.view.note.parts[1].toPlainText() == "SNAG C2"
    assert again.view.restored.text().startswith("Restored what was typed at")


def test_the_open_cell_is_in_the_draft_to_the_last_key(page, desk):
    keys(F4, "20", DOWN, "1")
    page.keeper.keep_draft()
    desk.settle()
    again = desk.session(encounter_id=page.presenter.record.id)
    assert cell(again, 1, Column.THERAPIST) == "1"


def test_saving_while_a_cell_cannot_be_read_keeps_its_text(page, desk):
    keys(F4, "20", DOWN, "abc", DOWN, (CTRL, S))
    desk.settle()
    again = desk.session(encounter_id=page.presenter.record.id)
    assert cell(again, 1, Column.THERAPIST) == "abc"


def test_saved_is_said_only_with_the_receipt(page, desk):
    keys(F4, "20", DOWN)
    assert desk.status[-1] == "Not saved yet"
    keys((CTRL, S))
    desk.settle()
    assert desk.status[-1].startswith("Saved ")
    number = page.presenter.record.id
    kept = desk.answer(lambda p: encounters.open_session(p, number))
    assert kept.record.services[0].minutes == 20


def test_a_conflict_keeps_everything_on_screen(page, desk):
    keys(F4, "20", DOWN, (CTRL, S))
    desk.settle()
    record = page.presenter.whole_record()
    desk.answer(lambda p: encounters.save(p, record))
    keys("15", DOWN, (CTRL, S))
    desk.settle()
    assert "changed elsewhere" in desk.said[-1]
    assert desk.status[-1] == "Not saved"
    assert cell(page, 1, Column.THERAPIST) == "15"


def failing(*_args, **_more):
    raise UserProblem("The disk is full. Nothing was saved.")


def test_a_failing_save_keeps_everything_and_is_said_once(page, desk, monkeypatch):
    monkeypatch.setattr(encounters, "autosave", failing)
    for text in ("20", "30"):
        keys(F4, text, DOWN)
        page.keep()
        desk.settle()
    assert desk.said.count("The disk is full. Nothing was saved.") == 1
    assert cell(page, 1, Column.THERAPIST) == "30"
    assert not page.can_leave()
    assert "Leave it all the same?" in desk.questions[-1].text


def test_a_pause_after_the_trouble_saves_again(page, desk, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(encounters, "autosave", failing)
        keys(F4, "20", DOWN)
        page.keep()
        desk.settle()
    page.keep()
    desk.settle()
    assert desk.status[-1].startswith("Saved ")
    assert page.can_leave()


def test_going_back_finds_the_session_that_was_begun(desk):
    args = {"patient_id": desk.case.patient, "day": DAY}
    page = desk.session(**args)
    keys(F4, "20", DOWN)
    page.keep()
    page.activate(page._args)
    desk.settle()
    assert page._args == {"encounter_id": 2}
    page.activate(page._args)
    desk.settle()
    assert cell(page, 0, Column.THERAPIST) == "20"


def test_a_date_that_cannot_be_read_is_told_at_the_field_and_kept(page):
    page.view.header.day.setFocus()
    page.view.header.day.selectAll()
    keys("13/45")
    assert "is not a date" in page.view.header.problem.text()
    assert any(one.startswith("Error") for one in page.view.checks.texts())
    assert page.view.header.day.text() == "13/45"


def test_another_day_brings_that_days_coverage(page, desk):
    page.view.header.day.selectAll()
    page.view.header.day.setFocus()
    keys("3/4/2026")
    desk.settle()
    assert page.presenter.record.date == date(2026, 3, 4)


def test_diagnoses_can_be_taken_out_and_brought_back(page):
    keys(F4)
    page.view.diagnoses.chips[0].setFocus()
    keys(DELETE)
    assert page.view.diagnoses.texts() == ["A  M62.838"]
    page.view.table.setFocus()
    keys((CTRL, Z))
    assert page.view.diagnoses.texts() == ["A  M54.2", "B  M62.838"]


def test_a_diagnosis_is_added_by_typing(page, desk):
    keys((ALT, Qt.Key.Key_D), "m25.561")
    desk.settle()
    assert page.view.diagnoses.edit.suggestions() == ["M25.561 as typed, not checked"]
    keys(ENTER)
    assert page.view.diagnoses.texts()[-1] == "C  M25.561"
    assert page.view.diagnoses.edit.text() == ""


def test_the_patients_own_diagnoses_are_offered_by_word(page, desk):
    page.view.diagnoses.chips[0].setFocus()
    keys(DELETE, (ALT, Qt.Key.Key_D), "cerv")
    desk.settle()
    assert page.view.diagnoses.edit.suggestions() == ["M54.2 Cervicalgia"]


def test_what_is_no_diagnosis_says_so(page, desk):
    keys((ALT, Qt.Key.Key_D), "zzzz")
    desk.settle()
    assert "No ICD-10-CM table is loaded" in page.view.diagnoses.edit.suggestions()[0]


def test_a_superbill_asks_to_complete_first(page, desk):
    keys(F4, "20", DOWN, (CTRL, Qt.Key.Key_P))
    assert desk.questions[0].text == "Complete this session now?"
    desk.questions[0].on_yes("")
    desk.qtbot.waitUntil(lambda: bool(desk.visited))
    assert desk.visited == [("superbill", {"patient_id": desk.case.patient, "encounter_ids": (2,)})]


def test_everything_has_a_name_and_fits(page, qtbot):
    keys(F4, "20", DOWN, "abc", DOWN, F1)
    assert walk.nameless(page) == []
    assert walk.outside(page) == []
    qtbot.waitUntil(lambda: walk.cut(page) == [])
