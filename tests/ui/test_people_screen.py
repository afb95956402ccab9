"""Settings, people and my account, by keys over the real services."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from core.model.people import Person, Role
from core.services import people, switching
from core.store import audit
from tests.support.practice import PASSWORD, new_practice
from tests.ui.fakes import InlineTasks, RecordingMessages, make_context
from tests.ui.walk import texts
from ui.main_window import MainWindow
from ui.shell import Shell

BO = Person(0, "Bo Kim", "bo", frozenset({Role.BILLER}))
PIN = "482916"


class Office:
    """Settings over a real practice in which the owner is signed in."""

    def __init__(self, folder, theme, qtbot):
        self.p = new_practice(folder)
        self.messages = RecordingMessages()
        self.renewed = []
        self.ctx = make_context(
            folder, theme, tasks=InlineTasks(self.p), messages=self.messages, person=self.p.person,
            person_changed=lambda: self.renewed.append(self.p.person),
        )  # fmt: skip
        self.window = MainWindow(self.messages)
        self.shell = Shell(self.ctx)
        self.window.resize(1280, 720)
        self.window.may_close = True
        qtbot.addWidget(self.window)
        self.window.show_screen(self.shell)
        self.window.show()

    def open(self, section):
        self.shell.navigate("settings", {"section": section})
        return self.shell.page.section

    def find(self, name):
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def put(self, name, text):
        editor = self.find(name)
        editor.setFocus()
        editor.clear()
        QTest.keyClicks(editor, text)

    def tick(self, *roles):
        for role in Role:
            box = self.find(f"people-role_{role.name}")
            if box.isChecked() != (role in roles):
                QTest.keyClick(box, Qt.Key.Key_Space)

    def save(self):
        self.shell.page.primary_action().trigger()

    def confirm(self, password=PASSWORD):
        """Type the own password into the sheet that asks for it."""
        self.put("sheet-password", password)
        QTest.keyClick(self.find("sheet-password"), Qt.Key.Key_Return)

    def has_sheet(self):
        sheets = self.window.findChildren(QFrame, "password-sheet")
        return any(sheet.isVisible() for sheet in sheets)

    def choose(self, row):
        section = self.shell.page.section
        section.table.setCurrentIndex(section.model.index(row, 0))

    def cells(self, row):
        model = self.shell.page.section.model
        return [model.index(row, n).data() for n in range(model.columnCount())]

    def actions(self):
        return [row.action for row in audit.events(self.p.file.db)]


@pytest.fixture
def office(tmp_path, theme, qtbot):
    made = Office(tmp_path, theme, qtbot)
    yield made
    made.p.file.close()


def new_account(office, name="Bo Kim", sign_in="bo", roles=(Role.BILLER,)):
    office.open("people")
    office.shell.page.section.new()
    office.put("people-name", name)
    office.put("people-sign_in", sign_in)
    office.tick(*roles)
    office.save()


def test_an_account_is_made_and_its_one_time_password_opens(office):
    new_account(office)
    office.confirm()
    once = office.window.findChild(QLabel, "one-time-password").text()
    office.find("one-time-done").click()
    assert office.cells(1) == ["Bo Kim", "bo", "Biller", "", "one-time password"]
    assert once not in texts(office.shell)
    assert switching.switch_by_password(office.p, "bo", once).name == "Bo Kim"


def test_nothing_is_done_before_the_own_password_is_right(office):
    new_account(office)
    office.confirm("not the password")
    assert office.has_sheet()
    assert "does not open" in texts(office.window)
    assert len(people.accounts(office.p)) == 1


def test_what_the_services_refuse_is_told_at_its_field(office):
    new_account(office, sign_in="dana")
    office.confirm()
    assert not office.has_sheet()
    assert "is or was somebody" in texts(office.window)
    assert office.find("people-name").text() == "Bo Kim"


def test_roles_are_changed_and_stand_in_the_trail(office):
    people.add_person(office.p, BO, PASSWORD)
    office.open("people")
    office.choose(1)
    assert office.find("people-name").isReadOnly()
    office.tick(Role.BILLER, Role.FRONT_DESK)
    office.save()
    office.confirm()
    assert office.cells(1)[2] == "Biller, Front desk"
    assert office.actions()[-1] == "person.update"


def test_the_only_owner_stays_one(office):
    office.open("people")
    office.choose(0)
    office.tick(Role.THERAPIST)
    office.save()
    office.confirm()
    assert "This is the only owner" in texts(office.window)


def test_own_roles_that_changed_build_every_page_anew(office):
    office.open("people")
    office.choose(0)
    office.tick(Role.OWNER, Role.THERAPIST)
    office.save()
    office.confirm()
    assert office.renewed == [office.p.person]
    assert office.p.person.roles == {Role.OWNER, Role.THERAPIST}


def test_a_lost_password_is_reset_by_the_owner(office):
    people.add_person(office.p, BO, PASSWORD)
    office.open("people")
    office.choose(1)
    office.find("people-reset").click()
    office.confirm()
    once = office.window.findChild(QLabel, "one-time-password").text()
    assert office.actions()[-1] == "person.reset"
    switching.switch_by_password(office.p, "bo", once)
    assert office.p.must_change_password


def test_the_own_account_is_neither_reset_nor_ended_here(office):
    office.open("people")
    office.choose(0)
    assert not office.find("people-reset").isEnabled()
    assert not office.find("people-end").isEnabled()
    assert "My account" in office.find("people-end").toolTip()


def test_an_account_ends_and_the_new_data_key_is_offered(office):
    people.add_person(office.p, BO, PASSWORD)
    office.open("people")
    office.choose(1)
    office.find("people-end").click()
    office.confirm()
    assert office.cells(1)[4] == "ended"
    assert ("ask", "The account of Bo Kim has ended") in office.messages.said


def test_a_new_data_key_leaves_every_password_and_says_what_old_copies_open_with(office):
    office.open("people")
    before = office.p.file.key
    office.find("people-rekey").click()
    office.confirm()
    assert office.p.file.key != before
    told = texts(office.find("people-told"))
    assert "The data key is changed" in told
    assert "Backup copies from before still open" in told
    assert not office.has_sheet()


def test_a_pin_is_set_told_and_removed(office):
    office.open("security")
    assert "You have no PIN" in texts(office.shell.page)
    for name, text in (("pin-password", PASSWORD), ("pin-pin", PIN), ("pin-again", PIN)):
        office.put(name, text)
    office.find("set-pin").click()
    assert "You have a PIN" in texts(office.shell.page)
    assert office.find("pin-pin").text() == ""
    office.find("remove-pin").click()
    office.confirm()
    assert "You have no PIN" in texts(office.shell.page)
    assert office.actions().count("person.pin") == 2


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [("123456", "123456", "first that anybody would try"), (PIN, "482917", "The two PINs differ")],
)
def test_a_pin_that_must_not_be_used_is_told_at_its_field(office, pin, again, said):
    office.open("security")
    for name, text in (("pin-password", PASSWORD), ("pin-pin", pin), ("pin-again", again)):
        office.put(name, text)
    office.find("set-pin").click()
    assert said in texts(office.shell.page)
    assert "You have no PIN" in texts(office.shell.page)


def test_the_new_recovery_code_stays_until_it_was_typed_back(office):
    office.open("security")
    office.put("recovery-password", PASSWORD)
    office.find("new-code").click()
    code = office.window.findChild(QLabel, "new-recovery-code").text()
    office.find("code-done").click()
    assert "Type the whole code" in texts(office.shell.page)
    office.put("new-recovery-code-typed", code.lower())
    office.find("code-done").click()
    assert code not in texts(office.shell.page)


def test_the_audit_trail_is_exported_after_the_password_alone(office):
    section = office.open("audit")
    section.export.click()
    assert office.window.findChild(QWidget, "audit-dialog") is None
    office.confirm("not the password")
    assert office.window.findChild(QWidget, "audit-dialog") is None
    assert "does not open" in texts(office.window)
