"""The defence packet: reached from the patient, of one session or of all."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from tests.ui.session_page import ALT, CTRL, Desk, keys
from ui.screens.packet import PacketPage
from ui.screens.patient import PatientPage

SHIFT = Qt.KeyboardModifier.ShiftModifier


def two_visits(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    for day in (2, 4):
        case.add_visit({"97110": 30}, date(2026, 3, day))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, two_visits)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.show(PacketPage(desk.ctx), {"encounter_ids": (1,)})
    desk.qtbot.waitUntil(lambda: made.presenter.draft is not None)
    yield made
    made.document.close()


def sessions(page):
    return len(page.presenter.job.record.visits)


def test_a_session_first_then_all_of_the_patient_by_a_key(page, desk):
    assert sessions(page) == 1
    page.first_focus().setFocus()
    keys((ALT, Qt.Key.Key_A))
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None and sessions(page) == 2)
    keys((ALT, Qt.Key.Key_H))
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None and sessions(page) == 1)


def test_counsels_line_is_put_on_by_a_tick(page, desk):
    assert not page.presenter.job.record.for_counsel
    page.counsel.setFocus()
    keys(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None)
    assert page.presenter.job.record.for_counsel


def test_the_patients_page_leads_to_it_with_what_is_marked(desk):
    went = []
    ctx = replace(desk.ctx, navigate=lambda name, args: went.append((name, args)))
    made = desk.show(PatientPage(ctx), {"patient_id": desk.case.patient})
    desk.qtbot.waitUntil(lambda: made.presenter.file is not None)
    made.first_focus().setFocus()
    keys((CTRL | SHIFT, Qt.Key.Key_K))
    assert went == [("packet", {"patient_id": desk.case.patient, "encounter_ids": (2,)})]
