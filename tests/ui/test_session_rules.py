"""Comparing rules, money and the edit table on the session screen, by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.services import setup
from core.services.engine_facts import LOCALITY
from tests.ui import walk
from tests.ui.session_page import ALT, DOWN, ENTER, ESCAPE, Desk, keys
from ui.widgets.compare_sheet import CompareSheet

F2, M = Qt.Key.Key_F2, Qt.Key.Key_M


def priced(case):
    setup.set_setting(case.p, LOCALITY, "national")
    case.give_diagnoses(("M542", "Cervicalgia"))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, priced)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    return desk.session()


def bill(page):
    return "\n".join(page.view.bill.texts())


def sheets(page):
    return [one for one in page.window().findChildren(CompareSheet) if one.isVisible()]


def test_the_same_minutes_under_four_rules_side_by_side(page):
    keys("te", ENTER, "8", ENTER, "mt", ENTER, "8", ENTER, F2)
    (sheet,) = sheets(page)
    rows = {row[0]: row[1:] for row in sheet.texts() if row[0]}
    assert rows["97110"][:2] == ["1 unit GP", "1 unit"]  # 16 minutes: 1 unit for CMS, 2 for AMA
    assert rows["97140"][0] == "not billed"
    assert [rows[code][-1] for code in ("97110", "97140")] == ["modifiers differ", "units differ"]
    assert rows["Units"][:2] == ["1 unit", "2 units"]


def test_three_rules_beside_a_payer_that_is_none_of_them(page, desk):
    keys("te", ENTER, "8", ENTER)
    page.presenter.record = replace(page.presenter.record, profile="aetna")
    keys(F2)
    heads = sheets(page)[0].comparison.columns
    assert [one.rule.startswith("this payer") for one in heads] == [True, False, False, False]
    desk.qtbot.waitUntil(lambda: walk.cut(sheets(page)[0]) == [])


def test_escape_closes_the_comparison_and_gives_the_keyboard_back(page):
    keys("te", ENTER, "20", DOWN, F2)
    assert walk.nameless(sheets(page)[0]) == []
    keys(ESCAPE)
    assert sheets(page) == []
    assert page.view.table.hasFocus()


def test_nothing_to_compare_says_so(page, desk):
    keys(F2)
    assert sheets(page) == []
    assert "Type minutes first" in desk.said[-1]


def test_money_is_hidden_until_asked_for_and_remembered(page, desk):
    keys("te", ENTER, "15", DOWN)
    assert "$" not in bill(page)
    keys((ALT, M))
    assert "97110 $" in bill(page)
    again = desk.session()
    assert again.view.bill.money_shown


def test_money_belongs_to_the_person_who_asked(page, desk):
    keys("te", ENTER, "15", DOWN, (ALT, M))
    desk.ctx.actor_name = "Somebody Else"
    assert not desk.session().view.bill.money_shown


def test_an_assistants_unit_stands_on_a_line_of_its_own(page):
    keys("te", ENTER, "15", ENTER)
    page.view.table.put_cursor(0, 2)
    keys("15", DOWN)
    page.view.table.put_cursor(0, 3)
    keys("15", DOWN)
    assert "97110 1 unit GP 15 min" in bill(page)
    assert "97110 1 unit GP CQ 15 min" in bill(page)


def test_the_edit_table_says_that_it_was_made_for_another_quarter(page):
    keys("97150", ENTER, "20", ENTER, "97110", ENTER, "20", ENTER)
    assert "table 2024Q3, not checked for this date" in page.view.bill.table_label.text()
    assert page.view.bill.table_label.isVisible()


def test_the_bill_never_shows_lost_minutes(page):
    keys("te", ENTER, "20", DOWN)
    assert "rounding" not in bill(page)


def test_what_was_used_elsewhere_is_kept_with_the_day_it_was_looked_up(page, desk):
    meter = page.view.header.meter
    assert meter.text().endswith("as billed here")
    keys((ALT, Qt.Key.Key_E))
    desk.questions[-1].on_yes("1,912.40")
    desk.settle()
    assert meter.text().endswith("of $2,480, elsewhere looked up 10 Mar 2026")
    assert "$1,912.40" in meter.text()


def test_an_amount_that_cannot_be_read_is_said(page, desk):
    keys((ALT, Qt.Key.Key_E))
    desk.questions[-1].on_yes("a lot")
    desk.settle()
    assert "is not a dollar amount" in desk.said[-1]
