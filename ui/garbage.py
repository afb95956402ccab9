"""Python's collection of garbage, on the window's thread alone."""

from __future__ import annotations

import gc
import linecache

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Garbage(QObject):
    """Collects garbage on the thread it was made on, and on no other, until `stop`.

    Left to itself Python collects wherever an object happens to be made, so also on the threads
    of background work; a window or a model that went there took the program with it. A second
    gain: no keystroke waits for a collection.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_EVERY_MS)
        self._collect()

    def stop(self) -> None:
        """Leave it to Python again; call when no other thread is left."""
        self._timer.stop()
        gc.enable()

    @staticmethod
    def _collect() -> None:
        """The oldest generation that is due by Python's own measure, with all younger ones."""
        # PySide reads the source of every module that is imported, and Python keeps the lines.
        linecache.clearcache()
        made, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if made[generation] > limits[generation]]
        if due:
            gc.collect(due[-1])
