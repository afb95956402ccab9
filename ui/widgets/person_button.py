"""Who is signed in, at the rail's foot, with a small menu: switch, lock, password, PIN."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu

from ui.theme import px
from ui.widgets.basics_buttons import Button

_OWN = (("My password", "password"), ("My PIN", "pin"))


class PersonButton(Button):
    """`page_asked(page, args)` leads to the part of the settings about oneself."""

    switch_asked = Signal()
    lock_asked = Signal()
    page_asked = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__("", "rail-small", icon="person")
        self.setObjectName("rail-person")
        self._name = ""
        self.menu_shown = QMenu(self)
        self.menu_shown.setObjectName("person-menu")
        # The keys stand at the shell and the rail; here they are only told.
        self.menu_shown.addAction("Switch person\tCtrl+Shift+L", self.switch_asked.emit)
        self.menu_shown.addAction("Lock\tCtrl+L", self.lock_asked.emit)
        self.menu_shown.addSeparator()
        for words, part in _OWN:
            self.menu_shown.addAction(words, partial(self._ask, part))
        self.clicked.connect(self._open)

    def show_name(self, name: str) -> None:
        """Say who is signed in; a long name is cut short and told whole to who asks."""
        self._name = name
        self.setToolTip(name)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - px(30)
        words = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{self._name}, signed in")
        self.setAccessibleDescription("Opens a menu: switch person, lock, my password, my PIN")

    def _open(self) -> None:
        menu = self.menu_shown
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height() - px(4))))

    def _ask(self, part: str) -> None:
        self.page_asked.emit("settings", {"section": "security", "part": part})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
