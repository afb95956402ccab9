"""Imports what stands behind the unlock screen while the password is typed."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

# In steps short enough that no key waits for one to be felt.
STEPS = (
    "core.model.session",
    "core.rules.engine",
    "core.services.engine_facts",
    "core.services.encounters",
    "ui.shell",
    "ui.presenters.today",
    "ui.screens.today",
)
_EVERY_MS = 80
_PAINTED_MS = 20


class Ahead(QObject):
    """Imports a step at a time; the window could show the unlock screen without any of it."""

    def __init__(self, steps: tuple[str, ...] = STEPS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = list(steps)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin, once there is nothing else to do."""
        if self._left:
            self._timer.start()

    def hurry(self) -> None:
        """Import the rest as soon as the window is painted: it is asked for any moment now."""
        QTimer.singleShot(_PAINTED_MS, self, self._finish)

    def _step(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
        if not self._left:
            self._timer.stop()

    def _finish(self) -> None:
        while self._left:
            self._step()
