"""The bill explained on paper: reached from the session, shown, printed, kept."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.services import patients, printing
from tests.ui import walk
from tests.ui.session_page import CTRL, Desk, keys
from tests.ui.test_superbill_screen import FakePrinting
from ui.screens.explained import ExplainedPage

P, SHIFT = Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier


def one_visit(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97110": 30}, date(2026, 3, 2))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, one_visit)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.show(ExplainedPage(desk.ctx), {"encounter_id": 1})
    desk.qtbot.waitUntil(lambda: made.presenter.draft is not None)
    made.first_focus().setFocus()
    yield made
    made.document.close()


def test_the_preview_shows_the_bill_and_its_reasons(page):
    assert page.stack.currentWidget() is page.preview
    assert page.document.pageCount() == page.presenter.draft.pages
    shown = page.document.getAllText(0).text()
    assert "Bill explained" in shown
    assert "97110" in shown


def test_printing_keeps_the_very_bytes(page, desk, tmp_path):
    page.printing = FakePrinting(tmp_path / "printed.pdf")
    keys((CTRL, P))
    desk.qtbot.waitUntil(lambda: any("sent to the printer" in one for one in desk.status))
    (row,) = desk.answer(lambda p: patients.get(p, desk.case.patient)).documents
    assert row.kind == "explained"
    assert desk.answer(lambda p: printing.archived(p, row.id)) == page.presenter.draft.body


def test_the_way_back_leads_to_the_session(page):
    assert [getattr(one, "text", one) for one in page.crumbs()][-2].startswith("Session of")


def test_a_session_that_is_gone_is_told(desk):
    page = desk.show(ExplainedPage(desk.ctx), {"encounter_id": 99})
    desk.qtbot.waitUntil(lambda: "not in the practice file" in page.message.text())
    assert not page.print_action.isEnabled()


def test_everything_has_a_name_and_fits(page):
    assert walk.nameless(page) == []
    assert walk.cut(page) == []


def test_a_new_session_is_saved_first_and_then_explained(desk):
    page = desk.session()
    keys("97140", Qt.Key.Key_Return, "22", Qt.Key.Key_Return)
    keys((CTRL | SHIFT, P))
    desk.qtbot.waitUntil(lambda: bool(desk.visited))
    (visit,) = desk.visited
    assert visit == ("explained", {"encounter_id": page.presenter.record.id})
    assert not page.keeper.behind


def test_without_a_service_there_is_nothing_to_explain(desk):
    desk.session()
    keys((CTRL | SHIFT, P))
    assert "no service yet" in desk.said[-1]
    assert desk.visited == []


def test_a_cell_that_cannot_be_read_stands_in_the_way(desk):
    desk.session()
    keys("97140", Qt.Key.Key_Return, "many", Qt.Key.Key_Return)
    keys((CTRL | SHIFT, P))
    desk.qtbot.waitUntil(lambda: bool(desk.said))
    assert "cannot be read" in desk.said[-1]
    assert desk.visited == []
