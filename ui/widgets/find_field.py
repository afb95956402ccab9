"""Search fields: one that filters a list below it, one that drops its hits down."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from ui.icons import icon_pixmap
from ui.theme import px

MOST_SHOWN = 8


class SearchEdit(QLineEdit):
    """A line with a magnifying glass; Down goes into the list below, Esc empties it."""

    went_down = Signal()
    chosen = Signal()

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setObjectName(name)
        self.setMaxLength(100)
        self.setClearButtonEnabled(False)
        self.setTextMargins(px(22), 0, 0, 0)

    def take_letter(self, letter: str) -> None:
        """Go on with a letter that was typed in the list below."""
        self.setFocus()
        self.setText(self.text() + letter)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        size = px(14)
        painter = QPainter(self)
        pixmap = icon_pixmap("search", colour, size, self.devicePixelRatioF())
        painter.drawPixmap(px(10), (self.height() - size) // 2, pixmap)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class FindField(SearchEdit):
    """A line that finds one thing: hits drop down, Up and Down move, Enter takes one.

    `asked` carries what is typed; answer with `offer`. `taken` carries the hit's data.
    """

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__(placeholder, name)
        self._hits: QListWidget | None = None
        self.textEdited.connect(self._ask)
        self.went_down.connect(lambda: self._move(1))
        self.chosen.connect(self._take_current)

    def offer(self, hits: tuple[tuple[str, Any], ...], nothing: str = "Nothing found") -> None:
        """Drop down these hits: text and what it stands for."""
        if not self.hasFocus() or not self.text().strip():
            self._close()
            return
        shown = self._open()
        shown.clear()
        for text, data in hits:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, data)
            shown.addItem(item)
        if hits:
            shown.setCurrentRow(0)
        else:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            shown.addItem(item)
        self._place(shown)

    def hits(self) -> tuple[str, ...]:
        """The texts dropped down now."""
        shown = self._hits
        if shown is None or not shown.isVisible():
            return ()
        return tuple(shown.item(place).text() for place in range(shown.count()))

    def _ask(self, text: str) -> None:
        if text.strip():
            self.asked.emit(text.strip())
        else:
            self._close()

    def _open(self) -> QListWidget:
        if self._hits is None:
            # A child of the window, not a window of its own: the keyboard stays in the line.
            self._hits = QListWidget(self.window())
            self._hits.setObjectName(f"{self.objectName()}-hits")
            self._hits.setAccessibleName(f"{self.accessibleName()}: found")
            self._hits.setProperty("kind", "pop-up")
            self._hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._hits.setTextElideMode(Qt.TextElideMode.ElideRight)
            self._hits.itemClicked.connect(self._take)
        return self._hits

    def _place(self, shown: QListWidget) -> None:
        rows = min(shown.count(), MOST_SHOWN)
        height = rows * max(shown.sizeHintForRow(0), px(28)) + px(6)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + px(2)))
        room = self.window().height() - corner.y() - px(4)
        if height > room and corner.y() > height + self.height():
            corner = self.mapTo(self.window(), QPoint(0, -height - px(2)))
        shown.setGeometry(corner.x(), corner.y(), max(self.width(), px(320)), height)
        shown.show()
        shown.raise_()

    def _close(self) -> None:
        if self._hits is not None:
            self._hits.hide()

    def _move(self, step: int) -> None:
        if self._hits is not None and self._hits.isVisible():
            place = self._hits.currentRow() + step
            self._hits.setCurrentRow(min(max(place, 0), self._hits.count() - 1))

    def _take_current(self) -> None:
        if self._hits is not None and self._hits.isVisible():
            item = self._hits.currentItem()
            if item is not None:
                self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        data = item.data(Qt.ItemDataRole.UserRole)
        self._close()
        if data is not None:
            self.taken.emit(data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        visible = self._hits is not None and self._hits.isVisible()
        if visible and event.key() == Qt.Key.Key_Up:
            self._move(-1)
        elif visible and event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(150, self._close_if_left)

    def hideEvent(self, event: QHideEvent) -> None:
        self._close()
        super().hideEvent(event)

    def _close_if_left(self) -> None:
        if not self.hasFocus():
            self._close()
