"""Signing on the session screen by keyboard: the way in, what is locked, what may follow."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from core.model.encounter import Service
from core.model.kinds import EncounterState
from core.model.people import Role
from core.model.session import Note
from core.services import encounters, signing
from core.services.signing_checks import Reasons
from tests.support.people import add_person, sign_in
from tests.support.practice import DAY
from tests.ui.session_page import CTRL, DELETE, DOWN, ENTER, ESCAPE, Desk, focus, keys

F4 = Qt.Key.Key_F4
LAST = {"97140": 20, "97110": 20}
NOTE = ("sore", "flexion 120", "better", "go on")


def as_therapist(case):
    """The earlier visit is there, and the therapist is signed in."""
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit(LAST)
    case.owner = case.p.person
    roles = {Role.THERAPIST, Role.OWNER}
    sign_in(case.p, add_person(case.p, "Dana Okafor", roles, case.therapist))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, as_therapist)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    return desk.session()


def found(page, name):
    return page.window().findChild(QWidget, name)


def shown(page, name):
    widget = found(page, name)
    return widget is not None and widget.isVisible()


def write_note(page):
    for place, text in enumerate(NOTE):
        page.view.note.parts[place].setPlainText(text)
    page.view.table.setFocus()


def type_session(page):
    """Two codes with minutes and a note that gives no warning."""
    write_note(page)
    keys(F4, "23", DOWN, "22")


def signed(page, desk):
    type_session(page)
    keys((CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: page.presenter.locked or shown(page, "sign"))
    if not page.presenter.locked:
        keys("as documented", ENTER)
    desk.qtbot.waitUntil(lambda: page.presenter.locked)
    desk.settle()
    return page


def test_ctrl_enter_signs_and_the_bar_says_who_and_when(page, desk):
    signed(page, desk)
    bar = page.view.signed
    assert bar.isVisible()
    assert bar.head.text() == "Signed and locked"
    assert bar.words.text().startswith("Electronically signed by Dana Okafor, DPT on 10 Mar 2026")
    assert page.presenter.record.state is EncounterState.COMPLETE
    assert "Signed and locked" in desk.said
    assert desk.answer(lambda p: signing.state_of(p, page.presenter.record.id)).is_signed


def test_the_main_key_is_called_sign_and_lock_for_who_gave_the_session(page):
    assert page.primary_action().text() == "Sign and lock"


def test_somebody_else_completes_the_session_and_it_waits(page, desk):
    type_session(page)
    keys((CTRL, Qt.Key.Key_S))
    desk.qtbot.waitUntil(lambda: page.presenter.record.version > 0)
    desk.answer(lambda p: sign_in(p, desk.case.owner))
    page.activate({"encounter_id": page.presenter.record.id})
    desk.settle()
    assert page.primary_action().text() == "Complete session"
    page.primary_action().trigger()
    desk.qtbot.waitUntil(lambda: page.presenter.record.state is EncounterState.COMPLETE)
    assert not page.presenter.locked


def test_an_error_blocks_signing_and_takes_the_cursor_there(page, desk):
    write_note(page)
    keys(F4, "23", DOWN, "nonsense", (CTRL, ENTER))
    assert any("not signed yet" in said for said in desk.said)
    assert page.view.table.currentIndex().row() == 1
    assert not shown(page, "sign")


def test_a_warning_needs_one_reason_that_is_kept(page, desk):
    keys(F4, "23", DOWN, "22", (CTRL, ENTER))  # the note is empty
    assert shown(page, "sign")
    assert focus().objectName() == "sign-reason"
    keys(ENTER)
    assert shown(page, "sign")  # no reason, no signature
    keys("dictated, on paper", ENTER)
    desk.qtbot.waitUntil(lambda: page.presenter.locked)
    assert "The note is empty. Reason given: dictated, on paper" in page.view.signed.words.text()


def test_escape_goes_back_to_the_session_unsigned(page, desk):
    keys(F4, "23", DOWN, "22", (CTRL, ENTER), "x", ESCAPE)
    desk.settle()
    assert not page.presenter.locked
    assert page.view.table.services.rows[1].raw[2] == "22"


def test_nothing_of_a_signed_session_takes_typing(page, desk):
    signed(page, desk)
    number = page.presenter.record.id
    before = desk.answer(lambda p: encounters.open_session(p, number).record)
    page.view.table.put_cursor(0, 2)
    keys("9", ENTER, (CTRL, DELETE), DELETE, F4, (CTRL, Qt.Key.Key_Z))
    assert all(part.isReadOnly() for part in page.view.note.parts)
    page.view.note.focus_part(0)
    keys("other")
    keys((CTRL, Qt.Key.Key_S))
    desk.settle()
    assert not page.view.header.day.isEnabled()
    assert not shown(page, "diagnosis")
    assert desk.answer(lambda p: encounters.open_session(p, number).record) == before
    assert not page.keeper.dirty


def test_an_addendum_is_typed_signed_and_shown_below_the_note(page, desk):
    signed(page, desk)
    assert page.primary_action().text() == "Add an addendum"
    page.primary_action().trigger()
    assert isinstance(focus(), QPlainTextEdit)
    keys("Left side was meant.", (CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: shown(page, "addendum-shown"))
    (one,) = (part for part in page.view.note.addenda if part.isVisible())
    assert one.text.text() == "Left side was meant."
    assert one.head.text().startswith("Addendum 1, signed by Dana Okafor, DPT on 10 Mar 2026")


def test_an_empty_addendum_is_not_taken(page, desk):
    signed(page, desk)
    page.primary_action().trigger()
    keys((CTRL, ENTER))
    assert found(page, "addendum-problem").text() == "Write what is to be added."


def test_an_owner_opens_it_again_for_a_reason_and_it_is_signed_anew(page, desk):
    signed(page, desk)
    page.view.signed.unseal.click()
    (question,) = desk.questions
    question.on_yes("wrong side in the note")
    desk.qtbot.waitUntil(lambda: not page.presenter.locked)
    assert page.view.signed.head.text() == "Opened again, to be signed anew"
    assert "wrong side in the note" in page.view.signed.words.text()
    assert page.primary_action().text() == "Sign and lock"


def test_minutes_changed_after_signing_ask_for_a_reason_of_their_own(page, desk):
    signed(page, desk)
    desk.answer(lambda p: signing.unseal(p, page.presenter.record.id, "typing mistake"))
    page.activate({"encounter_id": page.presenter.record.id})
    desk.settle()
    page.view.table.put_cursor(0, 2)
    keys("38", (CTRL, ENTER))
    assert shown(page, "minutes-reason")
    for name in ("sign-reason", "minutes-reason"):
        if shown(page, name):
            field = found(page, name)
            assert isinstance(field, QLineEdit)
            field.setText("the watch said 38")
    keys(ENTER)
    desk.qtbot.waitUntil(lambda: page.presenter.locked)
    assert "from 97110 22, 97140 23 to 97110 22, 97140 38." in page.view.signed.words.text()


def test_ctrl_enter_in_the_question_signs_once_and_does_not_ask_again(page, desk):
    keys(F4, "23", DOWN, "22", (CTRL, ENTER), "on paper", (CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: page.presenter.locked)
    desk.settle()
    assert not shown(page, "sign")


def test_the_therapist_countersigns_what_an_assistant_signed(desk):
    case = desk.case

    def by_assistant(p):
        therapist = sign_in(p, add_person(p, "Sam Reyes", {Role.ASSISTANT}, case.assistant))
        fresh = encounters.new_session(p, case.patient, DAY, case.assistant).record
        record = replace(fresh, services=(Service("97110", 15, 8),), note=Note(*NOTE))
        number = signing.sign(p, record, Reasons(for_all="as documented")).encounter_id
        sign_in(p, therapist)
        return number

    page = desk.session(encounter_id=desk.answer(by_assistant))
    assert "countersignature: it is still missing" in page.view.signed.words.text()
    assert page.primary_action().text() == "Countersign"
    keys((CTRL, ENTER))
    desk.questions[-1].on_yes("")
    desk.qtbot.waitUntil(lambda: "Countersigned by Dana" in page.view.signed.words.text())
    assert page.primary_action().text() == "Add an addendum"


def test_who_is_no_owner_is_not_offered_to_open_it_again(page, desk):
    signed(page, desk)
    ann = {Role.THERAPIST}
    desk.answer(lambda p: sign_in(p, add_person(p, "Ann", ann, desk.case.therapist)))
    page.activate({"encounter_id": page.presenter.record.id})
    desk.settle()
    assert not page.view.signed.unseal.isVisible()
