"""The grid of services: keys, cursor, column widths and the sentences under its rows."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView

from core.model.kinds import Discipline
from ui.models.services import GridRow, ServicesModel
from ui.presenters.session_sheet import Column, has_assistants
from ui.theme import Theme, px
from ui.widgets.basics_tables import ROW_HEIGHT, table_defaults
from ui.widgets.code_picker import SuggestEdit
from ui.widgets.services_delegate import ServicesDelegate

_PROBLEM_HEIGHT = 22
_WIDTHS = {
    Column.CODE: (62, 68),
    Column.THERAPIST: (58, 66),
    Column.ASSISTANT: (64, 72),
    Column.TOGETHER: (68, 74),
    Column.REGION: (70, 120),
    Column.SIDE: (52, 74),
    Column.CLOCK: (106, 190),
    Column.POINTERS: (44, 56),
    Column.UNITS: (46, 52),
}
_ROOMY = 880
_LABEL = 208  # room for our longest usual labels
_CLOCKS = 320  # room for three stretches of clock times


class ServicesTable(QTableView):
    """Typing goes into the cell under the cursor at once; Enter and Down go to the next row.

    `typed` and `left` carry row, column and text; `picked` a row (the last: add) and its code.
    """

    typed = Signal(int, int, str)
    left = Signal(int, int, str)
    dropped = Signal()
    removed = Signal(int)
    picked = Signal(int, str)
    codes_asked = Signal(object, str)
    row_changed = Signal(object)
    leaving = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("services")
        self.services = ServicesModel(self)
        self.setModel(self.services)
        self.delegate = ServicesDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self._theme = theme
        self.assisted = False
        self._dress()
        self._connect()
        self._span_add_row()
        self.show_discipline(Discipline.PT)

    def _dress(self) -> None:
        table_defaults(self, "Services of this session")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(px(40))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalScrollBar().rangeChanged.connect(self.updateGeometry)
        self.setProperty("look", "grid")
        self.setStyleSheet(
            f"QTableView[look='grid'] {{ border: 0; }} QHeaderView::section {{ padding: "
            f"{px(6)}px {px(8)}px; }}"
        )

    def _connect(self) -> None:
        delegate = self.delegate
        delegate.typed.connect(self.typed)
        delegate.left.connect(self._left)
        delegate.dropped.connect(lambda _row, _column: self._dropped())
        delegate.moved.connect(self.move_cursor)
        delegate.removed.connect(lambda _: self.remove_current())
        delegate.codes_asked.connect(self.codes_asked)
        delegate.code_picked.connect(self._picked)
        delegate.code_refused.connect(self._refused)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._theme.changed.connect(self._size_columns)

    # Contents

    def show_rows(self, rows: tuple[GridRow, ...], discipline: Discipline) -> None:
        """Show other rows; the cursor and an open editor stay where they are."""
        changed = len(rows) != len(self.services.rows)
        self.services.set_rows(rows, discipline)
        self.show_discipline(discipline)
        self._heights()
        if changed:
            self._span_add_row()
            self.updateGeometry()

    def set_read_only(self, signed: bool) -> None:
        """Of a signed session the rows are shown and not changed."""
        self.services.set_read_only(signed)
        self._span_add_row()
        self._heights()

    def show_discipline(self, discipline: Discipline) -> None:
        """Hide the assistant's columns where a discipline has none.

        In a narrow window the column for both together waits until it is needed.
        """
        helped = has_assistants(discipline)
        assisted = self.assisted or any(
            row.raw[Column.ASSISTANT] or row.raw[Column.TOGETHER] for row in self.services.rows
        )
        together = helped and (assisted or self.viewport().width() >= px(_ROOMY))
        for column, shown in ((Column.ASSISTANT, helped), (Column.TOGETHER, together)):
            if self.isColumnHidden(column) == shown:
                self.setColumnHidden(column, not shown)
                self._stretch_service()

    def _span_add_row(self) -> None:
        self.clearSpans()
        if self.services.read_only:
            return
        self.setSpan(len(self.services.rows), 0, 1, len(Column))

    def _heights(self) -> None:
        header = self.verticalHeader()
        changed = False
        for place in range(self.services.rowCount()):
            row = self.services.rows[place] if place < len(self.services.rows) else None
            wanted = px(ROW_HEIGHT) + (self._problem_height(row) if row else 0)
            if header.sectionSize(place) != wanted:
                header.resizeSection(place, wanted)
                changed = True
        if changed:
            self.updateGeometry()
            self.viewport().update()

    def _problem_height(self, row: GridRow) -> int:
        if not row.problem:
            return 0
        width = max(self.viewport().width() - 2 * px(24), px(200))
        room = QRect(0, 0, width, px(400))
        lines = QFontMetrics(self.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, row.problem)
        return max(lines.height() + px(6), px(_PROBLEM_HEIGHT))

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self.model().rowCount()))
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        foot = bar.sizeHint().height() if bar.maximum() else 0
        return QSize(px(560), head + rows + foot + px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(400), px(ROW_HEIGHT) * 4)

    # Cursor

    def put_cursor(self, row: int, column: int) -> None:
        """Go to a cell and take the keyboard."""
        row = min(max(row, 0), max(self.services.rowCount() - 1, 0))
        column = int(Column.CODE) if self.services.is_add_row(row) else column
        if self.isColumnHidden(column):
            column = int(Column.THERAPIST)
        index = self.services.index(row, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
        self.setFocus()

    def move_cursor(self, rows: int, cells: int) -> None:
        """Go on by rows in the same column, or by cells that take typing."""
        index = self.currentIndex()
        if rows:
            column = index.column()
            if self.services.is_add_row(index.row()):
                column = int(Column.THERAPIST)
            self.put_cursor(index.row() + rows, column)
        else:
            self._next_cell(index, cells)

    def _next_cell(self, index: QModelIndex, step: int) -> None:
        places = [
            (row, column)
            for row in range(self.services.rowCount())
            for column in range(len(Column))
            if not self.isColumnHidden(column)
            and self.services.editable(self.services.index(row, column))
        ]
        here = (index.row(), index.column())
        ahead = [at for at in places if (at > here if step > 0 else at < here)]
        if ahead:
            self.put_cursor(*(ahead[0] if step > 0 else ahead[-1]))
        else:
            self.leaving.emit(step > 0)

    def current_row(self) -> int:
        """The row under the cursor, or -1."""
        return self.currentIndex().row()

    def remove_current(self) -> None:
        """Ask for the row under the cursor to be taken out."""
        row = self.current_row()
        if 0 <= row < len(self.services.rows) and not self.services.read_only:
            self.removed.emit(row)
            self.put_cursor(min(row, len(self.services.rows)), Column.THERAPIST)

    def open_editor(self) -> QLineEdit | None:
        """The editor that is open, if any."""
        found = self.indexWidget(self.currentIndex())
        return found if isinstance(found, QLineEdit) else None

    def keep_open_editor(self) -> None:
        """Leave an open editor, keeping what it holds."""
        editor = self.open_editor()
        if editor is not None:
            self.commitData(editor)
            editor.setProperty("done", True)
            self.closeEditor(editor, ServicesDelegate.EndEditHint.NoHint)

    # Slots

    def _left(self, row: int, column: int, text: str) -> None:
        if self.services.is_add_row(row):
            self.services.adding = text.strip()
            self.viewport().update()
        else:
            self.left.emit(row, column, text)

    def _dropped(self) -> None:
        if self.services.is_add_row(self.current_row()):
            self.services.adding = ""
        self.dropped.emit()
        self.setFocus()

    def _picked(self, row: int, code: str) -> None:
        self.services.adding = ""
        self.picked.emit(row, code)
        self.put_cursor(row, Column.THERAPIST)

    def _refused(self, editor: object, text: str) -> None:
        typed = text.strip()
        if isinstance(editor, SuggestEdit) and len(typed) == 5 and typed.isalnum():
            # Shaped like a code: the bill says what it knows of it, and nothing is lost.
            editor.picked.emit(typed.upper())

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() != before.row():
            self.row_changed.emit(self.visualRect(now))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if key == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.remove_current()
        elif plain and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.move_cursor(0, 1 if key == Qt.Key.Key_Tab else -1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear_cell()
        elif plain and key == Qt.Key.Key_Down and self.services.rows:
            self.move_cursor(1, 0)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        # Tab walks the cells; past the last one it goes on to the next field.
        return False

    def _enter(self) -> None:
        index = self.currentIndex()
        if self.services.read_only or not self.services.is_add_row(index.row()):
            self.move_cursor(1, 0)
            return
        self.edit(index)
        editor = self.open_editor()
        if isinstance(editor, SuggestEdit):
            self.codes_asked.emit(editor, editor.text())

    def _clear_cell(self) -> None:
        index = self.currentIndex()
        if self.services.is_add_row(index.row()):
            self.services.adding = ""
            self.viewport().update()
        elif index.column() != Column.CODE and self.services.editable(index):
            self.left.emit(index.row(), index.column(), "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _size_columns(self) -> None:
        roomy = self.viewport().width() >= px(_ROOMY)
        for column, widths in _WIDTHS.items():
            self.setColumnWidth(column, px(widths[roomy]))
        self.show_discipline(self.services.discipline)
        self._stretch_service()
        self._heights()

    def _stretch_service(self) -> None:
        """Give the label what it needs, then the region, the clock times, and the label again."""
        shared = (Column.REGION, Column.CLOCK)
        taken = sum(self.columnWidth(column) for column in _WIDTHS if column not in shared)
        roomy = self.viewport().width() >= px(_ROOMY)
        clock = px(_WIDTHS[Column.CLOCK][roomy])
        free = self.viewport().width() - taken - clock  # hidden columns take none
        least, most = _WIDTHS[Column.REGION]
        region = min(max(free - px(_LABEL), px(least)), px(most))
        more = min(max(free - region - px(_LABEL), 0), px(_CLOCKS) - clock)
        self.setColumnWidth(Column.REGION, region)
        self.setColumnWidth(Column.CLOCK, clock + more)
        self.setColumnWidth(Column.SERVICE, max(free - region - more, px(130)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        line = self._theme.color("line")
        for place, row in enumerate(self.services.rows):
            top = self.rowViewportPosition(place)
            bottom = top + self.rowHeight(place) - 1
            painter.setPen(line)
            painter.drawLine(px(4), bottom, self.viewport().width() - px(4), bottom)
            if row.problem:
                self._paint_problem(painter, row.problem, top + px(ROW_HEIGHT), bottom)
        painter.end()

    def _paint_problem(self, painter: QPainter, text: str, top: int, bottom: int) -> None:
        ground = QRect(0, top, self.viewport().width(), bottom - top)
        painter.fillRect(ground, self._theme.color("error_soft"))
        painter.setPen(self._theme.color("error"))
        area = ground.adjusted(px(24), 0, -px(24), 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, text)
