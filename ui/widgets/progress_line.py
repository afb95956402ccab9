"""How far long work has come, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.theme import px
from ui.widgets.basics import label, quiet_button, row


class ProgressLine(QWidget):
    """A bar with its words; `stopped` when the person has had enough."""

    stopped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.words = label("")
        self.words.setObjectName(f"{name}-progress")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(8))
        self.bar.setAccessibleName("How far it has come")
        self.cancel = quiet_button("Stop", icon="stop")
        self.cancel.setObjectName(f"{name}-stop")
        self.cancel.clicked.connect(self.stopped)
        line = row(self.words, self.bar, self.cancel)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_step(self, done: int, total: int, noun: str) -> None:
        """Show how far it has come; nothing is known of the whole while `total` is 0."""
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(min(done, total))
        of = f" of {total:,}" if total else ""
        self.words.setText(f"{done:,}{of} {noun}")
