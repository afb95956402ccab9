"""The frame: rail, crumbs, back and forward, actions, remembered place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.fakes import make_context
from tests.ui.pages_for_tests import test_pages
from tests.ui.walk import texts
from ui.history import History, Place
from ui.shell import Shell

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shell(qtbot, theme, tmp_path):
    made: list[Shell] = []
    ctx = make_context(tmp_path, theme, navigate=lambda n, a: made[0].navigate(n, a))
    made.append(Shell(ctx, test_pages()))
    qtbot.addWidget(made[0])
    made[0].resize(1280, 720)
    made[0].show()
    qtbot.waitActive(made[0])
    made[0].navigate("today", {})
    return made[0]


def press(qtbot, shell, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(shell.window().focusWidget() or shell, key, modifier)


def checked(shell):
    return [b.objectName() for b in shell.rail.findChildren(QPushButton) if b.isChecked()]


def test_the_rail_is_reached_by_key(shell, qtbot):
    press(qtbot, shell, Qt.Key.Key_2, CTRL)
    assert shell.page.name == "patients"
    assert checked(shell) == ["rail-patients"]


def test_a_page_off_the_rail_leaves_its_parent_marked(shell):
    shell.navigate("note", {})
    assert checked(shell) == ["rail-patients"]
    shell.navigate("help", {})
    assert checked(shell) == []


def test_back_and_forward_by_key(shell, qtbot):
    shell.navigate("patients", {})
    shell.navigate("note", {"n": 1})
    press(qtbot, shell, Qt.Key.Key_Left, ALT)
    press(qtbot, shell, Qt.Key.Key_Left, ALT)
    assert shell.page.name == "today"
    press(qtbot, shell, Qt.Key.Key_Right, ALT)
    press(qtbot, shell, Qt.Key.Key_Right, ALT)
    assert shell.page.args[-1] == {"n": 1}


def test_a_crumb_leads_back(shell):
    shell.navigate("note", {})
    assert shell.findChild(QLabel, "crumb-here").text() == "Note"
    shell.findChild(QPushButton, "crumb-0").click()
    assert shell.page.name == "patients"


def test_a_page_that_must_not_be_left_stays(shell):
    shell.page.may_leave = False
    shell.navigate("patients", {})
    assert shell.page.name == "today"
    assert shell.history.before() is None


def test_leaving_a_page_keeps_what_is_typed(shell, qtbot):
    page = shell.page
    qtbot.keyClicks(page.text, "half a")
    shell.navigate("patients", {})
    assert page.kept == ["half a"]


def test_the_main_action_stands_at_the_bottom_and_has_its_key(shell, qtbot):
    button = shell.findChild(QPushButton, "primary")
    assert button.text() == "Save the note  Ctrl+S"
    button.click()
    press(qtbot, shell, Qt.Key.Key_S, CTRL)
    assert shell.page.saved == 2
    assert "Saved 14:02:11" in texts(shell.footer)


def test_a_status_of_a_page_that_is_not_shown_is_not_shown(shell):
    shell.navigate("patients", {})
    shell.pages["today"].status.emit("good", "Saved elsewhere")
    assert "elsewhere" not in texts(shell)


def test_only_the_shown_page_hears_its_keys(shell, qtbot):
    shell.navigate("patients", {})
    press(qtbot, shell, Qt.Key.Key_S, CTRL)
    assert shell.pages["today"].saved == 0
    assert shell.page.saved == 1


def test_help_gives_way_to_a_page_that_uses_f1(shell):
    shell.page.make_action("Why?", "F1")
    shell.page.chrome_changed.emit()
    assert "Help  Shift+F1" in texts(shell.rail)
    shell.navigate("patients", {})
    assert "Help  F1" in texts(shell.rail)


def test_history_forgets_what_is_ahead_when_another_way_is_taken():
    history = History()
    for name in ("a", "b", "c"):
        history.visit(Place(name, {}))
    history.step(-1)
    history.visit(Place("d", {}))
    assert history.before() == Place("b", {})
    assert history.after() is None


def test_history_does_not_grow_without_end():
    history = History()
    for number in range(3 * History.LONGEST):
        history.visit(Place(str(number), {}))
    steps = 0
    while history.before():
        history.step(-1)
        steps += 1
    assert steps == History.LONGEST - 1
