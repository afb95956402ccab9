"""Opens, makes and closes the practice: the logic behind the unlock screen and the wizard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DamagedFile, UnitwiseError, UserProblem
from core.model.clock import Clock
from core.model.idle import USUAL
from core.model.people import Person
from core.model.practice import Practice, Provider
from ui.doors import Doors
from ui.tasks import Tasks

if TYPE_CHECKING:
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of the practice that has just been opened."""

    path: Path
    practice: Practice
    actor: str
    book: RuleBook
    clock: Clock
    person: Person
    idle_minutes: int = USUAL


class Opening(QObject):
    """Does what is slow on the tasks' threads and answers by signal.

    `progress` carries what is going on, or an empty text when it is over;
    `refused(text, field)` a service's own sentence, `damaged(path, text)` that of a file that is
    not whole; `restored` what came of restoring a copy.
    """

    opened = Signal(object)
    created = Signal(str)
    confirmed = Signal()
    refused = Signal(str, str)
    damaged = Signal(object, str)
    restored = Signal(object)
    progress = Signal(str)
    closed = Signal()

    def __init__(self, tasks: Tasks, doors: Doors, today: date | None = None) -> None:
        super().__init__()
        self.tasks = tasks
        self.doors = doors
        self._today = today
        self._path = doors.default_path

    @property
    def clock(self) -> Clock:
        return Clock.fixed(self._today) if self._today else Clock.system()

    def is_demo(self, path: Path) -> bool:
        return path == self.doors.demo_path

    def unlock(self, path: Path, secret: str) -> None:
        """Open a practice file with a password or the recovery code."""
        self._path = path
        clock = self.clock
        self.progress.emit("Opening the practice file …")
        self.tasks.open(
            lambda: self.doors.unlock(path, secret, clock), self._describe, self._refuse
        )

    def confirm(self, secret: str) -> None:
        """Check the password again while the practice stays open and covered."""
        self.progress.emit("Checking the password …")
        self.tasks.read(
            lambda practice: self.doors.confirm(practice, secret),
            lambda _: self._end(self.confirmed),
            self._refuse,
        )

    def create(
        self, path: Path, practice: Practice, owner: str, password: str, first: Provider | None
    ) -> None:
        """Make a new practice file; `created` carries the recovery code."""
        self._path = path
        clock = self.clock
        codes: list[str] = []

        def op() -> OpenPractice:
            made, code = self.doors.create(path, practice, owner, password, clock, first)
            codes.append(code)
            return made

        self.progress.emit("Deriving the key and writing the practice file …")
        self.tasks.open(op, lambda _: self._end(self.created, codes[0]), self._refuse)

    def restore(self, copy: Path, secret: str, target: Path) -> None:
        """Restore a backup copy as a new file."""
        clock = self.clock
        self.progress.emit("Restoring the copy and checking every page and entry …")
        self.tasks.work(
            lambda: self.doors.restore(copy, secret, target, clock),
            lambda result: self._end(self.restored, result),
            self._refuse,
        )

    def enter(self) -> None:
        """Go on into the practice that was just made."""
        self.tasks.read(self._read_opened, self.opened.emit, self._refuse)

    def build_demo(self) -> None:
        """Open the demo practice, building it when it is not there yet."""
        path = self.doors.demo_path
        if path.exists():
            self.unlock(path, self.doors.demo_password)
            return
        self._path = path
        words = "Building the demo practice: invented patients and their sessions"
        self.progress.emit(f"{words} …")

        # Called on the database thread; the signal carries it over to the window's.
        def tell(done: int, in_all: int) -> None:
            self.progress.emit(f"{words} ({done} of {in_all})")

        self.tasks.open(
            lambda: self.doors.build_demo(path, self._today, tell), self._describe, self._refuse
        )

    def close(self) -> None:
        """Write the verified backup copy and close the file."""
        self.progress.emit("Keeping a verified backup copy …")
        self.tasks.close(self.doors.close, lambda _: self._end(self.closed), self._refuse)

    def _describe(self, _: OpenPractice) -> None:
        self.tasks.read(self._read_opened, lambda opened: self._end(self.opened, opened))

    def _read_opened(self, practice: OpenPractice) -> Opened:
        info = self.doors.info(practice)
        if info.is_demo and info.demo_day and self._today is None:
            practice.clock = Clock.fixed(info.demo_day)
        return Opened(
            self._path, info, practice.file.actor, practice.book, practice.clock, practice.person,
            self.doors.idle_minutes(practice),
        )  # fmt: skip

    def _refuse(self, problem: UnitwiseError) -> None:
        field = problem.field if isinstance(problem, UserProblem) else ""
        self.progress.emit("")
        if isinstance(problem, DamagedFile) and not self.tasks.is_open:
            self.damaged.emit(self._path, str(problem))
            return
        self.refused.emit(str(problem), field)

    def _end(self, signal, *values: object) -> None:
        self.progress.emit("")
        signal.emit(*values)
