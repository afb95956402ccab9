"""When to lock, when to end: nobody here for minutes, or the PC was asleep."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from core.model.idle import LONGEST, SHORTEST, USUAL
from ui.idle import IdleWatch

HARD_MINUTES = 30


class Watch(QObject):
    """`lock_due` asks for the cover, `end_due` for the end of the process that held the data."""

    lock_due = Signal()
    end_due = Signal()

    def __init__(self, app: QGuiApplication, idle: IdleWatch | None = None) -> None:
        super().__init__()
        self.idle = idle or IdleWatch(app)
        self._again: list[str] = []
        self.idle.idle.connect(self.lock_due)
        self.idle.woke.connect(self.lock_due)
        self.idle.session_over.connect(self.lock_due)
        self.idle.idle_long.connect(self.end_due)
        self.set_minutes(USUAL)

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes; never off."""
        minutes = min(max(minutes, SHORTEST), LONGEST)
        self.idle.limit_seconds = 60.0 * minutes
        self.idle.long_seconds = 60.0 * (minutes + HARD_MINUTES)

    def start(self, minutes: int) -> None:
        """Watch from now on."""
        self.set_minutes(minutes)
        self.idle.start()

    def go_on(self, minutes: int) -> None:
        """The process does not end after all."""
        self._again = []
        self.start(minutes)

    def begin_session(self, seconds: float) -> None:
        """Lock after so many seconds whatever happens: the full password is asked then."""
        self.idle.begin_session(seconds)

    def stop(self) -> None:
        self.idle.stop()

    def start_anew(self, path: Path, *, demo: bool) -> None:
        """Start the program again once this process has ended."""
        options = ["--demo"] if demo else ["--practice", str(path)]
        # A bundled program is its own executable; from the sources, Python runs main.py.
        bundled = getattr(sys, "frozen", False)
        program = [sys.executable] if bundled else [sys.executable, str(Path(sys.argv[0]))]
        self._again = [*program, *options]

    def run_again_if_asked(self) -> None:
        """Start the next process, if one was asked for."""
        if self._again:
            subprocess.Popen(self._again, close_fds=True)
            self._again = []
