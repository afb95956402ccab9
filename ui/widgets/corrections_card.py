"""What was corrected of a measure: before and after, then who, when and why."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from ui.models.outcome_history import Correction
from ui.theme import px
from ui.widgets.basics import Card, clear_layout, column, label, muted

_MOST = 5


class CorrectionsCard(Card):
    """The latest corrections as lines that wrap; what was kept first stays to be seen."""

    def __init__(self) -> None:
        super().__init__("Corrections")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(px(10))
        self.more = muted("", wrap=True)
        self.body.addLayout(self.lines)
        self.body.addWidget(self.more)
        self.show_rows(())

    def show_rows(self, rows: tuple[Correction, ...]) -> None:
        """Show another measure's corrections, or hide."""
        self.setVisible(bool(rows))
        clear_layout(self.lines)
        for row in rows[:_MOST]:
            what = label(row.what, look="strong", wrap=True)
            what.setObjectName("correction-what")
            who = label(row.who, look="small", kind="muted", wrap=True)
            who.setObjectName("correction-who")
            self.lines.addLayout(column(what, who, spacing=1))
        left = len(rows) - _MOST
        self.more.setText(f"And {left} earlier.")
        self.more.setVisible(left > 0)
