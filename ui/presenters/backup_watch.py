"""Keeps copies coming while the practice is open, and says when the last one is too old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import UnitwiseError
from core.services import backups
from core.services.backups import BackupState
from ui.presenters.backups import ago

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.services.practice import OpenPractice
    from ui.tasks import Tasks

EVERY_MS = 5 * 60 * 1000
_FIRST_MS = 20_000


class BackupWatch(QObject):
    """Writes a copy when one is due; `late` carries the red mark's sentence, or none."""

    late = Signal(str)

    def __init__(self, tasks: Tasks, clock: Clock) -> None:
        super().__init__()
        self._tasks = tasks
        self._clock = clock
        self._state: BackupState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.tick)

    def stop(self) -> None:
        self._timer.stop()

    def tick(self) -> None:
        """Write a copy if one is due and look how old the last is."""

        def look(p: OpenPractice) -> BackupState:
            backups.run_if_due(p)
            return backups.state(p)

        self._tasks.read(look, self._show, self._failed, replaces="backup-watch")

    def rehearse_if_due(self) -> None:
        """Restore the newest copy on trial when a month has passed; for when nobody waits."""
        if self._state is None or not self._state.is_rehearsal_due or not self._state.verified_at:
            return

        def rehearse(p: OpenPractice) -> BackupState:
            backups.rehearse(p)
            return backups.state(p)

        self._tasks.read(rehearse, self._show, self._failed, replaces="backup-watch")

    def tell(self) -> None:
        """Say again how old the last copy is, to whoever begins to listen."""
        if self._state is not None:
            self._show(self._state)

    def _show(self, state: BackupState) -> None:
        self._state = state
        if not state.is_late:
            self.late.emit("")
        elif state.verified_at is None:
            self.late.emit("There is no verified backup copy yet.")
        else:
            made = ago(state.verified_at, self._clock.now())
            self.late.emit(f"The last verified backup copy is of {made}.")

    def _failed(self, problem: UnitwiseError) -> None:
        self.late.emit(str(problem))
