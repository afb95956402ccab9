"""The papers of an audit that is shown: which one, for whom, until when, for counsel or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal

from ui.theme import px
from ui.widgets.basics import Card, muted, quiet_button
from ui.widgets.basics_fields import CheckBox, ComboBox, DateField, FieldRow, TextField
from ui.widgets.flow import FlowRow

PLAN_DAYS = 30


class PapersBar(Card):
    """`asked` carries the paper's name: report, feedback, plan or training."""

    asked = Signal(str)

    def __init__(self, today: Callable[[], date], owner: str) -> None:
        super().__init__("Papers", margin=12)
        self.clinician = ComboBox()
        self.owner = TextField(limit=80)
        self.owner.setText(owner)
        self.until = DateField(today)
        self.until.set_value(today() + timedelta(days=PLAN_DAYS))
        self.counsel = CheckBox("At direction of counsel")
        self.counsel.setObjectName("paper-counsel")
        self.buttons = {
            "report": quiet_button("Audit report", icon="document"),
            "training": quiet_button("Training pack", icon="patients"),
            "feedback": quiet_button("Feedback sheet", icon="person"),
            "plan": quiet_button("Corrective-action plan", icon="check"),
        }
        for name, button in self.buttons.items():
            button.setObjectName(f"paper-{name}")
            button.clicked.connect(lambda _=False, n=name: self.asked.emit(n))
        self._lay_out()

    def _lay_out(self) -> None:
        line = FlowRow()
        self._who = _field("Feedback for", self.clinician, "paper-clinician", 190)
        self._owner = _field("Plan’s owner", self.owner, "paper-owner", 150)
        self._until = _field("Plan until", self.until, "paper-until", 130)
        for widget in (
            self.buttons["report"], self.buttons["training"], self._who, self.buttons["feedback"],
            self._owner, self._until, self.buttons["plan"], self.counsel,
        ):  # fmt: skip
            line.add(widget)
        self.body.addWidget(line)
        self.body.addWidget(
            muted("Each paper is shown first; it is printed or saved from there.", wrap=True)
        )

    def offer(self, clinicians: tuple[str, ...]) -> None:
        """Offer feedback for these clinicians."""
        kept = self.clinician.value()
        self.clinician.set_choices(tuple((name, name) for name in clinicians))
        if kept in clinicians:
            self.clinician.set_value(kept)
        self.buttons["feedback"].setEnabled(bool(clinicians))


def _field(words: str, editor: object, name: str, width: int) -> FieldRow:
    made = FieldRow(words, editor, name=name)  # type: ignore[arg-type] # any field
    made.setFixedWidth(px(width))
    return made
