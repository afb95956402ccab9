"""What to look at before the session is complete; Enter takes the cursor to the place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.model.kinds import Severity
from core.rules.wording import plural
from ui.presenters.session_acts import Act, ActKind
from ui.presenters.session_checks import Check
from ui.theme import px
from ui.widgets.basics import Button, Card, Notice, column, label, quiet_button

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "muted"}
_ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}
_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}
_ACT_ICONS = {
    ActKind.STATE: "check",
    ActKind.NOTICE: "document",
    ActKind.REPLACE: "edit",
    ActKind.REFUSE: "close",
    ActKind.TAKE_BACK: "undo",
}
_MOST_ACTS = 5  # three codes in place of one, a notice, and the refusal
_NO_CHECKS = "Nothing to look at."


class ActRow(QWidget):
    """What an act changes on the bill, and its button below."""

    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._act: Act | None = None
        self.change = label(look="small", wrap=True)
        self.button: Button = quiet_button("")
        self.button.clicked.connect(self._pressed)
        box = column(self.change, self.button, spacing=4)
        box.setContentsMargins(0, px(6), 0, 0)
        self.setLayout(box)
        self.hide()

    def show_act(self, act: Act | None) -> None:
        """Show an act, or nothing."""
        self._act = act
        self.setVisible(act is not None)
        if act is None:
            return
        self.change.setText(act.change)
        self.change.setVisible(bool(act.change))
        self.button.set_icon(_ACT_ICONS[act.kind])
        self.button.set_words(act.words)
        self.button.setAccessibleDescription(act.change)

    def _pressed(self) -> None:
        if self._act is not None:
            self.acted.emit(self._act)


class CheckNotice(Notice):
    """One check, the whole of it a button; below it what a person may do about it."""

    activated = Signal(object)
    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__("warning", "")
        self._check: Check | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.cite = label(look="small", kind="muted", wrap=True)
        self.acts = [ActRow() for _ in range(_MOST_ACTS)]
        for one in reversed(self.acts):
            one.acted.connect(self.acted)
            self.add_line(one)
        self.add_line(self.cite)

    def show_check(self, check: Check) -> None:
        """Show a check; what is the same is left alone."""
        if check == self._check:
            return
        self._check = check
        kind, icon = _KINDS[check.severity], _ICONS[check.severity]
        head = f"{_WORDS[check.severity]}: {check.message}"
        self.show_notice(kind, head, check.fix, icon)
        self.cite.setText(check.cite)
        self.cite.setVisible(bool(check.cite))
        for place, one in enumerate(self.acts):
            one.show_act(check.acts[place] if place < len(check.acts) else None)
        self.setAccessibleDescription("Enter goes to the place.")

    def _activate(self) -> None:
        if self._check is not None:
            self.activated.emit(self._check)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._activate()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._activate()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(6), px(6))
            painter.end()


class ChecksPanel(Card):
    """The checks, worst first; `activated(check)` asks for the cursor to go there.

    `acted(act)` is what a person does about one.
    """

    activated = Signal(object)
    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Checks", margin=16)
        self.setObjectName("checks")
        self.count = label(kind="muted")
        self.header.addWidget(self.count)
        self.none = label(_NO_CHECKS, kind="muted")
        self.body.addWidget(self.none)
        self.notices: list[CheckNotice] = []
        self._signed = False

    def set_read_only(self, signed: bool) -> None:
        """What was stated on a signed session is shown without its buttons."""
        self._signed = signed

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show these checks."""
        if self._signed:
            checks = tuple(replace(check, acts=()) for check in checks)
        while len(self.notices) < len(checks):
            made = CheckNotice()
            made.activated.connect(self.activated)
            made.acted.connect(self.acted)
            self.body.addWidget(made)
            self.notices.append(made)
        for place, notice in enumerate(self.notices):
            if place < len(checks):
                notice.show_check(checks[place])
            notice.setVisible(place < len(checks))
        counted = say_count(checks)
        if self.count.text() != counted:
            self.count.setText(counted)
        self.none.setVisible(not checks)

    def texts(self) -> list[str]:
        """What the checks say, as read by eye."""
        return [one.text() for one in self.notices if one.isVisible()]

    def focus_first(self) -> None:
        """Put the keyboard on the first check."""
        if self.notices and self.notices[0].isVisible():
            self.notices[0].setFocus()


def say_count(checks: tuple[Check, ...]) -> str:
    """`1 error · 2 warnings`, without what is zero."""
    words = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "note"))
    counted = [(sum(one.severity is kind for one in checks), word) for kind, word in words]
    return " · ".join(plural(number, word) for number, word in counted if number)
