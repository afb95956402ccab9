"""What the session screen says of insurers that changed and of the practice's own items."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import EncounterState
from core.model.practice import Fee
from core.services import encounters, patients, setup
from tests.ui.session_page import CTRL, DOWN, ENTER, Desk, keys
from ui.presenters.session_sheet import Column

F4 = Qt.Key.Key_F4


def prepare(case):
    tape = Fee("TAPE1", 1500, date(2020, 1, 1), label="Tape roll", is_cash_item=True)
    setup.save_fee(case.p, tape)
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97110": 20, "TAPE1": 0})


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, prepare)
    yield made
    made.tasks.stop()
    assert made.bugs == []


def test_a_session_whose_insurer_changed_can_be_completed_again_untouched(desk):
    (held,) = desk.answer(lambda p: patients.get(p, 1).coverages)
    ended = replace(held, ends_on=date(2024, 12, 31))
    desk.answer(lambda p: patients.save_coverage(p, ended))
    page = desk.session(encounter_id=1)
    assert "insurance of this day was changed" in desk.said[-1]
    keys((CTRL, ENTER))
    desk.settle()
    kept = desk.answer(lambda p: encounters.open_session(p, 1))
    assert (kept.record.profile, kept.insurer_changed) == ("cash", False)
    assert not page.complete_action.isEnabled()


def test_an_own_item_is_listed_beside_the_bill_and_is_no_error(desk):
    page = desk.session()
    keys(F4, "15", DOWN, (CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: page.presenter.record.state is EncounterState.COMPLETE)
    assert "TAPE1 × 1 own item " in page.view.bill.texts()
    assert page.view.bill.figure.text() == "1 unit"
    row = page.view.table.services
    assert row.index(1, Column.SERVICE).data() == "Tape roll"
    assert row.index(1, Column.UNITS).data() == "1"
    assert not any("TAPE1" in check.message for check in page.presenter.checks)
