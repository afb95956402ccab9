"""The one window: a strip for messages over the gate or the shell."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.message_host import BannerStrip, MessageHost, Sheet
from ui.messages import Messages

SMALLEST = (1280, 720)
USUAL = (1366, 860)


class MainWindow(QMainWindow):
    """Shows one of several full-window screens; closing waits for whoever listens.

    Its title never names a patient.
    """

    close_asked = Signal()

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle("Unitwise")
        self.may_close = False
        self.strip = BannerStrip()
        self.stack = QStackedWidget()
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.strip)
        box.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self._host = MessageHost(self, self.strip, messages)
        self.resize(*USUAL)

    def show_screen(self, screen: QWidget) -> None:
        """Bring a screen to the front; what was there stays alive, unseen."""
        self.close_sheets()
        self._host.end_toast()
        if self.stack.indexOf(screen) < 0:
            self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)

    def drop_screen(self, screen: QWidget) -> None:
        """Take a screen away for good."""
        self.stack.removeWidget(screen)
        screen.deleteLater()

    def close_sheets(self) -> None:
        """Take away whatever lies over the window."""
        for sheet in self.findChildren(Sheet):
            sheet.close_sheet()

    def hide_words(self) -> None:
        """Take away what was said to the person before; a failing disk is told to everybody."""
        self.strip.hide_closable()

    def restore(self, geometry: QByteArray) -> None:
        """Come back at the size of last time, or at a good one for this display."""
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            room = QGuiApplication.primaryScreen().availableGeometry().size()
            self.resize(self.size().boundedTo(room))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()
