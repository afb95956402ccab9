"""The reasons of a bill: steps, what came out, the source and since when it holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.bill import Bill, Step
from core.model.typed_dates import say_date
from ui.theme import px
from ui.widgets.basics import ghost_button, label, row
from ui.widgets.text_rows import TextRows

_WORDS = {
    "billed": "in billed units",
    "rounding": "left by rounding",
    "under-eight": "too few for a unit",
    "cap": "over a cap",
    "edit": "stopped by an edit",
    "untimed": "untimed",
    "bundled": "bundled",
    "unassigned": "not assigned",
    "not-billable": "not billable",
}


class TracePanel(QWidget):
    """Steps in order; the sources stand once each below, numbered as the steps cite them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trace")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.steps = TextRows((("small", "muted"), ("small", "")), 1, frozenset({0, 1}))
        self.steps.set_column_width(0, 96)
        self.ledger = label(look="small", kind="muted", wrap=True)
        self.sources = label(look="small", kind="muted", wrap=True)
        self._trace: tuple[Step, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(px(6), px(6), px(6), px(6))
        box.setSpacing(px(8))
        for one in (self.steps, self.ledger, self.sources):
            box.addWidget(one)
        self.paper_button = ghost_button("Explain this bill on paper")
        keys = label("Ctrl+Shift+P", look="small", kind="muted")
        box.addLayout(row(self.paper_button, None, keys))

    def show_trace(self, bill: Bill) -> None:
        """Show the steps of a bill."""
        self._trace = bill.trace
        numbers = {source: n for n, source in enumerate(sources_of(bill), 1)}
        self.steps.show_texts(
            [(one.step, f"{one.result}  [{numbers[_source(one)]}]") for one in bill.trace]
        )
        ledger = say_ledger(bill)
        sources = "\n".join(f"[{n}] {source}" for source, n in numbers.items())
        for shown, text in ((self.ledger, ledger), (self.sources, sources)):
            if shown.text() != text:
                shown.setText(text)
                shown.setVisible(bool(text))
        self.setAccessibleName(
            "Reasons. " + " ".join(f"{one.step}: {one.result}." for one in bill.trace)
        )
        self.setAccessibleDescription(sources)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(6), px(6))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mark(self, code: str) -> None:
        """Set the steps that speak of a code apart."""
        for place, step in enumerate(self._trace):
            said = bool(code) and (code in step.result or code in step.step)
            self.steps.set_row_kind(place, "accent" if said else "")

    def texts(self) -> list[str]:
        """What the trace says, as read by eye."""
        found = [" ".join(one) for one in self.steps.texts()]
        return [*found, self.ledger.text(), self.sources.text()]


def _source(step: Step) -> str:
    return f"{step.cite}; known since {say_date(step.since)}" if step.since else step.cite


def sources_of(bill: Bill) -> tuple[str, ...]:
    """Each source once, in the order the steps name them."""
    return tuple(dict.fromkeys(_source(step) for step in bill.trace))


def say_ledger(bill: Bill) -> str:
    """Where the minutes went, without what is zero."""
    parts = [f"{minutes} {_WORDS[bucket]}" for bucket, minutes in bill.ledger if minutes]
    return f"Minutes: {' · '.join(parts)}" if parts else ""
