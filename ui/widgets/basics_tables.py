"""Tables and lists as all screens show them: rows of 32 px, hairlines, numbers to the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListWidget, QTableView

from ui.theme import px

ROW_HEIGHT = 32
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _RowHeight(QObject):
    """Keeps the row height in step with the text size."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange and isinstance(watched, QTableView):
            watched.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        return False


def table_defaults(table: QTableView, name: str) -> None:
    """Give a table the common look and keys; `name` is what a screen reader says.

    Models align numbers by returning `NUMBER` for TextAlignmentRole, headers included.
    """
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setMouseTracking(True)
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setMinimumSectionSize(1)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(px(ROW_HEIGHT))
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(WORDS)
    columns.setStretchLastSection(True)
    table.installEventFilter(_RowHeight(table))


def select_first_row(table: QTableView) -> None:
    """Put the cursor on the first row, so that Enter and the arrows work at once."""
    model = table.model()
    if model.rowCount() and not table.currentIndex().isValid():
        table.setCurrentIndex(model.index(0, 0))


class NavList(QListWidget):
    """The parts of a screen, one under the other; as tall as it needs and there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        hints = [self.sizeHintForRow(row) for row in range(self.count())]
        return QSize(super().sizeHint().width(), sum(hints) + 2 * self.frameWidth() + px(2))

    def fit(self) -> None:
        """Take the size of the entries; call after adding them or when the text size changed."""
        frame = 2 * self.frameWidth()
        self.setMinimumHeight(min(px(120), self.sizeHint().height()))
        self.setMaximumHeight(self.sizeHint().height())
        self.setFixedWidth(max(px(150), self.sizeHintForColumn(0) + frame + px(8)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.count():
            self.fit()
