"""A Qt table over a tuple of records; each column says how it reads one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.theme import Theme
from ui.widgets.basics_tables import NUMBER, WORDS

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
DISPLAY = Qt.ItemDataRole.DisplayRole
ROW = Qt.ItemDataRole.UserRole


def _nothing(row: Any) -> str:
    return ""


@dataclass(frozen=True)  # no slots: typing marks the instances of a generic class
class Column(Generic[R]):
    """One column: its title, its text, and how it looks.

    `width` is the least, in pixels of 13 px text, `grow` the share of the room that is left.
    `kind` names a colour role and `icon` an icon for a row, empty for none; `tip` explains
    more when pointed at.
    """

    title: str
    text: Callable[[R], str]
    width: int
    number: bool = False
    strong: bool = False
    kind: Callable[[R], str] = _nothing
    icon: Callable[[R], str] = _nothing
    tip: Callable[[R], str] = _nothing
    grow: int = 0


class RowTable(QAbstractTableModel, Generic[R]):
    """Shows the rows it was given; asks nobody for more."""

    def __init__(self, columns: tuple[Column[R], ...], theme: Theme) -> None:
        super().__init__()
        self.columns = columns
        self.rows: tuple[R, ...] = ()
        self._theme = theme
        theme.changed.connect(self._dress)

    def show_rows(self, rows: tuple[R, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_at(self, index: Index) -> R | None:
        """The record behind an index."""
        return self.rows[index.row()] if index.isValid() else None

    def _dress(self) -> None:
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _looks(self, column: Column[R], row: R, role: int) -> Any:
        kind = column.kind(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color(kind) if kind else None
        if role == Qt.ItemDataRole.DecorationRole:
            icon = column.icon(row)
            return self._theme.icon(icon, kind or "muted") if icon else None
        if role == Qt.ItemDataRole.FontRole and column.strong:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if column.number else WORDS
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) or column.text(row) or None
        if role == ROW:
            return row
        return self._looks(column, row, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if self.columns[section].number else WORDS
        return None
