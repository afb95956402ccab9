"""Over the window: a kept picture to look at, by keys alone; it never leaves memory."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import heading, muted, quiet_button, row

_LARGEST = 40_000_000  # pixels; more would fill the memory of a small PC


class ImageSheet(Sheet):
    """Shows a picture as wide as the sheet; Plus and Minus make it larger and smaller."""

    def __init__(self, window: QWidget, title: str, body: bytes) -> None:
        super().__init__(window)
        self.setObjectName("image-sheet")
        self.setAccessibleName(title)
        self.image = QImage.fromData(body)
        shown = not self.image.isNull() and self.image.width() * self.image.height() <= _LARGEST
        self.picture = QLabel("" if shown else "This picture cannot be shown.")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(f"Picture: {title}")
        self.area = QScrollArea()
        self.area.setObjectName("image-view")
        self.area.setAccessibleName(f"Picture: {title}")
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown = shown
        self._scale = 1.0
        self.panel.setFixedSize(min(px(860), window.width() - px(60)), window.height() - px(40))
        close = quiet_button("Close")
        close.clicked.connect(self.cancel)
        words = f"{self.image.width()} × {self.image.height()}, + and \u2212 for size"
        self.body.addLayout(row(heading(title), muted(words), None, close))
        self.body.addWidget(self.area, 1)

    def show_picture(self) -> None:
        """Come up over the window."""
        self.open(self.area)
        self._fit()

    def _fit(self) -> None:
        if not self._shown:
            return
        room = self.area.viewport().size() - QSize(px(8), px(8))
        size = self.image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio) * self._scale
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.KeepAspectRatio
        self.picture.setPixmap(QPixmap.fromImage(self.image.scaled(size, keep, smooth)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
        if event.key() in steps:
            self._scale = min(6.0, max(0.5, self._scale * steps[Qt.Key(event.key())]))
            self._fit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cancel()
        else:
            super().keyPressEvent(event)
