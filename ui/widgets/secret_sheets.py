"""Sheets about passwords: one asks for the own password again, one shows a password once."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError, UserProblem
from ui.message_host import Sheet
from ui.screens.gate import Working
from ui.theme import px
from ui.widgets.basics import Button, heading, label, muted, primary_button, quiet_button, row
from ui.widgets.basics_fields import FieldRow, SecretField
from ui.widgets.recovery_code import PrintLines

Failed = Callable[[UnitwiseError], None]
Act = Callable[[str, Failed], None]


class PasswordSheet(Sheet):
    """Asks for the own password before something that only its owner may do.

    `act(secret, failed)` does it; a wrong password is told in the sheet, any other problem goes
    to `otherwise` once the sheet is closed. Who succeeds calls `close_sheet`.
    """

    def __init__(
        self, parent: QWidget, title: str, detail: str, yes: str, act: Act, otherwise: Failed,
        *, danger: bool = False,
    ) -> None:  # fmt: skip
        window = parent.window()
        super().__init__(window)
        self.setObjectName("password-sheet")
        self.setAccessibleName(title)
        self._act, self._otherwise = act, otherwise
        self.panel.setFixedWidth(min(px(460), window.width() - px(40)))
        self.secret = SecretField()
        self.field = FieldRow("Your own password", self.secret, name="sheet-password")
        self.yes = Button(yes, "danger") if danger else primary_button(yes)
        self.yes.setObjectName("sheet-yes")
        self.no = quiet_button("Cancel")
        self.no.setObjectName("sheet-no")
        self.body.addWidget(label(title, look="heading", wrap=True))
        self.body.addWidget(label(detail, wrap=True))
        self.body.addWidget(self.field)
        self.working = Working()
        self.body.addWidget(self.working)
        self.body.addLayout(row(None, self.no, self.yes))
        for button in (self.yes, self.no):
            button.setAutoDefault(True)
        self.yes.clicked.connect(self._try)
        self.no.clicked.connect(self.cancel)
        self.secret.returnPressed.connect(self._try)

    def start(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.secret)

    def _try(self) -> None:
        if not self.yes.isEnabled():
            return
        if not self.secret.text():
            self._tell("Type your password first.")
            return
        self._set_busy(True)
        self._act(self.secret.text(), self._refuse)

    def show_progress(self, words: str) -> None:
        """Say what goes on while it is done."""
        self.working.show_progress(words)
        self.fit()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.yes, self.no, self.secret):
            widget.setEnabled(not busy)

    def cancel(self) -> None:
        if self.no.isEnabled():  # what has begun is not stopped by looking away
            self.close_sheet()

    def _refuse(self, problem: UnitwiseError) -> None:
        if not shiboken6.isValid(self):  # the window was locked meanwhile
            self._otherwise(problem)
            return
        self._set_busy(False)
        if isinstance(problem, UserProblem) and problem.field == "password":
            self._tell(str(problem))
            self.secret.selectAll()
            self.secret.setFocus()
            return
        self.close_sheet()
        self._otherwise(problem)

    def _tell(self, words: str) -> None:
        self.field.set_problem(words)
        self.fit()


class OneTimeSheet(Sheet):
    """A one-time password, shown once: to be read aloud, or printed and handed over."""

    def __init__(
        self, parent: QWidget, name: str, sign_in: str, password: str, print_lines: PrintLines
    ) -> None:
        window = parent.window()
        super().__init__(window)
        self.setObjectName("one-time")
        self.setAccessibleName(f"One-time password of {name}")
        self._lines = (
            f"For {name}",
            f"Signs in as: {sign_in}",
            f"One-time password: {password}",
            "",
            "Unitwise asks for a password of your own at the first sign-in.",
            "Destroy this paper afterwards.",
        )
        self._print_lines = print_lines
        self.panel.setFixedWidth(min(px(460), window.width() - px(40)))
        self.words = label(password, look="code", wrap=True)
        self.words.setObjectName("one-time-password")
        self.words.setAccessibleName(f"One-time password {' '.join(password)}")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.print = quiet_button("Print", icon="print")
        self.print.setObjectName("one-time-print")
        self.done = primary_button("It is handed over")
        self.done.setObjectName("one-time-done")
        self.body.addWidget(heading("One-time password"))
        self.body.addWidget(label(f"{name} signs in as {sign_in} with", wrap=True))
        self.body.addWidget(self.words)
        self.body.addWidget(
            muted("It is shown this once, and asks for a password of their own.", wrap=True)
        )
        self.body.addLayout(row(self.print, None, self.done))
        for button in (self.print, self.done):
            button.setAutoDefault(True)
        self.print.clicked.connect(self._print)
        self.done.clicked.connect(self.close_sheet)

    def start(self) -> None:
        """Show it; Enter and Esc close it."""
        self.open(self.done)

    def _print(self) -> None:
        self._print_lines(self, "Unitwise one-time password", self._lines)
