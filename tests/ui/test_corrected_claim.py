"""The corrected claim by keys: reached from the overpayment, asked for its number, drawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.model.audits import AuditKind, OverpaymentState, ReviewVerdict
from core.services import audit_follow_up, auditing
from core.services.auditing import AuditChoice
from tests.support.audit_actions import overbill
from tests.support.practice import DAY
from tests.ui.session_page import ALT, ENTER, TAB, Desk, focus, keys
from ui.screens.audit import AuditPage
from ui.screens.corrected_claim import CorrectedClaimPage

NUMBER = "20260315042"
ALL = AuditChoice(DAY - timedelta(days=30), DAY, AuditKind.EVERYTHING, "97140")


def overpaid(case):
    """A session of a patient with commercial insurance, billed with one unit too much."""
    case.patient = case.add_patient("Mina", "Okoye", case.commercial)
    case.give_diagnoses(("M542", "Cervicalgia"))
    overbill(case.p, case.add_visit({"97140": 23}, date(2026, 3, 2)))
    kept = auditing.run_self_audit(case.p, ALL)
    for one in auditing.findings(case.p, kept.id):
        if one.finding.direction == "over":
            audit_follow_up.review(case.p, one.id, ReviewVerdict.CONFIRMED, "Read again")


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, overpaid)
    yield made
    made.settle()
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.show(CorrectedClaimPage(desk.ctx), {"overpayment_id": 1})
    made.first_focus().setFocus()
    yield made
    made.document.close()


def drawn(page, desk):
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None)
    return page.presenter.job.record


def test_it_asks_for_the_payers_number_before_it_draws(page, desk):
    assert "the number that the payer gave the claim" in page.message.text()
    assert not page.print_action.isEnabled()
    keys(ENTER)
    assert page.field.problem() == "The payer's number of the claim is missing."
    assert focus() is page.reference
    assert page.presenter.draft is None


def test_the_number_and_enter_draw_the_replacement(page, desk):
    keys(NUMBER, ENTER)
    record = drawn(page, desk)
    assert not record.voids
    assert [(one.before.units, one.after.units) for one in record.changes] == [(3, 2)]
    assert page.print_action.isEnabled()
    assert page.stack.currentWidget() is page.preview


def test_alt_v_voids_and_alt_r_replaces_again(page, desk):
    keys(NUMBER, (ALT, Qt.Key.Key_V))
    assert drawn(page, desk).claims.claims[0].value("22") == f"8  {NUMBER}"
    keys((ALT, Qt.Key.Key_R))
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None and not voids(page))
    assert page.presenter.job.record.claims.claims[0].value("22") == f"7  {NUMBER}"


def voids(page):
    return page.presenter.job is not None and page.presenter.job.record.voids


def test_another_number_takes_the_sheet_away_until_it_is_asked_for(page, desk):
    keys(NUMBER, ENTER)
    drawn(page, desk)
    page.reference.setFocus()
    page.reference.end(False)
    keys("7")
    assert page.presenter.draft is None
    assert not page.print_action.isEnabled()
    keys(ENTER)
    assert drawn(page, desk).resubmission.reference == f"{NUMBER}7"


def test_a_number_too_long_for_its_item_says_so(page, desk):
    keys("1" * 19, ENTER)
    desk.qtbot.waitUntil(lambda: "longer than 18" in page.message.text())
    assert page.presenter.draft is None


def test_what_the_payer_would_return_it_for_stands_beside_the_sheet(page, desk):
    keys(NUMBER, ENTER)
    record = drawn(page, desk)
    needed = [one for one in record.claims.lacks if one.needed]
    assert needed
    assert page.lacks.isVisibleTo(page)
    assert needed[0].sentence in page.lacks.words.text()


def test_tab_goes_through_what_can_be_changed_and_on_to_the_sheet(page, desk):
    keys(NUMBER, TAB)
    assert focus() is page.show_button
    keys(Qt.Key.Key_Space)
    drawn(page, desk)


def widget(page, name):
    return page.stack.currentWidget().findChild(QWidget, name)


def test_it_is_reached_beside_the_refund_letter_and_is_the_proof_that_closes(desk):
    page = desk.show(AuditPage(desk.ctx), {"part": "follow"})
    desk.qtbot.waitUntil(lambda: bool(page.presenter.follow.owed))
    desk.settle()
    went = []
    page.follow._ctx = replace(desk.ctx, navigate=lambda *to: went.append(to))
    widget(page, "follow-claim").setFocus()
    keys(Qt.Key.Key_Space)
    assert went == [("corrected_claim", {"overpayment_id": 1})]
    widget(page, "follow-proof").setFocus()
    keys("Corrected claim 1002 of March 10")
    widget(page, "follow-returned").setFocus()
    keys(Qt.Key.Key_Space)
    desk.settle()
    ((kept, _),) = desk.answer(audit_follow_up.overpayments)
    assert (kept.state, kept.proof) == (
        OverpaymentState.RETURNED, "Corrected claim 1002 of March 10"
    )  # fmt: skip
