"""A field of several lines of plain text in a form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from ui.theme import px

_LINES = 3


class TextBlock(QPlainTextEdit):
    """`edited` when a person changed it; Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + px(24))
        self.textChanged.connect(self.edited)

    def set_text(self, text: str) -> None:
        """Fill it in; that is no edit."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
