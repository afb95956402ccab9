"""The common frame of unlock, wizard and closing: one calm panel in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.basics import Card, ScrollColumn, column, label, row


class Gate(QFrame):
    """A panel of `width` in the middle, scrolled when the text is large."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setProperty("kind", "gate")
        self.panel = Card(margin=28)
        self.panel.body.setSpacing(px(14))
        self.panel.setMaximumWidth(px(width))
        self.panel.setMinimumWidth(min(px(width), 1080))
        self.below = row(None, None, spacing=4)
        self._lay_out()

    def _lay_out(self) -> None:
        brand = label("Unitwise", look="title")
        promise = label("Therapy units and superbills, on this computer only", kind="muted")
        for words in (brand, promise):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = column(brand, promise, spacing=2)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(px(20), px(20), px(20), px(20))
        box.setSpacing(px(16))
        box.addStretch(2)
        box.addLayout(middle)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.panel)
        across.addStretch(1)
        box.addLayout(across)
        box.addLayout(self.below)
        box.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(inner))


class Working(QWidget):
    """A thin moving bar and what is going on; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", kind="muted", wrap=True)
        self.words.setObjectName("progress")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Working")
        self.setLayout(column(bar, self.words, spacing=6))
        self.hide()

    def show_progress(self, text: str) -> None:
        self.words.setText(text)
        self.setVisible(bool(text))


class ClosingScreen(Gate):
    """Says what the program still does before it ends."""

    def __init__(self) -> None:
        super().__init__(420)
        self.working = Working()
        self.panel.body.addWidget(label("Closing", look="heading"))
        self.panel.body.addWidget(self.working)
