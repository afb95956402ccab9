"""A row of words of which one is chosen: Alt and its letter, or the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup

from ui.widgets.basics import Button
from ui.widgets.flow import FlowRow


class Segments(FlowRow):
    """Chooses one of several parts of a page; `chosen` carries its name."""

    chosen = Signal(str)

    def __init__(self, parts: tuple[tuple[str, str], ...], name: str) -> None:
        super().__init__(6)
        self.setAccessibleName(name)
        self._names = tuple(part for part, _ in parts)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, Button] = {}
        for part, words in parts:
            button = Button(words, "segment")
            button.setCheckable(True)
            button.setObjectName(f"part-{part}")
            button.clicked.connect(lambda _=False, p=part: self.chosen.emit(p))
            self._group.addButton(button)
            self.buttons[part] = button
            self.add(button)

    def choose(self, part: str) -> None:
        """Mark a part without telling anyone."""
        self.buttons[part].setChecked(True)

    def current(self) -> str:
        """The marked part."""
        return next((name for name, made in self.buttons.items() if made.isChecked()), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or event.modifiers():
            super().keyPressEvent(event)
            return
        names = [name for name in self._names if not self.buttons[name].isHidden()]
        place = (names.index(self.current()) + steps[Qt.Key(event.key())]) % len(names)
        self.buttons[names[place]].setFocus()
        self.buttons[names[place]].click()
