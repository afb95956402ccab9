"""Ctrl+K: patients, pages and actions by keyboard."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from core.model.patient import Patient
from core.services import patients
from tests.support.practice import new_practice
from tests.ui.fakes import make_context
from ui.presenters.command_bar import Command, CommandBarPresenter, matches
from ui.screens.command_bar import COMMAND, CommandBar


@pytest.fixture
def went():
    return []


@pytest.fixture
def bar(qtbot, theme, tmp_path, went):
    practice = new_practice(tmp_path)
    for first, last in (("Maria", "Alvarez"), ("Łukasz", "Nowak")):
        patients.save(practice, Patient(first, last, date(1963, 5, 4)))
    ctx = make_context(tmp_path, theme, practice, navigate=lambda n, a: went.append((n, a)))
    commands = [
        Command("Action", "Lock", "Ctrl+L", "lock", lambda: went.append("lock"), "cover"),
        Command("Page", "Settings", "", "settings", lambda: went.append("settings"), "fees payers"),
    ]
    window = QMainWindow()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    made = CommandBar(window, CommandBarPresenter(ctx, commands))
    made.start()
    yield made
    practice.file.close()


def found(bar):
    items = [bar.found.item(row) for row in range(bar.found.count())]
    return [item.data(COMMAND).text for item in items]


def test_everything_is_offered_at_first(bar):
    assert found(bar) == ["Lock", "Settings"]


def test_a_patient_is_found_by_any_part_of_the_name_and_opened_with_enter(bar, qtbot, went):
    qtbot.keyClicks(bar.line, "alv mar")
    assert found(bar) == ["Alvarez, Maria"]
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert went == [("patient", {"patient_id": 1})]


def test_a_page_is_found_by_what_is_in_it(bar, qtbot, went):
    qtbot.keyClicks(bar.line, "fee")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert went == ["settings"]


def test_the_arrows_choose_without_leaving_the_line(bar, qtbot, went):
    qtbot.keyClick(bar.line, Qt.Key.Key_Down)
    assert bar.line.hasFocus()
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert went == ["settings"]


def test_nothing_found_says_so_and_enter_goes_nowhere(bar, qtbot, went):
    qtbot.keyClicks(bar.line, "zzzz")
    assert found(bar) == ["Nothing found"]
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert went == []


def test_escape_closes_and_does_nothing(bar, qtbot, went):
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert went == []


@pytest.mark.parametrize("typed", ['"', "'; --", "%_*", "( OR NEAR", "\\", "a" * 200])
def test_odd_signs_are_just_signs(bar, qtbot, typed):
    qtbot.keyClicks(bar.line, typed)
    assert bar.found.count() >= 1


def test_every_typed_word_begins_a_word_of_the_command():
    command = Command("Page", "Settings", "", "settings", lambda: None, "fees payers")
    assert matches("set", command)
    assert matches("PAY fee", command)
    assert not matches("ettings", command)
    assert matches("", replace(command, text=""))
