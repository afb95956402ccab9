"""The first minute, by keyboard, from the first window to the practice itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from tests.ui.fakes import CODE, PASSWORD
from tests.ui.walk import texts
from ui.presenters.password_hint import password_hint
from ui.presenters.wizard import code_problem, passwords_problem
from ui.screens.wizard import WizardScreen

PRACTICE = ("Harbor Therapy", "1234567893", "12-3456789", "1 Main St", "Portland", "me", "04101")


@pytest.fixture
def typing(qtbot):
    """Types into whatever has the keyboard, as a person would."""

    def go(*parts: str, enter: bool = True) -> None:
        for place, text in enumerate(parts):
            if place:
                qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            qtbot.keyClicks(QApplication.focusWidget(), text)
        if enter:
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    return go


def enter(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


@pytest.fixture
def program(start):
    return start()


def to_owner(program, qtbot, typing):
    enter(qtbot)
    typing(*PRACTICE)


def to_code(program, qtbot, typing):
    to_owner(program, qtbot, typing)
    typing("Dana Okafor", PASSWORD, PASSWORD)
    gate = program.gates.screen
    gate.skip.setFocus()
    enter(qtbot)
    qtbot.waitUntil(lambda: gate.step is gate.recovery)
    return gate


def test_set_up_from_the_first_window_by_keyboard_alone(program, services, qtbot, typing):
    gate = to_code(program, qtbot, typing)
    assert services.log == ["create Harbor Therapy Dana Okafor None"]
    assert gate.findChild(QLabel, "recovery-code").text() == CODE
    typing("7h2k 9qwe rt5y 8zxc m4nb")
    qtbot.waitUntil(lambda: program.shell is not None)
    assert "Harbor Therapy" in texts(program.shell.rail)
    assert "Dana Okafor" in texts(program.shell.rail)


def test_a_first_provider_can_be_given(program, services, qtbot, typing):
    to_owner(program, qtbot, typing)
    typing("Dana Okafor", PASSWORD, PASSWORD)
    gate = program.gates.screen
    gate.provider.form.set_values({"first_name": "Joel", "last_name": "Whit", "npi": "1234567893"})
    gate.next.setFocus()
    enter(qtbot)
    qtbot.waitUntil(lambda: gate.step is gate.recovery)
    assert services.log == ["create Harbor Therapy Dana Okafor Whit"]


def test_set_up_does_not_end_before_the_code_is_typed_back(program, qtbot, typing):
    gate = to_code(program, qtbot, typing)
    typing("7h2k9qwert5z8zxcm4nb")
    assert gate.step is gate.recovery
    assert "Group 3 of 5 differs" in texts(gate)
    assert program.shell is None


def test_every_field_at_fault_says_so_and_nothing_typed_is_lost(program, qtbot, typing):
    enter(qtbot)
    typing("Harbor Therapy", "1234567890", "12")
    gate = program.gates.screen
    assert gate.step is gate.practice
    shown = texts(gate)
    for part in ("check digit", "The street is missing.", "The city is missing."):
        assert part in shown
    assert gate.findChild(QLineEdit, "practice-npi").text() == "1234567890"


def test_different_passwords_are_told(program, qtbot, typing):
    to_owner(program, qtbot, typing)
    typing("Dana Okafor", PASSWORD, PASSWORD + "x")
    assert program.gates.screen.step is program.gates.screen.owner
    assert "The two passwords differ" in texts(program.gates.screen)


def test_the_hint_about_the_password_changes_while_typing(program, qtbot, typing):
    to_owner(program, qtbot, typing)
    typing("Dana Okafor", "abc", enter=False)
    assert "Too short" in program.gates.screen.owner.hint.text()
    qtbot.keyClicks(QApplication.focusWidget(), "defghijklmnop")
    assert program.gates.screen.owner.hint.text() == "Strong."


def test_the_place_of_the_file_is_shown(program, services, qtbot, typing):
    to_owner(program, qtbot, typing)
    assert str(services.home / "Practice.unitwise") in texts(program.gates.screen)


def test_a_practice_before_is_never_overwritten(services, start, practice, qtbot):
    services.add(services.home / "Practice.unitwise", practice)
    program = start()
    program.window.findChild(QPushButton, "new").click()
    assert isinstance(program.gates.screen, WizardScreen)
    assert program.gates.screen.owner.path.name == "Practice 2.unitwise"


def test_the_demo_opens_from_the_first_window(program, services, qtbot):
    program.window.findChild(QPushButton, "start-demo").click()
    qtbot.waitUntil(lambda: program.shell is not None)
    assert services.log == ["demo"]
    assert "Demo data" in texts(program.shell.rail)


def test_back_keeps_what_was_typed(program, qtbot, typing):
    to_owner(program, qtbot, typing)
    program.gates.screen.back.click()
    assert program.gates.screen.findChild(QLineEdit, "practice-name").text() == "Harbor Therapy"


@pytest.mark.parametrize(
    "typed", ["7H2K-9QWE-RT5Y-8ZXC-M4NB", "7h2k 9qwe rt5y 8zxc m4nb", " 7h2k9qwert5y8zxcm4nb "]
)
def test_the_code_may_be_typed_back_in_any_way(typed):
    assert code_problem(typed, CODE) == ""


def test_what_is_misread_from_paper_counts_as_what_is_printed():
    assert code_problem("1o0l-iIbb", "1001-11BB") == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the whole code"),
        ("m4nb", "Group 1 of 5 differs"),
        ("7H2K-9QWE-RT5Y-8ZXC", "Group 5 of 5 is missing"),
        ("7H2K-9QWE-RT5Y-8ZXC-M4N", "Group 5 of 5 differs"),
        ("7H2K-9QWE-RT5Y-8ZXC-M4NB-X", "behind the last group"),
    ],
)
def test_where_a_code_that_is_typed_back_differs_is_told(typed, said):
    assert said in code_problem(typed, CODE)


def test_the_owner_is_told_the_own_sign_in_name(program, qtbot, typing):
    to_owner(program, qtbot, typing)
    typing("Ruth Adeyemi", enter=False)
    assert "You sign in as ruth." in texts(program.gates.screen)


@pytest.mark.parametrize(
    ("password", "kind"),
    [
        ("", "muted"),
        ("abcdefg", "warning"),
        ("aaaaaaaaaaaaaaaa", "warning"),
        ("okafor-rules-here", "warning"),
        ("nine chars", "good"),
        ("paper lantern orbit", "good"),
    ],
)
def test_the_hint_judges_a_password(password, kind):
    assert password_hint(password, ("Dana Okafor",)).kind == kind


def test_passwords_are_compared_after_their_length():
    assert passwords_problem("short", "other")[0]
    assert passwords_problem("long enough", "long enougH")[1]
    assert passwords_problem("long enough", "long enough") == ("", "")
