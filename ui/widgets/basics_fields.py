"""Form fields: label over editor, a problem line under it, dates and money as people type them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import FieldProblem
from core.model.money import format_cents, parse_cents
from core.model.typed_dates import read_birth_date, read_day, say_day
from ui.icons import icon_pixmap
from ui.theme import px
from ui.widgets.basics import Glyph, hide_if, label, set_kind

Check = Callable[[str], str]


class FieldRow(QWidget):
    """A label, its editor and, when something is wrong, one sentence under it.

    `check` gives that sentence for a text; it runs when the editor is left, and on each key
    while a problem is shown.
    """

    def __init__(
        self,
        text: str,
        editor: QWidget,
        hint: str = "",
        check: Check | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        self.editor = editor
        self._check = check
        self._told = False
        self._label = label(text, look="label")
        self._label.setBuddy(editor)
        hide_if(not text, self._label)
        self._hint = label(hint, look="small", kind="muted", wrap=True)
        hide_if(not hint, self._hint)
        self._glyph = Glyph("error", "error", 14)
        self._problem = label("", look="small", kind="error", wrap=True)
        editor.setAccessibleName(text)
        if name:
            editor.setObjectName(name)
        self._lay_out()
        self.set_problem("")
        self._connect()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(px(5))
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._problem, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(4))
        box.addWidget(self._label)
        box.addWidget(self.editor)
        box.addLayout(line)
        box.addWidget(self._hint)

    def _connect(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.editingFinished.connect(self._left)
            self.editor.textChanged.connect(self._typed)

    def _left(self) -> None:
        # What a service said about this text stays until the text is another one.
        if not self._told:
            self.check_now()

    def _typed(self) -> None:
        self._told = False
        if shiboken6.isValid(self._problem) and self.problem():
            self.check_now()

    def check_now(self) -> bool:
        """Look at the text; whether it is fine."""
        if not shiboken6.isValid(self._problem):  # the window is going away
            return True
        if isinstance(self.editor, TypedField):
            self._show(self.editor.problem())
        elif self._check is not None and isinstance(self.editor, QLineEdit):
            self._show(self._check(self.editor.text().strip()))
        else:
            self._show("")
        return not self.problem()

    def set_check(self, check: Check) -> None:
        """Look at the text in another way from now on."""
        self._check = check

    def set_problem(self, text: str) -> None:
        """Show a sentence under the editor until it is typed in again, or take it away."""
        self._told = bool(text)
        self._show(text)

    def _show(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._glyph.setVisible(bool(text))
        set_kind(self.editor, "true" if text else "false", "invalid")
        self.editor.setAccessibleDescription(text or self._hint.text())

    def problem(self) -> str:
        return self._problem.text()

    def hide_label(self) -> None:
        """The words stand above the column already; a screen reader still says them."""
        self._label.hide()

    def set_label(self, text: str) -> None:
        """Ask for something else in the same editor."""
        self._label.setText(text)
        self.editor.setAccessibleName(text)

    def set_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def text(self) -> str:
        """What the editor holds, without blanks around it."""
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText().strip()
        return self.editor.text().strip() if isinstance(self.editor, QLineEdit) else ""


class TextField(QLineEdit):
    """One line of text; `limit` is the longest text it takes."""

    def __init__(self, placeholder: str = "", limit: int = 200) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setMaxLength(limit)


class SecretField(QLineEdit):
    """A password line; Ctrl+H shows and hides what is typed. Pasting is allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1000)
        self.setToolTip("Ctrl+H shows or hides what is typed")
        toggle = QShortcut(QKeySequence("Ctrl+H"), self)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.activated.connect(self.toggle)

    def toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        modes = QLineEdit.EchoMode
        self.setEchoMode(modes.Normal if hidden else modes.Password)


class TypedField(QLineEdit):
    """A line whose text means something; the meaning is echoed at its right end."""

    changed = Signal()

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.required = False
        self.setPlaceholderText(placeholder)
        self.setMaxLength(60)
        self.textChanged.connect(self._typed)

    def problem(self) -> str:
        """The sentence about what is typed, or an empty string."""
        if not self.text().strip():
            return f"{self.accessibleName() or 'This'} is missing." if self.required else ""
        try:
            self._read()
        except FieldProblem as problem:
            return problem.message
        return ""

    def echo(self) -> str:
        """What was understood, or an empty string."""
        try:
            return self._say() if self.text().strip() else ""
        except FieldProblem:
            return ""

    def _read(self) -> object:
        raise NotImplementedError

    def _say(self) -> str:
        raise NotImplementedError

    def _typed(self) -> None:
        self.setToolTip(self.echo())
        self.changed.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        said = self.echo()
        if self.isVisible() and said and said != self.text():
            self.setText(said)
            self.setCursorPosition(0)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        said = self.echo()
        if not said or said == self.text():
            return
        metrics = self.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(self.text()) - px(30)
        if metrics.horizontalAdvance(said) > room:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        area = self.rect().adjusted(0, 0, -px(10), 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()


class DateField(TypedField):
    """A date as people type it; `today` is asked when a text is read.

    A birth date has a year and lies in the past.
    """

    def __init__(self, today: Callable[[], date], *, birth: bool = False) -> None:
        super().__init__("4/17/61" if birth else "3/2, 3-2-26, today")
        self._today = today
        self._reader = read_birth_date if birth else read_day

    def value(self) -> date | None:
        """The day, or None when the field is empty or cannot be read."""
        try:
            return self._read() if self.text().strip() else None
        except FieldProblem:
            return None

    def set_value(self, day: date | None) -> None:
        self.setText(say_day(day) if day else "")
        self.setCursorPosition(0)

    def _read(self) -> date:
        name = self.objectName() or "date"
        return self._reader(self.text(), self._today(), name)

    def _say(self) -> str:
        return say_day(self._read())


class MoneyField(TypedField):
    """A dollar amount such as 35 or 1,912.4."""

    def __init__(self) -> None:
        super().__init__("0.00")

    def cents(self) -> int | None:
        """The amount, or None when the field is empty or cannot be read."""
        try:
            return self._read() if self.text().strip() else None
        except FieldProblem:
            return None

    def set_cents(self, cents: int | None) -> None:
        self.setText("" if cents is None else format_cents(cents))

    def _read(self) -> int:
        return parse_cents(self.text(), self.objectName() or "amount")

    def _say(self) -> str:
        return format_cents(self._read())


class CountField(TypedField):
    """A whole number from `least` to `most`, or nothing."""

    def __init__(self, placeholder: str = "", *, least: int = 1, most: int = 999) -> None:
        super().__init__(placeholder)
        self._least, self._most = least, most

    def count(self) -> int | None:
        """The number, or None when the field is empty or cannot be read."""
        try:
            return self._read() if self.text().strip() else None
        except FieldProblem:
            return None

    def _read(self) -> int:
        text = self.text().strip().replace(",", "")
        if text.isascii() and text.isdecimal() and self._least <= int(text[:9]) <= self._most:
            return int(text)
        raise FieldProblem(f"Type a whole number from {self._least} to {self._most:,}.", "number")

    def _say(self) -> str:
        return str(self._read())


class CheckBox(QCheckBox):
    """A box to tick, with a tick that is seen in both looks."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        area = self.style().subElementRect(part, option, self)
        colour = self.palette().color(QPalette.ColorRole.HighlightedText).name()
        size = px(12)
        pixmap = icon_pixmap("check", colour, size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(
            area.center().x() - size // 2 + 1, area.center().y() - size // 2 + 1, pixmap
        )
        painter.end()


class ComboBox(QComboBox):
    """A closed list; `data` is what a choice stands for."""

    def __init__(self, choices: tuple[tuple[str, object], ...] = ()) -> None:
        super().__init__()
        # Qt would turn an enum member into its bare text.
        self._values: tuple[object, ...] = ()
        self.set_choices(choices)

    def set_choices(self, choices: tuple[tuple[str, object], ...]) -> None:
        """Offer other choices, keeping the chosen one when it is still there."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        self._values = tuple(value for _, value in choices)
        self.addItems([text for text, _ in choices])
        self.blockSignals(False)
        self.set_value(kept)

    def value(self) -> object:
        """What the choice stands for, or None when there is none."""
        here = self.currentIndex()
        return self._values[here] if 0 <= here < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose by what the choice stands for."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        size = px(12)
        pixmap = icon_pixmap("down", colour, size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(self.width() - size - px(8), (self.height() - size) // 2, pixmap)
        painter.end()
