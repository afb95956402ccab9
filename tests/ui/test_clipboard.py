"""What was copied in the program leaves the clipboard; what others put there stays."""

import pytest
from PySide6.QtCore import QObject, Signal

from ui.clipboard import ClipboardGuard


class Clipboard(QObject):
    """A clipboard that another program can write to as well."""

    dataChanged = Signal()  # noqa: N815 - Qt's name

    def __init__(self):
        super().__init__()
        self._text, self._own = "", False

    def text(self):
        return self._text

    def ownsClipboard(self):  # noqa: N802 - Qt's name
        return self._own

    def put(self, text, own):
        self._text, self._own = text, own
        self.dataChanged.emit()

    def clear(self):
        self.put("", own=True)


@pytest.fixture
def clipboard():
    return Clipboard()


def test_what_was_copied_here_is_gone_after_a_while(clipboard, qtbot):
    ClipboardGuard(clipboard, keep_ms=10)
    guard = ClipboardGuard(clipboard, keep_ms=10)
    clipboard.put("Maria Alvarez, cervical pain", own=True)
    qtbot.waitUntil(lambda: clipboard.text() == "")
    assert guard is not None


def test_what_another_program_put_there_since_stays(clipboard, qtbot):
    guard = ClipboardGuard(clipboard, keep_ms=10)
    clipboard.put("Maria Alvarez", own=True)
    clipboard.put("a shopping list", own=False)
    guard.clear()
    qtbot.wait(40)
    assert clipboard.text() == "a shopping list"


def test_locking_clears_at_once(clipboard):
    guard = ClipboardGuard(clipboard, keep_ms=60_000)
    clipboard.put("Maria Alvarez", own=True)
    guard.clear()
    assert clipboard.text() == ""
