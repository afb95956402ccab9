"""Stating a notice (ABN) on the session screen, by keyboard: chosen, shown, kept, taken back."""

import pytest
from PySide6.QtCore import Qt

from core.services import encounters
from tests.support.practice import DAY
from tests.ui import walk
from tests.ui.session_page import ALT, CTRL, DOWN, ENTER, ESCAPE, TAB, Desk, focus, keys
from tests.ui.test_session_acts import bill, checks, near_the_threshold, press
from ui.widgets.notice_sheet import NoticeSheet

NOTICE, SPACE = (ALT, Qt.Key.Key_A), Qt.Key.Key_Space


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, near_the_threshold)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    return desk.session()


def sheets(page):
    return [one for one in page.window().findChildren(NoticeSheet) if one.isVisible()]


def two_lines(page):
    keys("te", ENTER, "15", ENTER, "mt", ENTER, "15", ENTER)
    page.view.table.setFocus()
    keys(NOTICE)
    (sheet,) = sheets(page)
    return sheet


def test_nothing_is_chosen_beforehand_of_two_lines(page):
    sheet = two_lines(page)
    assert not any(one.isChecked() for one in (*sheet.kinds.values(), *sheet.boxes.values()))
    assert not sheet.yes.isEnabled()
    assert "Choose what happened" in sheet.said.text()


def test_a_notice_is_stated_for_one_line_by_keyboard(page):
    sheet = two_lines(page)
    keys(SPACE, TAB, SPACE)
    assert sheet.changes["97110"].text() == "1 unit GP → 1 unit GP GA"
    assert sheet.changes["97140"].text() == "1 unit GP"
    keys(TAB, TAB, TAB)
    assert focus() is sheet.yes
    keys(ENTER)
    assert "97110 1 unit GP GA" in bill(page)
    assert "97140 1 unit GP 15 min" in bill(page)
    assert "GA on 97110, because a required notice was given and signed" in checks(page)
    press(page, "Take back")
    assert "GA" not in bill(page)


def test_escape_states_nothing(page):
    two_lines(page)
    keys(SPACE, TAB, SPACE, ESCAPE)
    assert not sheets(page)
    assert page.presenter.sheet.attestations == ()


def test_a_contradiction_is_said_and_cannot_be_stated(page):
    two_lines(page)
    keys(SPACE, TAB, SPACE, TAB, TAB, TAB, ENTER)
    page.view.table.setFocus()
    keys(NOTICE)
    (sheet,) = sheets(page)
    keys(DOWN, SPACE, TAB, SPACE)
    assert "GA and GZ contradict each other on 97110" in sheet.said.text()
    assert not sheet.yes.isEnabled()


def test_the_threshold_offers_a_notice_for_its_own_lines(page):
    keys("te", ENTER, "30", ENTER)
    press(page, "Notice (ABN)")
    (sheet,) = sheets(page)
    assert [code for code, box in sheet.boxes.items() if box.isChecked()] == ["97110"]
    keys(SPACE)
    sheet.yes.setFocus()
    keys(ENTER)
    assert "GP GA" in bill(page)
    assert "above $2,480.00" not in checks(page)


def test_a_notice_is_kept_and_never_carried_over(page, desk):
    keys("te", ENTER, "15", ENTER)
    page.view.table.setFocus()
    keys(NOTICE, SPACE)
    sheets(page)[0].yes.setFocus()
    keys(ENTER)
    page.view.table.setFocus()
    keys((CTRL, ENTER))
    desk.settle()
    number, patient = page.presenter.record.id, desk.case.patient
    kept = desk.answer(lambda p: encounters.open_session(p, number)).record
    assert [(one.modifier, one.codes) for one in kept.attestations] == [("GA", ("97110",))]
    fresh = desk.answer(lambda p: encounters.new_session(p, patient, DAY)).record
    assert fresh.attestations == ()


def test_another_payer_has_no_such_act(page, desk):
    keys("te", ENTER, "15", ENTER)
    assert page.view.bill.notice_button.isVisible()
    coverage = page.presenter.record.coverage_id
    page.presenter.set_payer("medicare-advantage", coverage, page.presenter.file)
    assert not page.view.bill.notice_button.isVisible()
    page.view.table.setFocus()
    keys(NOTICE)
    assert not sheets(page)
    assert desk.said[-1] == "Only traditional Medicare reads notices (ABN)."


def test_every_choice_has_a_name_and_fits(page, qtbot):
    sheet = two_lines(page)
    assert walk.nameless(sheet) == []
    qtbot.waitUntil(lambda: walk.cut(sheet) == [])
