"""A patient's measures in one line of the session screen: last value, change, what it means."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from core.model.outcomes import Meaning, MeasureProgress
from ui.models.outcome_rows import change_words, place_words, short_of, value_words
from ui.theme import px
from ui.widgets.basics import Chip, ghost_button, muted
from ui.widgets.flow import FlowRow

_MOST = 6
_AIR = 6


class MeasureStrip(FlowRow):
    """Chips that cannot be clicked, and the button behind Alt+R."""

    def __init__(self) -> None:
        super().__init__(_AIR)
        self._first: list[MeasureProgress] = []
        self._count = 0
        self.setAccessibleName("Outcome measures")
        self.words = muted("Measures")
        self.chips = [Chip("muted", "") for _ in range(_MOST)]
        self.more = muted("")
        self.button = ghost_button("Add score  Alt+R", icon="plus")
        self.button.setObjectName("measure-open")
        for widget in (self.words, *self.chips, self.more, self.button):
            self.add(widget)
        self.show_progress(())

    def show_progress(self, shown: tuple[MeasureProgress, ...]) -> None:
        """Show the measures that were taken last, in their order."""
        latest = sorted(shown, key=lambda one: one.now.day, reverse=True)[:_MOST]
        self._first = [one for one in shown if one in latest]
        self._count = len(shown)
        for chip, one in zip(self.chips, self._first, strict=False):
            _, kind, icon = short_of(one)
            chip.show_state(kind, _words(one), icon)
            chip.setToolTip(f"{one.title}: {one.words}")
            chip.setAccessibleName(f"{_words(one)}. {one.words}")
        self.words.setVisible(bool(shown))
        self._fit()

    def _fit(self) -> None:
        """As many as stand in one line beside the button; the others are counted."""
        air = px(_AIR)
        self.more.setText("and 88 more")
        fixed = (self.words, self.more, self.button)
        room = self.width() - sum(part.sizeHint().width() + air for part in fixed)
        seen = 0
        for chip in self.chips[: len(self._first)]:
            room -= chip.sizeHint().width() + air
            if room < 0 and seen:
                break
            seen += 1
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < seen)
        left = self._count - seen
        self.more.setText(f"and {left} more")
        self.more.setVisible(left > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _words(one: MeasureProgress) -> str:
    now = value_words(one.now.score, one.unit)
    changed = "" if one.meaning is Meaning.FIRST else f"  ({change_words(one)})"
    return f"{place_words(one)} {now}{changed}"
