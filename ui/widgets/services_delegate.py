"""Paints the cells of the session grid and gives them their editors."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.icons import icon_pixmap
from ui.models.services import LEFT, NUMBERS, RAW, RIGHT, ROW, GridRow, Index
from ui.presenters.session_sheet import Column
from ui.theme import Theme, px
from ui.widgets.basics_tables import ROW_HEIGHT
from ui.widgets.code_picker import SuggestEdit

PAD = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}


class ServicesDelegate(QStyledItemDelegate):
    """`typed` on every keystroke, `left` when an editor is left with what it holds.

    `moved(rows, cells)` asks for the cursor to go on; `codes_asked` and `code_picked` belong to
    the editor of codes.
    """

    typed = Signal(int, int, str)
    left = Signal(int, int, str)
    dropped = Signal(int, int)
    moved = Signal(int, int)
    removed = Signal(int)
    codes_asked = Signal(object, str)
    code_picked = Signal(int, str)
    code_refused = Signal(object, str)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QRect(option.rect)
        cell.setHeight(px(ROW_HEIGHT))
        row = index.data(ROW)
        painter.save()
        if self._is_current(index):
            self._paint_cursor(painter, cell)
        if isinstance(row, GridRow):
            self._paint_cell(painter, cell, index, row)
        elif index.column() == Column.CODE:
            self._paint_prompt(painter, cell, index)
        painter.restore()

    def _is_current(self, index: Index) -> bool:
        return bool(self._table.currentIndex() == index)  # type: ignore[attr-defined]

    def _paint_cursor(self, painter: QPainter, cell: QRect) -> None:
        painter.fillRect(cell, self._theme.color("accent_soft"))
        if self._table.hasFocus():  # type: ignore[attr-defined]
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))

    def _paint_cell(self, painter: QPainter, cell: QRect, index: Index, row: GridRow) -> None:
        wrong = row.problem_column == index.column()
        painter.setPen(self._colour(row, index.column(), wrong=wrong))
        if index.column() == Column.CODE:
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
        area = cell.adjusted(px(PAD), 0, -px(PAD), 0)
        if wrong:
            size = px(12)
            colour = self._theme.color("error").name()
            pixmap = icon_pixmap("error", colour, size, painter.device().devicePixelRatioF())
            painter.drawPixmap(cell.left() + px(3), cell.center().y() - size // 2, pixmap)
            area.setLeft(area.left() + px(8))
        side = RIGHT if index.column() in NUMBERS else LEFT
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, side, text)

    def _colour(self, row: GridRow, column: int, *, wrong: bool) -> QColor:
        if wrong:
            return self._theme.color("error")
        return self._theme.color("muted" if row.quiet else "text")

    def _paint_prompt(self, painter: QPainter, cell: QRect, index: Index) -> None:
        colour = self._theme.color("muted")
        size = px(14)
        pixmap = icon_pixmap("plus", colour.name(), size, painter.device().devicePixelRatioF())
        painter.drawPixmap(cell.left() + px(PAD), cell.center().y() - size // 2 + 1, pixmap)
        painter.setPen(colour)
        area = cell.adjusted(px(PAD) + px(22), 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, column = index.row(), index.column()
        editor: QLineEdit
        if column == Column.CODE:
            picker = SuggestEdit(parent)
            picker.asked.connect(lambda text: self.codes_asked.emit(picker, text))
            picker.picked.connect(lambda code: self._pick(picker, row, str(code)))
            picker.refused.connect(lambda text: self.code_refused.emit(picker, text))
            editor = picker
        else:
            editor = QLineEdit(parent)
            editor.setMaxLength(5000)
            editor.textEdited.connect(lambda text: self.typed.emit(row, column, text))
            editor.textEdited.connect(lambda _: self._fit(editor, row, column))
        if column in NUMBERS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setObjectName("cell-editor")
        editor.setProperty("kind", "cell")
        editor.setStyleSheet(self._sheet())
        model = index.model()
        header = model.spoken_header(column)  # type: ignore[attr-defined]
        editor.setAccessibleName(f"{index.sibling(row, Column.CODE).data()} {header}")
        return editor

    def _fit(self, editor: QLineEdit, row: int, column: int) -> None:
        table = self._table
        index = table.model().index(row, column)  # type: ignore[attr-defined]
        option = QStyleOptionViewItem()
        option.rect = table.visualRect(index)  # type: ignore[attr-defined]
        self.updateEditorGeometry(editor, option, index)

    def _sheet(self) -> str:
        accent = self._theme.color("accent").name()
        ground = self._theme.color("panel").name()
        return (
            f"QLineEdit {{ border: 2px solid {accent}; border-radius: 0; background: {ground};"
            f" padding: 0 {px(PAD) - 4}px; min-height: 0; }}"
        )

    def _pick(self, picker: SuggestEdit, row: int, code: str) -> None:
        picker.setProperty("done", True)
        self.closeEditor.emit(picker, QStyledItemDelegate.EndEditHint.NoHint)
        self.code_picked.emit(row, code)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The model changes while somebody types: the open editor keeps what they typed.
        if isinstance(editor, QLineEdit) and editor.property("filled") is None:
            editor.setProperty("filled", True)
            editor.setText(str(index.data(RAW) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.property("done"):
            self.left.emit(index.row(), index.column(), editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        cell = QRect(option.rect)
        cell.setHeight(px(ROW_HEIGHT))
        if index.column() == Column.CODE:
            cell.setWidth(max(cell.width(), px(230)))
        elif isinstance(editor, QLineEdit):
            # Grows with what is typed, so that 10:05-10:23 can be read in a narrow cell.
            wanted = editor.fontMetrics().horizontalAdvance(editor.text()) + px(2 * PAD + 8)
            extra = min(max(wanted - cell.width(), 0), px(260))
            if index.column() in NUMBERS:
                cell.setLeft(cell.left() - extra)
            else:
                cell.setRight(cell.right() + extra)
        editor.setGeometry(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and self._key(watched, event)
        ):
            return True
        return bool(super().eventFilter(watched, event))

    def _key(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            if key == Qt.Key.Key_Delete:
                self._close(editor, keep=False)
                self.removed.emit(-1)
                return True
            # Ctrl+Enter and the like belong to the page.
            return False
        if isinstance(editor, SuggestEdit) and self._picker_key(editor, key):
            return True
        if key in _STEPS:
            self._close(editor, keep=True)
            self.moved.emit(_STEPS[key], 0)
            return True
        if key in _TABS:
            self._close(editor, keep=True)
            self.moved.emit(0, _TABS[key])
            return True
        if key == Qt.Key.Key_Escape:
            self._close(editor, keep=False)
            return True
        return False

    @staticmethod
    def _picker_key(editor: SuggestEdit, key: Qt.Key) -> bool:
        untouched = not editor.isModified() and not editor.suggestions()
        return False if untouched and key in _ENTER else editor.handle_key(key)

    def _close(self, editor: QLineEdit, *, keep: bool) -> None:
        if keep:
            self.commitData.emit(editor)
        editor.setProperty("done", True)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if not keep:
            self.dropped.emit(0, 0)
