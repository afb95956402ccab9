"""Statements and refusals on the session screen, by keyboard: before and after, kept, undone."""

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import Severity
from core.services import encounters, setup
from core.services.engine_facts import LOCALITY, keep_outside_use
from tests.ui import walk
from tests.ui.session_page import ALT, CTRL, DOWN, ENTER, TAB, Desk, focus, keys

CHECKS = (ALT, Qt.Key.Key_C)
SPACE, Z = Qt.Key.Key_Space, Qt.Key.Key_Z


def near_the_threshold(case):
    setup.set_setting(case.p, LOCALITY, "national")
    keep_outside_use(case.p, case.patient, 2026, "pt_slp", "2460")
    case.give_diagnoses(("M542", "Cervicalgia"))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, near_the_threshold)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    return desk.session()


def bill(page):
    return "\n".join(page.view.bill.texts())


def checks(page):
    return "\n".join(page.view.checks.texts())


def press(page, words):
    """Go through the checks by Tab to the button with these words, and press it."""
    keys(CHECKS)
    for _ in range(20):
        if getattr(focus(), "text", str)().startswith(words):
            keys(SPACE)
            return
        keys(TAB)
    raise AssertionError(f"no button {words}")


def cross(page):
    keys("te", ENTER, "30", ENTER)
    assert "above $2,480.00" in checks(page)
    assert "KX" not in bill(page)


def test_kx_is_suggested_with_before_and_after_and_put_on_by_an_act(page):
    cross(page)
    shown = page.view.checks.notices[0].acts[0]
    assert shown.change.text() == "97110: 2 units GP → 2 units GP KX"
    press(page, "I attest medical necessity")
    assert "GP KX" in bill(page)
    assert "Attested by Dana Okafor, DPT" in checks(page)
    assert "above $2,480.00" not in checks(page)


def test_the_meter_counts_the_day_while_minutes_are_typed(page):
    meter = page.view.header.meter
    keys("te", ENTER)
    assert meter.text().startswith("PT + SLP this year $2,460 of $2,480, elsewhere looked up")
    keys("30", DOWN)
    assert meter.text().endswith(": KX")
    assert meter.isVisible()


def test_a_statement_is_taken_back_and_undone_by_key(page):
    cross(page)
    press(page, "I attest medical necessity")
    press(page, "Take back")
    assert "KX" not in bill(page)
    page.view.table.setFocus()
    keys((CTRL, Z))
    assert "GP KX" in bill(page)


def test_a_statement_is_kept_with_the_session(page, desk):
    cross(page)
    press(page, "I attest medical necessity")
    page.view.table.setFocus()
    keys((CTRL, ENTER))
    desk.settle()
    number = page.presenter.record.id
    file = desk.answer(lambda p: encounters.open_session(p, number))
    assert [one.modifier for one in file.record.attestations] == ["KX"]
    kept = desk.answer(lambda p: encounters.bill_of(p, number))
    assert kept.lines[0].modifiers == ("GP", "KX")


def test_a_statement_survives_in_the_draft(page, desk):
    cross(page)
    press(page, "I attest medical necessity")
    page.keeper.keep_draft()
    desk.settle()
    again = desk.session(encounter_id=page.presenter.record.id)
    assert "GP KX" in bill(again)


def test_a_refusal_needs_a_reason_and_leaves_a_note(page, desk):
    cross(page)
    press(page, "Refuse")
    assert desk.questions[-1].input_label == "Reason, kept with the session"
    desk.questions[-1].on_yes("the episode ends today")
    assert "Suggestion refused: the episode ends today (Dana Okafor, DPT" in checks(page)
    assert all(check.severity is not Severity.WARNING for check in page.presenter.checks)
    assert "KX" not in bill(page)
    press(page, "Take back")
    assert "above $2,480.00" in checks(page)


def test_a_further_code_is_not_covered_by_an_older_statement(page):
    cross(page)
    press(page, "I attest medical necessity")
    page.view.table.setFocus()
    keys(DOWN, "mt", ENTER, "15", ENTER)
    assert "97140 1 unit GP 15 min" in bill(page)
    assert "above $2,480.00" in checks(page)


def test_a_pair_without_proof_offers_no_statement_only_to_leave_a_line_out(page, desk):
    keys("97150", ENTER, "20", ENTER, "97110", ENTER, "20", ENTER)
    words = [act.words for check in page.presenter.checks for act in check.acts]
    assert "I attest they were distinct" not in words
    press(page, "Do not bill 97110")
    desk.questions[-1].on_yes("it was the group's exercise")
    assert "97110 is not billed: it was the group's exercise" in checks(page)
    assert not any(check.severity is Severity.ERROR for check in page.presenter.checks)


def test_a_pair_shown_apart_by_the_clock_is_attested(page):
    keys("97150", ENTER, "10:00-10:20", ENTER, "97110", ENTER, "10:20-10:40", ENTER)
    words = [act.words for check in page.presenter.checks for act in check.acts]
    assert sum(word.startswith("I attest") for word in words if "distinct" in word) == 1
    press(page, "I attest they were distinct")
    assert "97150 and 97110 were distinct" in checks(page)
    assert "59" in bill(page)
    assert not any(check.severity is Severity.ERROR for check in page.presenter.checks)


def test_every_button_has_a_name_and_fits(page, qtbot):
    cross(page)
    assert walk.nameless(page) == []
    qtbot.waitUntil(lambda: walk.cut(page) == [])
