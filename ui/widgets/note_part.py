"""One part of the note: plain text with its own undo, macros, cleaned paste and marked words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QTextEdit

from core.model.note_help import LONGEST_SHORT, MACRO_MARK
from core.notes.pasted import clean_paste
from core.notes.words import LONGEST_NOTE
from ui.theme import px

_LEAST_LINES = 1
_RTF = "text/rtf"
Span = tuple[int, int]


class NotePart(QPlainTextEdit):
    """Plain text only, as tall as its text; `refused` says why something was not pasted.

    A short form from `macros` becomes its text with the blank typed after it; Ctrl+Z takes that
    back in one step.
    """

    focused = Signal(bool)
    refused = Signal(str)

    def __init__(self, name: str, prompt: str) -> None:
        super().__init__()
        self.macros: Mapping[str, str] = {}
        self.setAccessibleName(name)
        self.setPlaceholderText(prompt)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "plain")
        self.setStyleSheet(
            "QPlainTextEdit { border: 1px solid transparent; background: transparent;"
            f" padding: {px(2)}px; }}"
            f"QPlainTextEdit:focus {{ border: 1px solid palette(accent); padding: {px(2)}px; }}"
        )
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _size: self.updateGeometry())
        self.textChanged.connect(self.unmark)

    def sizeHint(self) -> QSize:
        lines = max(round(self.document().size().height()), _LEAST_LINES)
        return QSize(px(200), lines * self.fontMetrics().lineSpacing() + px(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter signs the session; it never breaks a line.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self._expand():
            return
        super().keyPressEvent(event)

    def _expand(self) -> bool:
        """Put a macro's text where its short form stands before the cursor."""
        cursor = self.textCursor()
        if self.isReadOnly() or cursor.hasSelection():
            return False
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = before.rfind(MACRO_MARK, len(before) - LONGEST_SHORT - 1)
        text = self.macros.get(before[at:].lower()) if at >= 0 else None
        if text is None or (at and not before[at - 1].isspace()):
            return False
        cursor.beginEditBlock()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(before) - at
        )
        cursor.insertText(f"{text} ")
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        return True

    # Paste

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasFormat(_RTF)

    def insertFromMimeData(self, source: QMimeData) -> None:
        taken = self.textCursor().selectedText()
        room = LONGEST_NOTE - (self.document().characterCount() - 1 - len(taken))
        found = clean_paste(_raw(source), room)
        if found.problem:
            self.refused.emit(found.problem)
        elif found.text:
            self.insertPlainText(found.text)

    # Marks

    def mark(self, spans: tuple[Span, ...], *, select: bool) -> None:
        """Underline stretches; with `select` the first of them takes the keyboard and is shown."""
        marks = []
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(self.palette().color(QPalette.ColorRole.Accent))
        look.setBackground(self.palette().color(QPalette.ColorRole.AlternateBase))
        for start, end in spans:
            one = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            _stretch(cursor, self.toPlainText(), start, end)
            one.cursor, one.format = cursor, look
            marks.append(one)
        self.setExtraSelections(marks)
        if select and spans:
            cursor = self.textCursor()
            _stretch(cursor, self.toPlainText(), *spans[0])
            self.setTextCursor(cursor)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def unmark(self) -> None:
        """Take the marks away."""
        if self.extraSelections():
            self.setExtraSelections([])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


def _raw(source: QMimeData) -> str:
    """The plainest form that was offered."""
    if source.hasText() and source.text():
        return source.text()
    if source.hasHtml():
        return source.html()
    return bytes(source.data(_RTF).data()).decode("latin-1")


def _stretch(cursor: QTextCursor, text: str, start: int, end: int) -> None:
    """Put a cursor over letters; Qt counts an emoji as two."""
    first, length = (len(part.encode("utf-16-le")) // 2 for part in (text[:start], text[start:end]))
    cursor.setPosition(first)
    cursor.setPosition(first + length, QTextCursor.MoveMode.KeepAnchor)
