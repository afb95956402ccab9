"""What the window expects of a screen."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from core.model.permissions import Permission
from ui.context import Context


class Crumb(NamedTuple):
    """One step of the breadcrumb line that leads to another page."""

    text: str
    page: str
    args: dict[str, Any]


class Page(QWidget):
    """A screen; the window shows its crumbs on top and its actions at the bottom right.

    Emit `chrome_changed` when crumbs or actions changed, and `status(kind, text)` for
    the line at the bottom left ("Saved 14:02:11"); kind as of a Chip. A page that said no to
    `can_leave` and then was told to let go emits `left_free`: the way asked for is taken.
    """

    chrome_changed = Signal()
    status = Signal(str, str)
    left_free = Signal()

    name: str = ""
    title: str = ""
    rail: bool = False

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx

    def activate(self, args: dict[str, Any]) -> None:
        """Show what `args` ask for; called each time the page comes to the front."""

    def can_leave(self) -> bool:
        """Whether another page may be shown now; a page that says no also says why."""
        return True

    def keep(self) -> None:
        """Keep what is typed: called before the window locks, closes or leaves the page."""

    def holds_text(self) -> bool:
        """Whether something is typed that `keep` cannot bring into the practice file."""
        return False

    def primary_action(self) -> QAction | None:
        """The one main action, shown at the bottom right."""
        return None

    def secondary_actions(self) -> tuple[QAction, ...]:
        """Further actions, shown left of the main one."""
        return ()

    def all_actions(self) -> tuple[QAction, ...]:
        """What the command bar offers on this page."""
        primary = self.primary_action()
        return (*((primary,) if primary else ()), *self.secondary_actions())

    def crumbs(self) -> tuple[str | Crumb, ...]:
        """The way to this page; the last one is where we are."""
        return (self.title,)

    def first_focus(self) -> QWidget | None:
        """The widget that takes the keyboard when the page is shown."""
        return None

    def offer(self, action: QAction, permission: Permission, *, when: bool = True) -> None:
        """Enable an action where the role allows it; else its tooltip says why not."""
        why = self.ctx.why_not(permission)
        action.setEnabled(when and not why)
        action.setToolTip(why or action.text().replace("&", ""))
        action.setStatusTip(why)  # a button of the footer shows this one

    def make_action(self, text: str, shortcut: str = "", icon: str = "") -> QAction:
        """Make an action of this page; its shortcut works while the page is shown."""
        action = QAction(text, self)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.setProperty("icon_name", icon)
        self.addAction(action)
        return action
