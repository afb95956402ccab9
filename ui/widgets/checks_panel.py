"""What to look at before the session is complete; Enter takes the cursor to the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen

from core.model.kinds import Severity
from core.rules.wording import plural
from ui.presenters.session_checks import Check
from ui.theme import px
from ui.widgets.basics import Card, Notice, label

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "muted"}
_ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}
_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}
_NO_CHECKS = "Nothing to look at."


class CheckNotice(Notice):
    """One check, the whole of it a button."""

    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__("warning", "")
        self._check: Check | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.cite = label(look="small", kind="muted", wrap=True)
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
    """The checks, worst first; `activated(check)` asks for the cursor to go there."""

    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__("Checks", margin=16)
        self.setObjectName("checks")
        self.count = label(kind="muted")
        self.header.addWidget(self.count)
        self.none = label(_NO_CHECKS, kind="muted")
        self.body.addWidget(self.none)
        self.notices: list[CheckNotice] = []

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show these checks."""
        while len(self.notices) < len(checks):
            made = CheckNotice()
            made.activated.connect(self.activated)
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
