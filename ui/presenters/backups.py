"""Backups as the window shows them: how old, where, what they hold, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.services import backups, restoring
from core.services.backups import BackupReport, BackupState, Rehearsal
from core.services.restoring import CopyRow, Holding, Restored
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Failed = Callable[[UnitwiseError], None]


class _Seen(NamedTuple):
    state: BackupState
    copies: tuple[CopyRow, ...]
    holding: Holding
    path: Path


class BackupsPresenter(QObject):
    """Holds what is known of the copies; `changed` after each answer.

    `said` carries the kind and the sentence of what was just done.
    """

    changed = Signal()
    said = Signal(str, str)
    restored = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.state: BackupState | None = None
        self.copies: tuple[CopyRow, ...] = ()
        self.path: Path | None = None
        self.busy = ""
        self._holding: Holding | None = None

    def load(self) -> None:
        """Read how the practice stands with its copies."""

        def look(p: OpenPractice) -> _Seen:
            path = p.file.path
            return _Seen(backups.state(p), restoring.copies(path), restoring.holding(p), path)

        self._ctx.tasks.read(look, self._show, replaces="backups")

    def back_up(self) -> None:
        """Write a verified copy now."""
        self._start("Writing a copy and opening it again to check it …")
        self._ctx.tasks.read(backups.back_up, self._backed_up, self._failed)

    def rehearse(self) -> None:
        """Try to restore the newest copy into a folder of its own."""
        self._start("Restoring the newest copy into a folder of its own, to see that it works …")
        self._ctx.tasks.read(backups.rehearse, self._rehearsed, self._failed)

    def set_place(self, folder: Path | None) -> None:
        """Keep a second place for copies, or none."""
        words = "Copies go to the second place too" if folder else "The second place is not used"
        self._ctx.tasks.change(
            lambda p: backups.set_place(p, folder), lambda _: self._done(words), self._failed
        )

    def restore(self, copy: Path, secret: str, target: Path, failed: Failed) -> None:
        """Restore a copy as a new file; the file that is open is not touched."""
        present, clock = self._holding, self._ctx.clock
        self._start("Restoring the copy and checking every page and entry …")

        def no(problem: UnitwiseError) -> None:
            self._start("")
            failed(problem)

        self._ctx.tasks.work(
            lambda: restoring.restore_copy(copy, secret, target, clock, present),
            self._restored,
            no,
        )

    def _start(self, words: str) -> None:
        self.busy = words
        self.changed.emit()

    def _show(self, seen: _Seen) -> None:
        self.state, self.copies, self._holding, self.path = seen
        self.changed.emit()

    def _backed_up(self, report: BackupReport) -> None:
        if report.second_problem:
            self.said.emit("warning", f"The copy is verified. {report.second_problem}")
        else:
            places = "in both places" if report.second else "beside the practice file"
            self.said.emit("good", f"A verified copy is {places}.")
        self._over()

    def _rehearsed(self, found: Rehearsal) -> None:
        if found.is_good:
            words = f"All {found.entries:,} entries came back in {found.seconds:.0f} s or less."
            self.said.emit("good", f"The newest copy can be restored. {words}")
        else:
            self.said.emit("error", f"The newest copy did not come back: {found.problem}")
        self._over()

    def _restored(self, result: Restored) -> None:
        self._start("")
        self.restored.emit(result)

    def _done(self, words: str) -> None:
        self.said.emit("good", words)
        self._over()

    def _failed(self, problem: UnitwiseError) -> None:
        self.said.emit("error", str(problem))
        self._over()

    def _over(self) -> None:
        self.busy = ""
        self.load()


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago a moment was, in the words of a person; a clock set back is told too."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 0:
        return "in the future by this PC's clock"
    for size, word in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"
