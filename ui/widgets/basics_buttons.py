"""Buttons: icon, word and key; the key acts at once. Screens take them from ui.widgets.basics."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QPalette, QPen, QShortcut
from PySide6.QtWidgets import QPushButton

from ui.icons import tinted_icon
from ui.theme import px


class Button(QPushButton):
    """A push button whose icon takes the colour of its words."""

    def __init__(self, text: str, kind: str = "quiet", shortcut: str = "", icon: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._keys: QShortcut | None = None
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_words(text, shortcut)
        self._dress()

    def set_words(self, text: str, shortcut: str = "") -> None:
        """Show a text with its key beside it, and take the key."""
        keys = QKeySequence(shortcut)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{text}  {shown}" if shown else text)
        self.setAccessibleName(text.replace("&", ""))
        self.setAccessibleDescription(f"Shortcut {shown}" if shown else "")
        self.take_keys(shortcut)

    def take_keys(self, shortcut: str) -> None:
        """Let keys click the button at once; Qt's own way waits a tenth of a second."""
        if self._keys is None and shortcut:
            self._keys = QShortcut(self)
            self._keys.activated.connect(self.click)
        if self._keys is not None:
            self._keys.setKey(QKeySequence(shortcut))

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._dress()

    def _dress(self) -> None:
        if not self._icon:
            return
        palette = self.palette()
        size, gap = px(16), px(4) if self.text() else 0
        self.setIconSize(QSize(size + gap, size))
        role = QPalette.ColorRole.ButtonText
        self.setIcon(
            tinted_icon(
                self._icon,
                palette.color(QPalette.ColorGroup.Active, role),
                palette.color(QPalette.ColorGroup.Disabled, role),
                size=size,
                gap=gap,
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus() or self.property("kind") != "primary":
            return
        # A ring around it in the accent would not be seen on a button of that colour.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.ButtonText), px(1.5)))
        inset = px(3)
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, px(4), px(4))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()


def primary_button(text: str, shortcut: str = "", icon: str = "") -> Button:
    """The one main action of a screen or dialog."""
    return Button(text, "primary", shortcut, icon)


def quiet_button(text: str, shortcut: str = "", icon: str = "") -> Button:
    """Any other action."""
    return Button(text, "quiet", shortcut, icon)


def ghost_button(text: str, shortcut: str = "", icon: str = "") -> Button:
    """A small action without an edge, for the head of a card."""
    return Button(text, "ghost", shortcut, icon)


def link_button(text: str, icon: str = "") -> Button:
    """An action that reads like a link."""
    return Button(text, "link", "", icon)


class ActionButton(Button):
    """A button that shows and triggers an action; the action keeps its shortcut."""

    def __init__(self, action: QAction, kind: str = "quiet", icon: str = "") -> None:
        super().__init__("", kind, "", icon or str(action.property("icon_name") or ""))
        self.action = action
        self._refresh()
        action.changed.connect(self._refresh)
        self.clicked.connect(action.trigger)

    def _refresh(self) -> None:
        keys = self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = self.action.text()
        self.setText(f"{text}  {keys}" if keys else text)
        self.setAccessibleName(text.replace("&", ""))
        self.setAccessibleDescription(f"Shortcut {keys}" if keys else "")
        self.setEnabled(self.action.isEnabled())
        # Without a parent, showing it would open a window of its own.
        if self.parentWidget() is not None or not self.action.isVisible():
            self.setVisible(self.action.isVisible())
        self.setToolTip(self.action.statusTip())


def action_button(action: QAction, kind: str = "quiet", icon: str = "") -> Button:
    """A button for an action; `icon` may also be the action's property `icon_name`."""
    return ActionButton(action, kind, icon)
