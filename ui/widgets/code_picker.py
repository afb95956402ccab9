"""A line with a list of suggestions under it: codes by number, alias or word; diagnoses too."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.models.services import Index
from ui.theme import px

_KEY = Qt.ItemDataRole.UserRole
_ROW = 30


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to pick: what stands for it, its number in bold, its words and a hint."""

    key: object
    head: str
    words: str
    hint: str = ""


class _Painter(QStyledItemDelegate):
    """Head in bold, words beside it, hint at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(120), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(_KEY)
        widget = option.widget
        super().paint(painter, option, index)
        if not isinstance(found, Suggestion) or widget is None:
            return
        palette, area = widget.palette(), QRect(option.rect).adjusted(px(10), 0, -px(10), 0)
        painter.save()
        bold = QFont(widget.font())
        bold.setWeight(QFont.Weight.DemiBold)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | middle, found.hint)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(bold)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | middle, found.head)
        painter.setFont(widget.font())
        taken = painter.fontMetrics().horizontalAdvance(found.hint) + px(12)
        words = area.adjusted(px(74), 0, -taken, 0)
        text = painter.fontMetrics().elidedText(
            found.words, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, text)
        painter.restore()


class SuggestionList(QFrame):
    """The list; it never takes the keyboard, so typing goes on in the line."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pop-up")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Suggestions")
        self.list.itemClicked.connect(self._clicked)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(4), px(4), px(4), px(4))
        box.addWidget(self.list)
        self.hide()

    def offer(self, found: tuple[Suggestion, ...], nothing: str) -> None:
        """Show suggestions, the first one chosen; or the sentence that there are none."""
        self.list.clear()
        for one in found:
            item = QListWidgetItem()
            item.setData(_KEY, one)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.head} {one.words}")
            self.list.addItem(item)
        if not found and nothing:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        rows = min(self.list.count(), 9)
        self.setFixedHeight(rows * px(_ROW) + px(14))

    def move_by(self, step: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + step) % count)

    def current(self) -> Suggestion | None:
        item = self.list.currentItem()
        found = item.data(_KEY) if item else None  # type: ignore[truthy-bool]
        return found if isinstance(found, Suggestion) else None

    def texts(self) -> list[str]:
        """What is offered, as read by eye."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text() for item in items]

    def _clicked(self, item: QListWidgetItem) -> None:
        found = item.data(_KEY)
        if isinstance(found, Suggestion):
            self.picked.emit(found.key)


class SuggestEdit(QLineEdit):
    """A line that asks for suggestions as it is typed into, and tells what was picked.

    `asked(text)` wants an `offer`; `picked(key)`; `refused(text)` when Enter finds nothing.
    """

    asked = Signal(str)
    picked = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, width: int = 380) -> None:
        super().__init__(parent)
        self._list: SuggestionList | None = None
        self._wide = width
        self.setMaxLength(60)
        self.textEdited.connect(self.asked)

    def offer(self, found: tuple[Suggestion, ...], nothing: str = "") -> None:
        """Show these suggestions under the line."""
        shown = self._popup()
        shown.offer(found, nothing)
        if not found and not nothing:
            shown.hide()
            return
        self._place(shown)
        shown.show()
        shown.raise_()

    def suggestions(self) -> list[str]:
        """What is offered just now."""
        return self._list.texts() if self._list and self._list.isVisible() else []

    def close_list(self) -> None:
        """Take the suggestions away."""
        if self._list is not None:
            self._list.hide()

    def _popup(self) -> SuggestionList:
        if self._list is None:
            self._list = SuggestionList(self.window())
            self._list.picked.connect(self._pick)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    def _place(self, shown: SuggestionList) -> None:
        window = self.window()
        width = min(max(self.width(), px(self._wide)), window.width() - px(16))
        shown.setFixedWidth(width)
        below = self.mapTo(window, QPoint(0, self.height() + px(3)))
        above = self.mapTo(window, QPoint(0, -px(3))).y() - shown.height()
        fits = below.y() + shown.height() <= window.height()
        left = min(below.x(), window.width() - width - px(8))
        shown.move(max(left, 0), below.y() if fits else max(above, 0))

    def _pick(self, key: object) -> None:
        self.close_list()
        self.picked.emit(key)

    def accept_current(self) -> bool:
        """Pick the chosen suggestion; whether there was one."""
        found = self._list.current() if self._list and self._list.isVisible() else None
        if found is not None:
            self._pick(found.key)
        elif self.text().strip():
            self.refused.emit(self.text())
        return found is not None

    def handle_key(self, key: int) -> bool:
        """Take the keys that move in the list; whether the key was used."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_current()
            return True
        if self._list is None or not self._list.isVisible():
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.move_by(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event.key()):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_list()
        super().focusOutEvent(event)
