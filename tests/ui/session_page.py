"""Opens the session page over a small real practice and plays keys into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.services.practice import OpenPractice
from tests.support.practice import DAY
from tests.ui.session_case import Case, make_context
from ui.page import Page
from ui.tasks import Tasks
from ui.theme import Theme

DOWN, UP, TAB, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Return
ESCAPE, DELETE = Qt.Key.Key_Escape, Qt.Key.Key_Delete
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Desk:
    """One practice, one page at a time, and the keyboard."""

    def __init__(self, qtbot, theme: Theme, folder: Path, prepare: Callable[[Case], Any]) -> None:
        self.qtbot = qtbot
        self.tasks = Tasks()
        self.bugs: list[BaseException] = []
        self.visited: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []
        self.questions: list[Any] = []
        self.tasks.bug.connect(self.bugs.append)
        cases: list[Case] = []

        def build() -> OpenPractice:
            case = Case(folder)
            prepare(case)
            cases.append(case)
            return case.p

        opened: list[OpenPractice] = []
        self.tasks.open(build, opened.append)
        qtbot.waitUntil(lambda: bool(opened or self.bugs))
        assert not self.bugs
        self.case = cases[0]
        self.ctx = make_context(self.case, self.tasks, theme, folder, self.visited)
        self.tasks.problem.connect(self.ctx.messages.problem)
        self.ctx.messages.bannered.connect(lambda banner: self.said.append(banner.text))
        self.ctx.messages.toasted.connect(lambda kind, text: self.said.append(text))
        self.ctx.messages.asked.connect(self.questions.append)
        self.status: list[str] = []

    def show(self, page: Page, args: dict[str, Any]) -> Page:
        """Show a page as the window does."""
        page.status.connect(lambda kind, text: self.status.append(text))
        self.qtbot.addWidget(page)
        page.resize(1180, 760)
        page.show()
        self.qtbot.waitExposed(page)
        page.activateWindow()
        page.activate(args)
        return page

    def session(self, **args: Any) -> Page:
        """Show the session page."""
        from ui.screens.session import SessionPage

        values = args or {"patient_id": self.case.patient, "day": DAY}
        page = self.show(SessionPage(self.ctx), values)
        self.qtbot.waitUntil(lambda: page.data is not None and page.view.isEnabled())
        return page

    def answer(self, ask: Callable[[OpenPractice], Any]) -> Any:
        """Ask the practice on its own thread."""
        got: list[Any] = []
        self.tasks.read(ask, got.append)
        self.qtbot.waitUntil(lambda: bool(got))
        return got[0]

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.tasks.idle)


def keys(*presses: Any) -> None:
    """Press keys one by one where the keyboard is; a text is typed letter by letter."""
    for press in presses:
        if isinstance(press, str):
            for letter in press:
                QTest.keyClick(focus(), letter)
        elif isinstance(press, tuple):
            QTest.keyClick(focus(), press[1], press[0])
        else:
            QTest.keyClick(focus(), press)


def focus() -> QWidget:
    """The widget that has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found
