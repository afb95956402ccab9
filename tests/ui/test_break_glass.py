"""What a role is not offered, notes that are not shown, and the reason that opens them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import ProviderRole
from core.model.people import Role
from core.model.practice import Provider
from core.model.session import Note
from core.services import break_glass, encounters, setup
from core.store import audit
from tests.support.people import join
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
SECRET = "cried about the divorce"
REASON = "Patient fainted at the desk"


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.number = made.clinic.session("Alvarez", TODAY, complete=True)
    record = encounters.open_session(made.practice, made.number).record
    encounters.save(made.practice, replace(record, note=Note(SECRET)), complete=True)
    return made


def sign_in(desk, *roles, provider_id=None):
    person = join(desk.practice, "Cy Lee", *roles, provider_id=provider_id)
    desk.practice.person = desk.ctx.person = person
    return person


def as_a_colleague(desk):
    colleague = setup.save_provider(desk.practice, Provider("Cy", "Lee", ProviderRole.PT))
    return sign_in(desk, Role.THERAPIST, provider_id=colleague.id)


def open_session(desk):
    desk.shell.navigate("session", {"encounter_id": desk.number})


def give_reason(desk, text=REASON):
    desk.type(text)
    desk.press(Key.Key_Return)


def test_a_colleagues_session_asks_for_a_reason_and_shows_nothing_before(desk):
    as_a_colleague(desk)
    open_session(desk)
    shown = walk.texts(desk.window)
    assert "Open these notes with a reason?" in shown
    assert "the owner is told" in shown
    assert SECRET not in shown
    assert desk.focus().objectName() == "question-text"


def test_too_short_a_reason_opens_nothing_and_says_how_long(desk):
    as_a_colleague(desk)
    open_session(desk)
    give_reason(desk, "urgent")
    assert "Say the reason in at least 10 characters." in walk.texts(desk.window)
    assert SECRET not in walk.texts(desk.window)


def test_a_reason_opens_the_note_to_read_under_a_red_strip(desk):
    as_a_colleague(desk)
    open_session(desk)
    give_reason(desk)
    shown = walk.texts(desk.window)
    assert SECRET in shown
    words = "The notes of Alvarez, Maria are open to you with a reason for 60 more minutes."
    assert desk.find("glass-words").text() == words
    assert desk.find("glass-banner").isVisible()
    assert desk.find("note-S").isReadOnly()
    assert not desk.page.save_action.isEnabled()


def test_closing_the_notes_takes_them_off_the_screen(desk):
    as_a_colleague(desk)
    open_session(desk)
    give_reason(desk)
    desk.find("glass-close").click()
    assert not desk.find("glass-banner").isVisible()
    assert "Open these notes with a reason?" in walk.texts(desk.window)
    rows = [row.action for row in audit.events(desk.practice.file.db)]
    assert rows.index("breakglass.start") < rows.index("breakglass.stop")


def test_the_hour_that_is_over_takes_the_notes_off_the_screen(desk):
    moment = [0.0]
    desk.practice.memory.monotonic = lambda: moment[0]
    sign_in(desk, Role.BILLER)
    open_session(desk)
    desk.find("note-open").click()
    give_reason(desk)
    assert SECRET in walk.texts(desk.window)
    moment[0] = 3600.0
    desk.ctx.glass.look()
    assert SECRET not in walk.texts(desk.window)
    assert not desk.find("glass-banner").isVisible()


def test_the_biller_sees_the_bill_and_no_note(desk):
    sign_in(desk, Role.BILLER)
    open_session(desk)
    shown = walk.texts(desk.window)
    assert "The note is kept from your role" in shown
    assert SECRET not in shown
    assert not desk.find("note-S").isVisible()
    assert desk.page.save_action.isEnabled()


def test_an_owner_finds_it_on_today_until_it_is_taken_note_of(desk):
    owner = desk.practice.person
    as_a_colleague(desk)
    break_glass.start(desk.practice, desk.clinic.people["Alvarez"], REASON)
    desk.practice.person = desk.ctx.person = owner
    desk.go("today", {})
    assert desk.column("work-table", "What is missing")[0] == "Notes opened"
    assert desk.column("work-table", "Patient")[0] == "Alvarez, Maria"
    desk.messages.answer = "yes"
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Return)
    assert ("ask", "Cy Lee opened the notes of Alvarez, Maria") in desk.messages.said
    assert "Notes opened" not in desk.column("work-table", "What is missing")


def test_others_are_not_told_who_opened_what(desk):
    as_a_colleague(desk)
    break_glass.start(desk.practice, desk.clinic.people["Alvarez"], REASON)
    desk.go("today", {})
    assert "Notes opened" not in desk.column("work-table", "What is missing")


@pytest.mark.parametrize(("role", "page", "offered"), [
    (Role.FRONT_DESK, "today", {"New session": False, "Plan a visit": True}),
    (Role.BILLER, "today", {"New session": False, "Plan a visit": False}),
    (Role.ASSISTANT, "today", {"New session": True, "Plan a visit": False}),
    (Role.THERAPIST, "patients", {"New patient": True, "Import from CSV": False}),
    (Role.BILLER, "patients", {"New patient": False, "Import from CSV": False}),
])  # fmt: skip
def test_an_action_that_the_role_may_not_do_is_grey_and_says_why(desk, role, page, offered):
    sign_in(desk, role)
    desk.go(page, {})
    actions = {one.text().replace("&", ""): one for one in desk.page.all_actions()}
    assert {words: one.isEnabled() for words, one in actions.items()} == offered
    for words, may in offered.items():
        assert ("Your role may not" in actions[words].toolTip()) is not may


@pytest.mark.parametrize(("role", "parts"), [
    (Role.FRONT_DESK, ["referring", "appearance", "security"]),
    (Role.BILLER, ["payers", "payer_rules", "payer_rates", "fees", "billing", "tables",
                   "appearance", "security"]),
    (Role.ASSISTANT, ["macros", "templates", "appearance", "security"]),
])  # fmt: skip
def test_settings_hold_the_parts_that_the_role_may_change(desk, role, parts):
    sign_in(desk, role)
    desk.go("settings", {})
    assert list(desk.page.offered) == parts


def test_a_colleagues_patient_is_shown_without_money(desk):
    as_a_colleague(desk)
    desk.go("patient", {"patient_id": desk.clinic.people["Alvarez"]})
    shown = walk.texts(desk.window)
    assert "Maria Alvarez" in shown
    assert "Open $" not in shown
    assert not desk.find("part-payments").isVisible()
    assert desk.column("visits-table", "Codes") == [""]
