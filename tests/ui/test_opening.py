"""Unlocking, locking and closing, as a person meets them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

from core.errors import DataProblem
from tests.ui.fakes import CODE, DAY, DEMO_PASSWORD, PASSWORD
from tests.ui.pages_for_tests import NotePage, test_pages
from tests.ui.walk import texts
from ui.app import Options
from ui.screens.gate import ClosingScreen
from ui.screens.unlock import UnlockScreen


@pytest.fixture
def program(start, services, practice):
    services.add(services.home / "Practice.unitwise", practice)
    return start(pages=test_pages())


def type_secret(qtbot, secret, window=None):
    focus = window.focusWidget() if window else QApplication.focusWidget()
    qtbot.keyClicks(focus, secret)
    qtbot.keyClick(focus, Qt.Key.Key_Return)


def opened(program, qtbot):
    type_secret(qtbot, PASSWORD, program.window)
    qtbot.waitUntil(lambda: program.shell is not None)
    return program.shell


def test_a_wrong_password_says_so_and_stays_to_be_mended(program, qtbot):
    type_secret(qtbot, "wrong")
    gate = program.gates.screen
    qtbot.waitUntil(lambda: "does not open the file" in texts(gate))
    assert gate.secret.text() == "wrong"
    assert QApplication.focusWidget() is gate.secret
    opened(program, qtbot)


@pytest.mark.parametrize("secret", [PASSWORD, CODE])
def test_the_password_or_the_recovery_code_opens(program, qtbot, secret):
    type_secret(qtbot, secret)
    qtbot.waitUntil(lambda: program.shell is not None)
    assert program.shell.page.name == "today"


def test_a_file_that_is_gone_is_told_before_any_password(start, services):
    program = start(Options(practice=services.home / "Gone.unitwise"))
    assert "There is no file here." in texts(program.gates.screen)


def test_the_demo_shows_its_password_and_opens_with_enter(start, services, qtbot):
    services.build_demo(services.home / "Demo.unitwise", DAY, lambda *_: None)
    program = start(Options(demo=True), pages=test_pages())
    assert DEMO_PASSWORD in program.window.findChild(QLabel, "demo-password").text()
    qtbot.keyClick(program.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell is not None)
    assert program.shell.ctx.clock.today() == DAY


def test_a_given_day_wins_over_the_demo_s_own(start, services, qtbot):
    day = date(2026, 5, 1)
    program = start(Options(demo=True, today=day), pages=test_pages())
    qtbot.waitUntil(lambda: program.shell is not None)
    assert program.shell.ctx.clock.today() == day


def test_locking_covers_the_page_and_keeps_what_is_typed(program, qtbot):
    shell = opened(program, qtbot)
    shell.navigate("note", {})
    qtbot.keyClicks(QApplication.focusWidget(), "left shoulder")
    qtbot.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(program.gates.screen, UnlockScreen)
    assert "left shoulder" not in texts(program.window)
    assert QApplication.focusWidget() is program.gates.screen.secret
    assert shell.pages["note"].kept == ["left shoulder"]
    type_secret(qtbot, PASSWORD)
    qtbot.waitUntil(lambda: shell.isVisible())
    assert "left shoulder" in texts(program.window)
    assert QApplication.focusWidget() is shell.pages["note"].text


def test_a_wrong_password_does_not_uncover(program, qtbot):
    shell = opened(program, qtbot)
    program.lock()
    type_secret(qtbot, "wrong")
    qtbot.waitUntil(lambda: "does not open" in texts(program.window))
    assert not shell.isVisible()


def test_no_key_reaches_the_page_under_the_cover(program, qtbot):
    shell = opened(program, qtbot)
    shell.navigate("note", {})
    program.lock()
    for key in (Qt.Key.Key_K, Qt.Key.Key_1, Qt.Key.Key_S):
        qtbot.keyClick(program.window, key, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.name == "note"
    assert shell.page.saved == 0
    assert program.window.findChild(QFrame, "command-bar") is None


def test_questions_go_away_when_the_window_locks(program, qtbot):
    opened(program, qtbot)
    program.messages.ask("Void the session of Maria Alvarez?", lambda: None, yes="Void")
    program.lock()
    assert "Alvarez" not in texts(program.window)


def test_the_title_never_tells_who_is_shown(program, qtbot):
    shell = opened(program, qtbot)
    shell.navigate("note", {"who": "Maria Alvarez"})
    assert program.window.windowTitle() == "Unitwise"


def test_closing_keeps_what_is_typed_then_closes_the_file(program, services, qtbot):
    shell = opened(program, qtbot)
    shell.navigate("note", {})
    qtbot.keyClicks(QApplication.focusWidget(), "draft")
    program.window.close()
    assert isinstance(program.gates.screen, ClosingScreen)
    assert program.window.isVisible()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert services.log[-1] == "close"
    assert shell.pages["note"].kept == ["draft"]


def test_a_backup_that_fails_is_told_before_the_window_goes(program, services, qtbot):
    opened(program, qtbot)
    services.fail_close = DataProblem("No backup copy could be written: the disk is full.")
    program.window.close()
    qtbot.waitUntil(lambda: program.window.findChild(QFrame, "question") is not None)
    assert "the disk is full" in texts(program.window)
    program.window.findChild(QPushButton, "question-yes").click()
    assert not program.window.isVisible()


def test_the_window_comes_back_to_the_last_page(start, services, practice, qtbot):
    services.add(services.home / "Practice.unitwise", practice)
    first = start(pages=test_pages())
    opened(first, qtbot).navigate("patients", {})
    first.close()
    qtbot.waitUntil(lambda: not first.window.isVisible())
    second = start(pages=test_pages())
    assert opened(second, qtbot).page.name == "patients"


def test_what_is_remembered_names_nobody(program, services, qtbot):
    shell = opened(program, qtbot)
    shell.navigate("note", {"who": "Maria Alvarez"})
    program.preferences.flush()
    kept = (services.home / "window.ini").read_text()
    assert "Alvarez" not in kept
    assert NotePage.name in kept or "page=" in kept
