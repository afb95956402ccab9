"""A row that breaks into further lines when it is too narrow for its widgets."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem

from ui.theme import px


class FlowLayout(QLayout):
    """Puts items side by side and goes on below; hidden ones take no room.

    The first of `right_from` that is shown and what follows it in its line stand at the right.
    """

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self.items: list[QLayoutItem] = []
        self.right_from: tuple[QWidget, ...] = ()
        self._heights: dict[int, int] = {}  # by width; a keystroke asks many times for the same
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(px(spacing))

    def addItem(self, item: QLayoutItem) -> None:
        self.items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place."""
        self.addChildWidget(widget)
        self.items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self.items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self.items.pop(index) if 0 <= index < len(self.items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return height

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self.items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            left = rect.left()
            for item in line if move else ():
                size = item.sizeHint()
                if item.widget() in self.right_from:
                    left = max(left, rect.right() + 1 - self._wide(line[line.index(item) :]))
                down = (height - size.height()) // 2
                item.setGeometry(QRect(left, top + down, size.width(), size.height()))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(top - self.spacing() - rect.top(), 0)

    def _wide(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() + self.spacing() for item in items) - self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self.items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if not lines or left + wide > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += wide + self.spacing()
        return lines


class FlowRow(QWidget):
    """A widget that holds such a row."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__()
        self.flow = FlowLayout(self, spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.flow.addWidget(widget)

    def push_right(self, *widgets: QWidget) -> None:
        """From the first of these that is shown, the line stands at the right."""
        self.flow.right_from = widgets

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place."""
        self.flow.insert(place, widget)
        widget.show()
