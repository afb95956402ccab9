"""A table of records: Enter opens one, Up from the first row goes back to the field above."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from ui.models.row_table import RowTable
from ui.theme import px
from ui.widgets.basics_tables import table_defaults
from ui.widgets.find_field import SearchEdit


class RowView(QTableView):
    """Shows a RowTable; `opened` carries the record, `moved` the one the cursor is on.

    `typed` carries a letter typed while the table has the keyboard: it belongs to the filter.
    """

    opened = Signal(object)
    moved = Signal(object)
    left_top = Signal()
    typed = Signal(str)

    def __init__(self, model: RowTable[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        model.setParent(self)
        table_defaults(self, name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(px(32))
        self._fit_columns()
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        """Show other rows; the cursor stays on the same record when it is still there."""
        here = getattr(self.current(), "id", None)
        self.table.show_rows(rows)
        ids = [getattr(row, "id", None) for row in rows]
        place = ids.index(here) if here is not None and here in ids else 0
        if rows:
            self.setCurrentIndex(self.table.index(place, 0))
        else:
            self.moved.emit(None)

    def choose(self, number: object) -> None:
        """Put the cursor on the record of an id; leaves it where it is when there is none."""
        for place, row in enumerate(self.table.rows):
            if number is not None and getattr(row, "id", None) == number:
                self.setCurrentIndex(self.table.index(place, 0))

    def current(self) -> Any:
        """The record under the cursor, or None."""
        return self.table.row_at(self.currentIndex())

    def follow(self, field: SearchEdit) -> None:
        """Work together with the search field above: Down, Up, Enter and letters."""
        field.went_down.connect(self.setFocus)
        field.chosen.connect(self.open_current)
        self.left_top.connect(field.setFocus)
        self.typed.connect(field.take_letter)

    def open_current(self) -> None:
        """Open the record under the cursor, as Enter does."""
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def hide_columns(self, places: tuple[int, ...], *, hidden: bool) -> None:
        """Leave out columns where room is short, or show them again."""
        for place in places:
            self.setColumnHidden(place, hidden)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give each column its least width and share out the rest."""
        self.setIconSize(QSize(px(16), px(16)))
        seen = [
            (place, px(column.width), column.grow)
            for place, column in enumerate(self.table.columns)
            if not self.isColumnHidden(place)
        ]
        left = max(0, self.viewport().width() - sum(width for _, width, _ in seen))
        shares = max(sum(share for _, _, share in seen), 1)
        for place, width, share in seen:
            self.horizontalHeader().resizeSection(place, width + left * share // shares)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.table.row_at(index))

    def _tell(self, now: QModelIndex, before: QModelIndex) -> None:
        self.moved.emit(self.table.row_at(now))

    def _key_meant_here(self, event: QKeyEvent) -> bool:
        key, last = event.key(), len(self.table.rows) - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_current()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_top.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self.setCurrentIndex(self.table.index(0 if key == Qt.Key.Key_Home else last, 0))
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key_meant_here(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit_columns()


def _is_letter(event: QKeyEvent) -> bool:
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return event.modifiers() in plain and event.text().isprintable() and event.text().strip() != ""
