"""Over the window: a kept PDF to read, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import heading, muted, quiet_button, row


class PdfSheet(Sheet):
    """Shows a document's pages under each other; the bytes stay in memory."""

    def __init__(self, window: QWidget, title: str, body: bytes) -> None:
        super().__init__(window)
        self.setObjectName("pdf-sheet")
        self.setAccessibleName(title)
        self._bytes = QByteArray(body)
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.load(self._buffer)
        self.view = QPdfView(self)
        self.view.setObjectName("pdf-view")
        self.view.setAccessibleName(f"Pages of {title}")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        width = min(px(860), window.width() - px(60))
        self.panel.setFixedSize(width, window.height() - px(40))
        close = quiet_button("Close")
        close.clicked.connect(self.cancel)
        pages = self.document.pageCount()
        words = muted(f"{pages} page" + ("s" if pages != 1 else ""))
        self.body.addLayout(row(heading(title), words, None, close))
        self.body.addWidget(self.view, 1)

    def show_document(self) -> None:
        """Come up over the window."""
        self.open(self.view)

    def close_sheet(self) -> None:
        self.document.close()
        super().close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cancel()
        else:
            super().keyPressEvent(event)
