"""A column of cards that scrolls by itself, without ever changing the cards' width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from ui.theme import px


class OverlayBar(QScrollBar):
    """A scroll bar over the margin of the cards, so that its coming and going moves nothing."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        own = area.verticalScrollBar()
        own.rangeChanged.connect(self._take_range)
        own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(own.setValue)
        self.hide()

    def _take_range(self, low: int, high: int) -> None:
        self.setRange(low, high)
        self.setPageStep(self._area.verticalScrollBar().pageStep())
        self.setVisible(high > low)
        self.place()

    def place(self) -> None:
        """Stand at the right edge."""
        width = px(12)
        self.setGeometry(self._area.width() - width, px(4), width, self._area.height() - px(8))
        self.raise_()


class Column(QScrollArea):
    """A column that scrolls by itself when the window is low."""

    def __init__(self, *widgets: QWidget, stretch_last: bool) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = OverlayBar(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("kind", "clear")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        for widget in widgets:
            box.addWidget(widget, 1 if stretch_last and widget is widgets[-1] else 0)
        if not stretch_last:
            box.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.place()
