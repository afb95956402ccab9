"""A table of records: Enter opens one, Up from the first row goes back to the field above."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QTableView, QWidget

from ui.models.row_table import RowTable
from ui.theme import px
from ui.widgets.basics_tables import table_defaults


class RowView(QTableView):
    """Shows a RowTable; `opened` carries the record, `moved` the one the cursor is on."""

    opened = Signal(object)
    moved = Signal(object)
    left_top = Signal()

    def __init__(self, model: RowTable[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        model.setParent(self)
        table_defaults(self, name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
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

    def current(self) -> Any:
        """The record under the cursor, or None."""
        return self.table.row_at(self.currentIndex())

    def open_current(self) -> None:
        """Open the record under the cursor, as Enter does."""
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for place, column in enumerate(self.table.columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Interactive if column.width else mode.Stretch)
            if column.width:
                header.resizeSection(place, px(column.width))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.table.row_at(index))

    def _tell(self, now: QModelIndex, before: QModelIndex) -> None:
        self.moved.emit(self.table.row_at(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_current()
            return
        if key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_top.emit()
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table.rows:
            last = len(self.table.rows) - 1
            place = 0 if key == Qt.Key.Key_Home else last
            self.setCurrentIndex(self.table.index(place, 0))
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit_columns()
