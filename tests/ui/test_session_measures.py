"""Outcome measures on the session screen: the strip, and scores typed without leaving the keys."""

import pytest
from PySide6.QtCore import Qt

from core.model.outcomes import OutcomeEntry
from core.services import outcomes
from tests.support.practice import DAY
from tests.ui.session_page import ALT, ENTER, ESCAPE, Desk, keys
from ui.screens.session_measures import MeasureSheet

OPEN = (ALT, Qt.Key.Key_R)


def measured(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    before = OutcomeEntry(case.patient, "ndi", DAY.replace(day=1), total="34")
    outcomes.save(case.p, (before,))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, measured)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    shown = desk.session()
    desk.qtbot.waitUntil(lambda: chips(shown) != [])
    return shown


def chips(page):
    strip = page.view.measures
    return [one.text() for one in strip.chips if one.isVisibleTo(strip)]


def sheet(page):
    found = [one for one in page.window().findChildren(MeasureSheet) if one.isVisible()]
    return found[0] if found else None


def stored(desk):
    return desk.answer(lambda p: outcomes.list_for(p, desk.case.patient))


def test_the_strip_shows_the_last_value(page):
    assert chips(page) == ["NDI 34 %"]


def test_alt_r_takes_a_score_and_enter_keeps_it(page, desk):
    keys(OPEN, "ndi", ENTER, "1121101010", ENTER)
    desk.qtbot.waitUntil(lambda: chips(page) == ["NDI 16 %  (−18)"])
    assert sheet(page).said.text() == "Saved: NDI 16 %"
    assert [(one.score, one.measured_on) for one in stored(desk)] == [
        (34, DAY.replace(day=1)), (16, DAY),
    ]  # fmt: skip


def test_two_measures_in_a_row_and_back_in_the_grid(page, desk):
    keys(OPEN, "pain", ENTER, "4", ENTER)
    desk.qtbot.waitUntil(lambda: sheet(page).said.text() == "Saved: NPRS 4")
    keys("lefs", ENTER, "33333333333333333333", ENTER)
    desk.qtbot.waitUntil(lambda: sheet(page).said.text() == "Saved: LEFS 60")
    keys(ESCAPE)
    desk.qtbot.waitUntil(lambda: sheet(page) is None)
    assert page.view.table.hasFocus() or page.view.table.isAncestorOf(page.focusWidget())


def test_what_is_typed_is_not_dropped_by_one_key(page):
    keys(OPEN, "ndi", ENTER, "112", ESCAPE)
    assert sheet(page).entry.echo.text().startswith("Enter keeps what is typed.")
    keys(ESCAPE)
    assert sheet(page) is None


def test_a_refused_score_stays_in_its_field(page, desk):
    keys(OPEN, "ndi", ENTER, "112", ENTER)
    field = sheet(page).entry.form.rows["items"]
    assert field.problem() == ("NDI has 10 answers; 3 are typed. Type - for one that is missing.")
    assert field.text() == "112"
    assert len(stored(desk)) == 1
