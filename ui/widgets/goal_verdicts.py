"""One line for each open goal: how it stands, and in which words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from core.model.plan_of_care import Goal, GoalProgress, GoalVerdict
from ui.theme import px
from ui.widgets.basics import clear_layout, label
from ui.widgets.basics_fields import ComboBox, TextField

VERDICTS: tuple[tuple[str, object], ...] = (
    ("Choose …", None),
    ("Improved", GoalVerdict.IMPROVED),
    ("Unchanged", GoalVerdict.UNCHANGED),
    ("Worse", GoalVerdict.WORSE),
    ("Met", GoalVerdict.MET),
    ("Dropped", GoalVerdict.DROPPED),
)
_LONGEST = 300


class GoalVerdicts(QWidget):
    """What a report says of each goal; `edited` when something was chosen or typed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(2, 1)
        self._lines: list[tuple[Goal, ComboBox, TextField]] = []

    def show_goals(
        self, goals: tuple[Goal, ...], said: tuple[GoalProgress, ...], *, locked: bool
    ) -> None:
        """Show these goals with what is said of them."""
        clear_layout(self._grid)
        self._lines = []
        told = {one.goal_id: one for one in said}
        for place, goal in enumerate(goals):
            found = told.get(goal.id or 0)
            self._add(place, goal, found, locked)
        self.setVisible(bool(goals))

    def _add(self, place: int, goal: Goal, found: GoalProgress | None, locked: bool) -> None:
        name = label(goal.name, look="strong")
        name.setToolTip(goal.words)
        verdict = ComboBox(VERDICTS)
        verdict.setObjectName(f"verdict-{goal.number}")
        verdict.setAccessibleName(f"How {goal.name} stands: {goal.words}")
        words = TextField(goal.words, _LONGEST)
        words.setObjectName(f"verdict-words-{goal.number}")
        words.setAccessibleName(f"Progress of {goal.name}")
        verdict.set_value(found.verdict if found else None)
        words.setText(found.words if found else "")
        for column, widget in enumerate((name, verdict, words)):
            widget.setEnabled(not locked)
            self._grid.addWidget(widget, place, column)
            widget.show()  # at once: the keyboard may be sent here before the next event
        verdict.currentIndexChanged.connect(self.edited)
        words.textChanged.connect(self.edited)
        self._lines.append((goal, verdict, words))

    def editors(self) -> dict[str, QWidget]:
        """The choices and words by their goals."""
        found: dict[str, QWidget] = {}
        for goal, verdict, words in self._lines:
            found |= {f"verdict_{goal.id}": verdict, f"words_{goal.id}": words}
        return found

    def said(self) -> tuple[GoalProgress, ...]:
        """What is chosen; a goal without a choice is left out."""
        found = []
        for goal, verdict, words in self._lines:
            chosen = verdict.value()
            if isinstance(chosen, GoalVerdict):
                found.append(GoalProgress(goal.id or 0, chosen, words.text().strip()))
        return tuple(found)

    def focus_open(self) -> None:
        """Put the keyboard on the first goal without a choice."""
        for _, verdict, _ in self._lines:
            if verdict.value() is None:
                verdict.setFocus()
                return
