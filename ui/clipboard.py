"""What was copied here leaves the clipboard after half a minute."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEEP_MS = 30_000


class ClipboardGuard(QObject):
    """Clears the clipboard after a while when it still holds what was copied in this program.

    What another program put there is never touched; of our own only a digest is remembered.
    """

    def __init__(self, clipboard: QClipboard, keep_ms: int = KEEP_MS) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._ours = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(keep_ms)
        self._timer.timeout.connect(self.clear)
        clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Empty the clipboard if what it holds is still ours."""
        self._timer.stop()
        if self._ours and _digest(self._clipboard.text()) == self._ours:
            self._clipboard.clear()
        self._ours = b""

    def _look(self) -> None:
        text = self._clipboard.text()
        if self._clipboard.ownsClipboard() and text:
            self._ours = _digest(text)
            self._timer.start()
        elif _digest(text) != self._ours:
            self._ours = b""
            self._timer.stop()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def guard_clipboard() -> ClipboardGuard:
    """Guard this program's clipboard."""
    return ClipboardGuard(QGuiApplication.clipboard())
