"""A table over records it is given: queries nothing, computes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.widgets.basics_tables import NUMBER, WORDS

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RECORD = Qt.ItemDataRole.UserRole
DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how a record's cell reads; numbers stand at the right."""

    head: str
    show: Callable[[Any], str]
    number: bool = False


class RecordsModel(QAbstractTableModel):
    """Shows records in columns; the record itself is under `RECORD`."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self._columns = columns
        self.records: tuple[Any, ...] = ()

    def set_records(self, records: tuple[Any, ...]) -> None:
        self.beginResetModel()
        self.records = records
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        record, column = self.records[index.row()], self._columns[index.column()]
        if role == DISPLAY:
            return column.show(record)
        if role == RECORD:
            return record
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if column.number else WORDS
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self._columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if self._columns[section].number else WORDS
        return None
