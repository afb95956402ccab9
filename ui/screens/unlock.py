"""The unlock screen: which practice, who, one secret, and the ways to other files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
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
from ui.widgets.basics_fields import ComboBox, FieldRow, SecretField

if TYPE_CHECKING:
    from core.services.switching import Seat

_HINT = "The password, or the recovery code from the paper. Ctrl+H shows what is typed."
_HINT_LOCKED = "Ctrl+H shows what is typed."
_HINT_PIN = "Six to twelve digits. Ctrl+H shows what is typed."
_LOCKED = "Locked. What was being typed is kept and comes back."
_SWITCHING = "Choose who goes on. What was being typed is kept for its writer."
SECOND = 1000


class UnlockScreen(Gate):
    """Asks for the password; used at the start and, with `locked`, over an open practice.

    `names` are the sign-in names of a closed file; one name or none needs no list. An open one
    tells who may go on by `show_seats`, and who of them by PIN.
    """

    entered = Signal(str)
    other_file_asked = Signal()
    demo_asked = Signal()
    new_asked = Signal()
    restore_asked = Signal()

    def __init__(
        self, name: str, path: Path, *, locked: bool = False, switching: bool = False,
        demo_password: str = "", names: Sequence[str] = (), chosen: str = "",
    ) -> None:  # fmt: skip
        super().__init__(420)
        self.setObjectName("unlock")
        self.setAccessibleName("Unlock the practice")
        self._locked, self._switching = locked, switching
        self._seats: dict[str, Seat] = {}
        self._chosen = chosen
        self._pin_refused: set[str] = set()
        self._left = 0
        self._filled = ""
        self.problem = ""
        self._make(locked)
        self._head(name, path)
        if demo_password:
            self._show_demo(demo_password, several=len(names) > 1 or locked)
        for widget in (
            self.who_row, self.alone, self.field, self.button, self.full, self.working, self.restore
        ):  # fmt: skip
            self.panel.body.addWidget(widget)
        if not locked:
            self._add_ways(demo=not demo_password)
        self._offer(tuple((one, one) for one in names), chosen)
        self._connect()

    def _make(self, locked: bool) -> None:
        self.who = ComboBox()
        self.who_row = FieldRow("Who", self.who, name="who")
        self.who_row.hide()
        self.alone = label("", wrap=True)
        self.alone.setObjectName("who-alone")
        self.alone.hide()
        self.secret = SecretField()
        hint = _HINT_LOCKED if locked else _HINT
        self.field = FieldRow("Password", self.secret, hint, name="password")
        self.full = link_button("Type the full password instead", "key")
        self.full.setObjectName("full-password")
        self.full.hide()
        self.button = primary_button("Unlock", icon="unlock")
        self.button.setObjectName("unlock-button")
        self.working = Working()
        self.restore = link_button("Restore a backup copy", "undo")
        self.restore.setObjectName("restore-copy")
        self.restore.hide()
        self._count = QTimer(self)
        self._count.setInterval(SECOND)

    def _connect(self) -> None:
        self.secret.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self.restore.clicked.connect(self.restore_asked)
        self.full.clicked.connect(self._use_password)
        self.who.currentIndexChanged.connect(self._changed_who)
        self.who.activated.connect(lambda _: self.secret.setFocus())
        self._count.timeout.connect(self._tick)

    def _head(self, name: str, path: Path) -> None:
        words = heading(name)
        words.setWordWrap(True)
        words.setObjectName("practice-name")
        line = row(Glyph("lock", "accent", 20), words)
        line.setStretch(1, 1)
        self.panel.body.addLayout(line)
        if self._locked:
            said = _SWITCHING if self._switching else _LOCKED
            self.panel.body.addWidget(muted(said, wrap=True))
        else:
            place = muted(str(path), wrap=True)
            place.setProperty("look", "small")
            self.panel.body.addWidget(place)

    def _show_demo(self, password: str, *, several: bool) -> None:
        chip = Chip("warning", "Demo: everybody in it is invented", "info")
        self.panel.body.addLayout(row(chip, None))
        whose = "Everybody’s password is" if several else "Its password is"
        shown = label(f"{whose}  {password}")
        shown.setObjectName("demo-password")
        self.panel.body.addWidget(shown)
        self._filled = password
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
        return self.who if self._switching and self.who_row.isVisibleTo(self) else self.secret

    @property
    def sign_in(self) -> str:
        """Whose secret is typed; empty where nobody has to be chosen."""
        return str(self.who.value() or "") if self.who.count() else self._chosen

    @property
    def by_pin(self) -> bool:
        """Whether the PIN is asked now, not the password."""
        seat = self._seats.get(self.sign_in)
        return seat is not None and seat.by_pin and seat.sign_in not in self._pin_refused

    def show_seats(self, seats: Sequence[Seat]) -> None:
        """Offer everybody who may go on; PINs serve for those who typed the password today."""
        chosen = self.sign_in
        self._seats = {seat.sign_in: seat for seat in seats}
        self._offer(tuple((seat.name, seat.sign_in) for seat in seats), chosen)
        if len(seats) == 1:
            self.alone.setText(seats[0].name)
        self.alone.setVisible(len(seats) == 1)
        self._ask()
        self.first_focus().setFocus()

    def _offer(self, choices: tuple[tuple[str, object], ...], chosen: str) -> None:
        if len(choices) > 1:
            self.who.set_choices(choices)
            known = {value for _, value in choices}
            self.who.set_value(chosen if chosen in known else choices[0][1])
        elif choices:
            self._chosen = str(choices[0][1])
        self.who_row.setVisible(len(choices) > 1)

    def _changed_who(self) -> None:
        self.secret.clear()
        self.field.set_problem("")
        self._ask()

    def _ask(self) -> None:
        """Ask for the PIN where it serves, else for the password."""
        hint = _HINT_PIN if self.by_pin else _HINT_LOCKED if self._locked else _HINT
        words = "PIN" if self.by_pin else "Password"
        self.field.set_label(words)
        self.field.set_hint(hint)
        self.full.setVisible(self.by_pin)
        if self.by_pin and self.secret.text() == self._filled:
            self.secret.clear()
        elif not self.by_pin and not self.secret.text():
            self.secret.setText(self._filled)

    def _use_password(self) -> None:
        self._pin_refused.add(self.sign_in)
        self.secret.clear()
        self.field.set_problem("")
        self._ask()
        self.secret.selectAll()
        self.secret.setFocus()

    def show_problem(self, text: str, field: str = "") -> None:
        """Show the service's sentence; what was typed stays, selected."""
        if self.by_pin and field == "password":
            self._use_password()
        self.problem = text
        self.field.set_problem(text)
        self._enable(True)
        self.secret.selectAll()
        self.secret.setFocus()

    def show_wait(self, seconds: int) -> None:
        """Count the seconds down until the next try."""
        self._left = seconds
        self._count.start()
        self._tell_wait()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._count.stop()
        self._tell_wait()

    def _tell_wait(self) -> None:
        waits = self._left > 0
        self.button.set_words(f"Try again in {_clock(self._left)}" if waits else "Unlock")
        self.button.setEnabled(not waits)
        if not waits and self.problem.startswith("That password was wrong. Wait"):
            self.field.set_problem("")  # it was told that the wait is not over

    def offer_restore(self, *, offered: bool) -> None:
        """Offer the backup copies of a file that cannot be opened."""
        self.restore.setVisible(offered)

    def show_progress(self, text: str) -> None:
        self.working.show_progress(text)
        self._enable(not text)

    def _enable(self, on: bool) -> None:
        self.button.setEnabled(on and self._left <= 0)
        self.secret.setReadOnly(not on)
        self.who.setEnabled(on)

    def _enter(self) -> None:
        if self.secret.isReadOnly() or self._left > 0:
            return
        if not self.secret.text():
            self.field.set_problem(f"Type the {'PIN' if self.by_pin else 'password'} first.")
            return
        self.field.set_problem("")
        self.entered.emit(self.secret.text())


def _clock(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60}:{seconds % 60:02}"
