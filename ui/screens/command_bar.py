"""The command bar (Ctrl+K): one line and a list, over the window."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.icons import icon_pixmap
from ui.message_host import Sheet
from ui.presenters.command_bar import Command, CommandBarPresenter
from ui.theme import px
from ui.widgets.basics import label

COMMAND = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class CommandDelegate(QStyledItemDelegate):
    """Draws icon, text, detail and, at the right, what kind of thing it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(200), px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""  # drawn below; the style draws the ground only
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        command: Command = index.data(COMMAND)
        palette = option.palette
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        area = option.rect.adjusted(px(10), 0, -px(10), 0)
        painter.save()
        pixmap = icon_pixmap(
            command.icon, quiet.name(), px(16), painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(area.left(), area.center().y() - px(8), pixmap)
        used = self._words(painter, option, command, area.adjusted(px(26), 0, -px(60), 0))
        painter.setPen(quiet)
        painter.setFont(option.font)
        metrics = painter.fontMetrics()
        rest = area.adjusted(px(26) + used + px(10), 0, -px(64), 0)
        detail = metrics.elidedText(command.detail, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, detail)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, command.group)
        painter.restore()

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, command: Command, area: QRect
    ) -> int:
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        text = painter.fontMetrics().elidedText(
            command.text, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        return painter.fontMetrics().horizontalAdvance(text)


class CommandLine(QLineEdit):
    """The line; arrows move in the list without leaving it."""

    def __init__(self, found: QListWidget) -> None:
        super().__init__()
        self._found = found
        self.setObjectName("command-line")
        self.setAccessibleName("Find a patient, page or action")
        self.setPlaceholderText("Find a patient, page or action")
        self.setMaxLength(200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = self._found.count() - 1
        self._found.setCurrentRow(min(max(self._found.currentRow() + step, 0), last))


class CommandBar(Sheet):
    """Open it with Ctrl+K, type, choose with the arrows, go with Enter, leave with Esc."""

    def __init__(self, window: QWidget, presenter: CommandBarPresenter) -> None:
        super().__init__(window)
        self.setObjectName("command-bar")
        self.setAccessibleName("Command bar")
        self._presenter = presenter
        self.found = QListWidget()
        self.found.setObjectName("commands")
        self.found.setAccessibleName("Found")
        self.found.setItemDelegate(CommandDelegate(self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line = CommandLine(self.found)
        self.panel.setFixedWidth(min(px(620), window.width() - px(40)))
        self.found.setFixedHeight(min(px(36) * 9, window.height() - px(220)))
        self.body.setContentsMargins(px(12), px(12), px(12), px(10))
        self.body.setSpacing(px(8))
        self.body.addWidget(self.line)
        self.body.addWidget(self.found)
        keys = label("↑ ↓ to choose · Enter to go · Esc to close", look="small", kind="muted")
        self.body.addWidget(keys)
        presenter.changed.connect(self._show_found)
        self.line.textChanged.connect(presenter.find)
        self.line.returnPressed.connect(self._go)
        self.found.itemClicked.connect(lambda _: self._go())

    def start(self) -> None:
        self.open(self.line)
        self._presenter.find("")

    def _show_found(self, commands: tuple[Command, ...]) -> None:
        self.found.clear()
        for command in commands:
            item = QListWidgetItem(f"{command.text} {command.detail}".strip())
            item.setData(COMMAND, command)
            self.found.addItem(item)
        if not commands:
            item = QListWidgetItem("Nothing found")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing = Command(
                "", "Nothing found", "try a name, a birth date or a page", "search", _stay
            )
            item.setData(COMMAND, nothing)
            self.found.addItem(item)
            return
        self.found.setCurrentRow(0)

    def _go(self) -> None:
        if self.found.currentRow() < 0:
            return
        item = self.found.currentItem()
        command: Command = item.data(COMMAND)
        self.close_sheet()
        command.run()


def _stay() -> None:
    """Nothing was found, so there is nowhere to go."""
