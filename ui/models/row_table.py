"""A Qt table over a tuple of records; each column says how it reads one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from ui.theme import Theme
from ui.widgets.basics_tables import NUMBER, WORDS

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
# Qt asks for roles as plain numbers, a thousand times per paint: enum members would be slow.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ROW = int(Qt.ItemDataRole.UserRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_ICON = int(Qt.ItemDataRole.DecorationRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ANSWERED = frozenset((DISPLAY, ROW, _SPOKEN, _ALIGN, _COLOUR, _ICON, _FONT, _TIP))


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
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._colours: dict[str, QColor] = {}
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)
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
        self._icons.clear()
        self._colours.clear()
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _colour(self, kind: str) -> QColor:
        if kind not in self._colours:
            self._colours[kind] = self._theme.color(kind)
        return self._colours[kind]

    def _icon(self, name: str, kind: str) -> QIcon:
        if (name, kind) not in self._icons:
            self._icons[name, kind] = self._theme.icon(name, kind)
        return self._icons[name, kind]

    def _looks(self, column: Column[R], row: R, role: int) -> Any:
        if role == _FONT:
            return self._bold if column.strong else None
        kind = column.kind(row)
        if role == _COLOUR:
            return self._colour(kind) if kind else None
        icon = column.icon(row)
        return self._icon(icon, kind or "muted") if icon else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (DISPLAY, _SPOKEN):
            return column.text(row)
        if role == _ALIGN:
            return NUMBER if column.number else WORDS
        if role == _TIP:
            return column.tip(row) or column.text(row) or None
        return row if role == ROW else self._looks(column, row, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self.columns[section].title
        if role == _ALIGN:
            return NUMBER if self.columns[section].number else WORDS
        return None
