"""The published values that a change is judged by, each with its source and whether it is met."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from core.model.outcomes import MarkVerdict, Meaning, MeasureProgress
from ui.models.outcome_rows import short_of, unit_words
from ui.theme import px
from ui.widgets.basics import Card, Glyph, clear_layout, column, label, muted, row

_KINDS = {"matters": "Matters", "error": "Error"}
_NOTE = "Values in bold decide what the change is called; the others stand beside them."


class MarksCard(Card):
    """What the change from the first score means, then each published value."""

    def __init__(self) -> None:
        super().__init__("What the change means")
        self.words = label("", wrap=True)
        self.words.setObjectName("measure-meaning")
        self.note = muted(_NOTE, wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(px(8))
        self.body.addWidget(self.words)
        self.body.addLayout(self.lines)
        self.body.addWidget(self.note)

    def show_progress(self, one: MeasureProgress | None) -> None:
        """Show another measure's values, or hide."""
        self.setVisible(one is not None)
        clear_layout(self.lines)
        if one is None:
            return
        self.words.setText(f"{one.words}.")
        marks = sorted(one.marks, key=lambda mark: not mark.judged)
        for mark in marks:
            self.lines.addLayout(_line(mark, one))
        self.note.setVisible(any(mark.judged for mark in marks) and len(marks) > 1)
        self.setAccessibleDescription(short_of(one)[0])


def _line(mark: MarkVerdict, one: MeasureProgress) -> QVBoxLayout:
    first = one.meaning is Meaning.FIRST
    icon = "circle" if first else ("check" if mark.reached else "minus")
    head = label(
        f"{_KINDS[mark.kind]}: {unit_words(mark.value, one.unit)}, {mark.name}",
        look="strong" if mark.judged else "",
        wrap=True,
    )
    said = muted("" if first else ("reached" if mark.reached else "not reached"))
    source = f"{mark.cite} ({mark.confidence} confidence)"
    cite = label(source, look="small", kind="muted", wrap=True)
    top = row(spacing=8)
    top.addWidget(head, 1)
    top.addWidget(said, 0, Qt.AlignmentFlag.AlignTop)
    line = row(spacing=8)
    kind = "good" if mark.reached and mark.kind == "matters" and not first else "muted"
    line.addWidget(Glyph(icon, kind), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(column(top, cite, spacing=1), 1)
    return column(line)
