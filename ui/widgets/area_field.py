"""A field of several lines; Tab leaves it, and pasted text loses its looks."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from ui.theme import px

_LINE = 19  # pixels of 13 px text


class AreaField(QPlainTextEdit):
    """Plain text of several lines."""

    def __init__(self, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(_LINE * lines + 14))
