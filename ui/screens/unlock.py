"""The unlock screen: which practice, one secret, and the ways to other files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.gate import Gate, Working
from ui.widgets.basics import (
    Chip,
    Glyph,
    heading,
    label,
    link_button,
    muted,
    primary_button,
    row,
)
from ui.widgets.basics_fields import FieldRow, SecretField


class UnlockScreen(Gate):
    """Asks for the password; used at the start and, with `locked`, over an open practice."""

    entered = Signal(str)
    other_file_asked = Signal()
    demo_asked = Signal()
    new_asked = Signal()
    restore_asked = Signal()

    def __init__(self, name: str, path: Path, *, locked: bool = False, demo_password: str = ""):
        super().__init__(420)
        self.setObjectName("unlock")
        self.setAccessibleName("Unlock the practice")
        self.secret = SecretField()
        hint = "The password, or the recovery code from the paper. Ctrl+H shows what is typed."
        self.field = FieldRow("Password", self.secret, hint, name="password")
        self.button = primary_button("Unlock", icon="unlock")
        self.button.setObjectName("unlock-button")
        self.working = Working()
        self.problem = ""
        self.restore = link_button("Restore a backup copy", "undo")
        self.restore.setObjectName("restore-copy")
        self.restore.clicked.connect(self.restore_asked)
        self.restore.hide()
        self._head(name, path, locked)
        if demo_password:
            self._show_demo(demo_password)
        for widget in (self.field, self.button, self.working, self.restore):
            self.panel.body.addWidget(widget)
        if not locked:
            self._add_ways(demo=not demo_password)
        self.secret.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._enter)

    def _head(self, name: str, path: Path, locked: bool) -> None:
        words = heading(name)
        words.setWordWrap(True)
        words.setObjectName("practice-name")
        line = row(Glyph("lock", "accent", 20), words)
        line.setStretch(1, 1)
        self.panel.body.addLayout(line)
        if locked:
            self.panel.body.addWidget(
                muted("Locked. What you were typing is kept and comes back.", wrap=True)
            )
        else:
            place = muted(str(path), wrap=True)
            place.setProperty("look", "small")
            self.panel.body.addWidget(place)

    def _show_demo(self, password: str) -> None:
        chip = Chip("warning", "Demo: everybody in it is invented", "info")
        self.panel.body.addLayout(row(chip, None))
        shown = label(f"Its password is  {password}")
        shown.setObjectName("demo-password")
        self.panel.body.addWidget(shown)
        self.secret.setText(password)

    def _add_ways(self, *, demo: bool) -> None:
        ways = [("Open another file", "folder", "other-file", self.other_file_asked)]
        if demo:
            ways.append(("Open the demo", "play", "demo", self.demo_asked))
        ways.append(("New practice", "plus", "new", self.new_asked))
        for place, (text, icon, name, signal) in enumerate(ways, start=1):
            button = link_button(text, icon)
            button.setObjectName(name)
            button.clicked.connect(signal)
            self.below.insertWidget(place, button)

    def first_focus(self) -> QWidget:
        return self.secret

    def show_problem(self, text: str) -> None:
        """Show the service's sentence; what was typed stays, selected."""
        self.problem = text
        self.field.set_problem(text)
        self._enable(True)
        self.secret.selectAll()
        self.secret.setFocus()

    def offer_restore(self, *, offered: bool) -> None:
        """Offer the backup copies of a file that cannot be opened."""
        self.restore.setVisible(offered)

    def show_progress(self, text: str) -> None:
        self.working.show_progress(text)
        self._enable(not text)

    def _enable(self, on: bool) -> None:
        self.button.setEnabled(on)
        self.secret.setReadOnly(not on)

    def _enter(self) -> None:
        if self.secret.isReadOnly():
            return
        if not self.secret.text():
            self.field.set_problem("Type the password first.")
            return
        self.field.set_problem("")
        self.entered.emit(self.secret.text())
