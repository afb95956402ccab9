"""Two parts of a screen that stand side by side, or under each other where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.basics import ScrollColumn
from ui.widgets.flow import FlowRow

NARROW = 860  # pixels of 13 px text below which two cards stand under each other


class Pair(QWidget):
    """Holds a left and a right widget; `shares` are their parts of the width."""

    def __init__(self, left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(12))
        self._box.addWidget(left, shares[0])
        self._box.addWidget(right, shares[1])
        # The layout's own least width would keep the window from ever getting narrow.
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _turn(self) -> None:
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= px(NARROW) else ways.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
            self._box.update()
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        left, right = self._left.minimumSizeHint(), self._right.minimumSizeHint()
        return QSize(max(left.width(), right.width()), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()


def paired(left: QWidget, lines: QVBoxLayout, shares: tuple[int, int] = (1, 1)) -> ScrollColumn:
    """A card beside a column of cards, scrolled where the window is too low."""
    right = QWidget()
    right.setLayout(lines)
    return ScrollColumn(Pair(left, right, shares))


def scrolled(lines: QVBoxLayout) -> ScrollColumn:
    """A column that scrolls where the window is too low."""
    inner = QWidget()
    inner.setLayout(lines)
    return ScrollColumn(inner)


def flowing(*widgets: QWidget, spacing: int = 8) -> FlowRow:
    """Widgets in lines that wrap."""
    made = FlowRow(spacing)
    for widget in widgets:
        made.add(widget)
    return made
