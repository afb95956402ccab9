"""What an auditor looks for, as chips beside the note: found, too general or missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.notes.coach import Chip, State
from ui.theme import px
from ui.widgets.basics import Glyph, column, hairline, label, link_button, row, set_kind
from ui.widgets.basics_buttons import Button
from ui.widgets.flow import FlowRow

_LOOKS = {
    State.FOUND: ("chip-good", "check-circle"),
    State.VAGUE: ("chip-warning", "warning"),
    State.MISSING: ("chip-muted", "circle"),
}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChipButton(Button):
    """One element; its icon and its accessible name tell the state, not the colour alone."""

    def __init__(self) -> None:
        super().__init__("", "chip-muted", icon="circle")
        self.chip: Chip | None = None

    def show_chip(self, chip: Chip) -> None:
        """Show an element; what is the same is left alone."""
        if chip == self.chip:
            return
        self.chip = chip
        kind, icon = _LOOKS[chip.state]
        set_kind(self, kind)
        self.setText(chip.element.label)
        self.set_icon(icon)
        self.setAccessibleName(f"{chip.element.label}: {chip.state.value}")
        found = chip.state is State.FOUND
        self.setAccessibleDescription("Shows the words in the note" if found else chip.ask)
        self.setToolTip(self.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A push button would go its own way; the row of chips knows the way round.
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class NoteChips(QWidget):
    """The chips with the one that was asked about below them; arrows go from chip to chip.

    `asked(chip)` after a click or Enter; `pair_asked(chip)` for the notes side by side.
    """

    asked = Signal(object)
    pair_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note-chips")
        self.buttons: list[ChipButton] = []
        self._shown: Chip | None = None
        self.count = label("", look="small", kind="muted")
        self.count.setObjectName("note-count")
        self.flow = FlowRow(spacing=6)
        self.answer = self._answer()
        box = column(hairline(), self.flow, self.answer, spacing=8)
        box.setContentsMargins(0, px(4), 0, 0)
        self.setLayout(box)
        self.answer.hide()
        self.hide()

    def _answer(self) -> QFrame:
        panel = QFrame()
        panel.setObjectName("note-answer")
        panel.setProperty("kind", "muted")
        self.glyph = Glyph("circle", "muted")
        self.head = label("", look="strong", wrap=True)
        self.words = label("", wrap=True)
        self.words.setObjectName("note-question")
        self.cite = label("", look="small", kind="muted", wrap=True)
        self.pair = link_button("Paid and denied, side by side", icon="eye")
        self.pair.setObjectName("note-pair")
        self.pair.clicked.connect(self._ask_pair)
        self.close_button = link_button("Close")
        self.close_button.setObjectName("note-answer-close")
        self.close_button.clicked.connect(self.fold)
        inside = column(
            self.head, self.words, self.cite, row(self.pair, self.close_button, None), spacing=2
        )
        line = row(spacing=8)
        line.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(inside, 1)
        line.setContentsMargins(px(11), px(8), px(11), px(6))
        panel.setLayout(line)
        return panel

    def show_chips(self, chips: tuple[Chip, ...]) -> None:
        """Show these elements; an answer that is open follows its element."""
        while len(self.buttons) < len(chips):
            made = ChipButton()
            made.clicked.connect(lambda _=False, one=made: self._ask(one))
            self.buttons.append(made)
            self.flow.add(made)
        for place, button in enumerate(self.buttons):
            if place < len(chips):
                button.show_chip(chips[place])
            button.setVisible(place < len(chips))
        found = sum(chip.state is State.FOUND for chip in chips)
        self.count.setText(f"{found} of {len(chips)} found" if chips else "")
        self.setVisible(bool(chips))
        self._follow(chips)
        self._one_stop()

    def focus_first(self) -> None:
        """Put the keyboard on the first element that is not found, else on the first."""
        shown = self._visible()
        lacking = [one for one in shown if one.chip and one.chip.state is not State.FOUND]
        if shown:
            (lacking or shown)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def texts(self) -> list[str]:
        """What the chips say to a screen reader."""
        return [one.accessibleName() for one in self._visible()]

    def fold(self) -> None:
        """Close the answer; the keyboard goes back to its chip."""
        was, self._shown = self._shown, None
        self.answer.hide()
        for one in self._visible():
            if one.chip and was and one.chip.element == was.element:
                one.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_answer(self, chip: Chip, words: str) -> None:
        """Say under the chips what there is to say of one."""
        self._shown = chip
        kind, icon = _LOOKS[chip.state]
        kind = kind.removeprefix("chip-")
        set_kind(self.answer, kind)
        set_kind(self.glyph, kind)
        self.glyph.set_icon(icon)
        self.head.setText(f"{chip.element.label}: {chip.state.value}")
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.cite.setText(chip.cite)
        self.pair.setVisible(bool(chip.element.paid))
        self.answer.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        shown = self._visible()
        at = next((n for n, one in enumerate(shown) if one.hasFocus()), -1)
        if event.key() == Qt.Key.Key_Escape and self._shown is not None:
            self.fold()
        elif step and at >= 0:
            shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)
            self._one_stop()
        else:
            super().keyPressEvent(event)

    def _ask(self, button: ChipButton) -> None:
        if button.chip is not None:
            self.asked.emit(button.chip)

    def _ask_pair(self) -> None:
        if self._shown is not None:
            self.pair_asked.emit(self._shown)

    def _follow(self, chips: tuple[Chip, ...]) -> None:
        if self._shown is None:
            return
        now = next((one for one in chips if one.element == self._shown.element), None)
        if now is None or now.state is not self._shown.state:
            self._shown = None
            self.answer.hide()

    def _visible(self) -> list[ChipButton]:
        return [one for one in self.buttons if not one.isHidden()]

    def _one_stop(self) -> None:
        """Tab stops once among the chips, as with any row of like things."""
        shown = self._visible()
        stop = next((one for one in shown if one.hasFocus()), shown[0] if shown else None)
        for one in self.buttons:
            tab = one is stop
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)
