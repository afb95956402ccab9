"""One door to the user, inside the window, and never a patient's name in a bug's details."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLineEdit

from core.errors import DataProblem, UserProblem
from tests.ui.walk import texts
from ui.main_window import MainWindow
from ui.messages import Messages, bug_details


@pytest.fixture
def messages(theme):
    return Messages()


@pytest.fixture
def window(qtbot, messages):
    made = MainWindow(messages)
    made.may_close = True
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(qtbot, window, key):
    qtbot.keyClick(window.focusWidget(), key)


def test_a_banner_stays_until_it_is_dismissed(window, messages, qtbot):
    messages.warn("The disk is nearly full.")
    assert "nearly full" in texts(window.strip)
    window.strip._close.click()
    assert not window.strip.isVisible()


def test_a_failing_disk_cannot_be_dismissed(window, messages):
    messages.problem(DataProblem("Nothing more is written."))
    assert window.strip.isVisible()
    assert not window.strip._close.isVisible()


def test_an_expected_problem_speaks_its_own_words(window, messages):
    messages.problem(UserProblem("This payer exists already."))
    assert "This payer exists already." in texts(window.strip)


def test_enter_says_yes_and_escape_no(window, messages, qtbot):
    said = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        no = {"on_no": lambda: said.append("no")}
        messages.ask("Print again?", lambda: said.append("yes"), yes="Print", **no)
        press(qtbot, window, key)
    assert said == ["yes", "no"]


def test_enter_does_not_do_the_dangerous_thing(window, messages, qtbot):
    said = []
    messages.ask("Void it?", lambda: said.append("void"), yes="Void", danger=True)
    press(qtbot, window, Qt.Key.Key_Return)
    assert said == []


def test_the_keyboard_stays_in_the_question(window, messages, qtbot):
    messages.ask("Print again?", lambda: None, yes="Print")
    sheet = window.findChild(QFrame, "question")
    for _ in range(5):
        press(qtbot, window, Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(window.focusWidget())


def test_a_reason_is_needed_and_handed_on(window, messages, qtbot):
    said = []
    messages.ask_text("Void this session?", "Reason", said.append, yes="Void")
    press(qtbot, window, Qt.Key.Key_Return)
    assert said == []
    qtbot.keyClicks(window.findChild(QLineEdit, "question-text"), "wrong patient")
    press(qtbot, window, Qt.Key.Key_Return)
    assert said == ["wrong patient"]


def test_details_of_a_bug_name_places_and_no_values(window, messages, qtbot):
    try:
        int("Maria Alvarez")
    except ValueError as exc:
        details = bug_details(exc)
        messages.bug(exc)
    assert "ValueError" in details
    assert "test_messages.py" in details
    assert "Alvarez" not in details
    assert "Alvarez" not in texts(window)
    window.findChild(QFrame, "bug").copy.click()
    assert QGuiApplication.clipboard().text() == details
