"""Qt table over the rows of the session grid; holds what it was given, works nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.model.kinds import Discipline
from ui.presenters.session_sheet import MINUTE_COLUMNS, Column, minute_header

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RAW = Qt.ItemDataRole.UserRole + 1
ROW = Qt.ItemDataRole.UserRole + 2
PROMPT = "Type a code or a word: mt, te, us …"
NUMBERS = frozenset((*MINUTE_COLUMNS, Column.UNITS))
# Joined once: in Python joining two flags costs more than drawing a short text.
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _SHOWN | Qt.ItemFlag.ItemIsEditable
_HEADERS = {
    Column.CODE: "Code",
    Column.SERVICE: "Service",
    Column.REGION: "Region",
    Column.SIDE: "Side",
    Column.CLOCK: "Clock",
    Column.POINTERS: "Dx",
    Column.UNITS: "Units",
}
_SPOKEN = {**_HEADERS, Column.CLOCK: "Clock times", Column.POINTERS: "Diagnosis pointers"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row ready to show; `raw` are the texts an editor starts with.

    `quiet` for services without timed units; `problem` stands under the row, and
    `problem_column` is its cell.
    """

    shown: tuple[str, ...]
    raw: tuple[str, ...]
    quiet: bool = False
    problem: str = ""
    problem_column: int = -1
    units_typed: bool = False


class ServicesModel(QAbstractTableModel):
    """Rows of services and, at the end of a session that is not signed, the row to add one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[GridRow, ...] = ()
        self.discipline = Discipline.PT
        self.adding = ""
        self.read_only = False

    def set_read_only(self, signed: bool) -> None:
        """Of a signed session the rows are shown without the one to add to them."""
        if signed != self.read_only:
            self.beginResetModel()
            self.read_only = signed
            self.endResetModel()

    def set_rows(self, rows: tuple[GridRow, ...], discipline: Discipline) -> None:
        """Take over other rows; cells that did not change are not painted again."""
        if discipline is not self.discipline:
            self.discipline = discipline
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if len(rows) != len(self.rows):
            self._resize(rows)
        old, self.rows = self.rows, rows
        for place, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _resize(self, rows: tuple[GridRow, ...]) -> None:
        have, want = len(self.rows), len(rows)
        if want > have:
            self.beginInsertRows(ROOT, have, want - 1)
            self.rows = rows
            self.endInsertRows()
        else:
            self.beginRemoveRows(ROOT, want, have - 1)
            self.rows = rows
            self.endRemoveRows()
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(want - 1, len(Column) - 1))

    def is_add_row(self, row: int) -> bool:
        """Whether this is the row to add a service."""
        return row == len(self.rows)

    def spoken_header(self, column: int) -> str:
        """The column's name in full, for screen readers and sentences."""
        kind = Column(column)
        return _SPOKEN.get(kind) or minute_header(self.discipline, kind)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows) + (not self.read_only)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if self.is_add_row(index.row()):
            return self._add_row_data(index.column(), role)
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.shown[column]
        if role in (RAW, Qt.ItemDataRole.EditRole):
            return row.raw[column]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in NUMBERS else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.problem if column == row.problem_column else row.shown[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def _add_row_data(self, column: int, role: int) -> Any:
        if column != Column.CODE:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.adding or PROMPT
        return self.adding if role in (RAW, Qt.ItemDataRole.EditRole) else None

    def _spoken(self, row: GridRow, column: int) -> str:
        text = f"{row.shown[0]} {self.spoken_header(column)}: {row.shown[column] or 'empty'}"
        return f"{text}. {row.problem}" if column == row.problem_column else text

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.editable(index) else _SHOWN

    def editable(self, index: Index) -> bool:
        """Whether a cell takes typing: not the label, and units only where nothing counts them."""
        if not index.isValid() or self.read_only:
            return False
        if self.is_add_row(index.row()):
            return index.column() == Column.CODE
        if index.column() == Column.UNITS:
            return self.rows[index.row()].units_typed
        return index.column() != Column.SERVICE

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS.get(column) or minute_header(self.discipline, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in NUMBERS else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.spoken_header(section)
        return None
