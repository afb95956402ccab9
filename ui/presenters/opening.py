"""Opens, makes and closes the practice: the logic behind the unlock screen and the wizard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DamagedFile, UnitwiseError, UserProblem
from core.model.clock import Clock
from core.model.idle import PIN_HOURS, USUAL
from core.model.people import Person
from core.model.practice import Practice, Provider
from ui.doors import Doors
from ui.tasks import Tasks

if TYPE_CHECKING:
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice

SESSION = PIN_HOURS.total_seconds() + 1  # a PIN serves to the end, and no longer


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of the practice and of who is signed in now.

    `must_change` and `must_renew` tell what comes before any work: a password of one's own, a
    new recovery code. The full password is asked again after `session_seconds`.
    """

    path: Path
    practice: Practice
    actor: str
    book: RuleBook
    clock: Clock
    person: Person
    idle_minutes: int = USUAL
    must_change: bool = False
    must_renew: bool = False
    session_seconds: float = SESSION

    @property
    def is_held(self) -> bool:
        """Whether something comes before any work."""
        return self.must_change or self.must_renew


class Opening(QObject):
    """Does what is slow on the tasks' threads and answers by signal.

    `progress` carries what is going on, or an empty text when it is over;
    `refused(text, field)` a service's own sentence, `waiting` the seconds until the next try,
    `damaged(path, text)` the sentence of a file that is not whole; `restored` what came of
    restoring a copy; `seated` who may go on in the practice; `code_made` a new recovery code.
    """

    opened = Signal(object)
    created = Signal(str)
    seated = Signal(object)
    code_made = Signal(str)
    refused = Signal(str, str)
    waiting = Signal(int)
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
        self._secret = ""  # what was signed in with, while a new one has to be made

    @property
    def clock(self) -> Clock:
        return Clock.fixed(self._today) if self._today else Clock.system()

    @property
    def knows_password(self) -> bool:
        """Whether the password need not be typed again to make a new recovery code."""
        return bool(self._secret)

    def is_demo(self, path: Path) -> bool:
        return path == self.doors.demo_path

    def unlock(self, path: Path, secret: str, sign_in: str = "") -> None:
        """Open a practice file with a person's password or the recovery code."""
        self._path, self._secret = path, secret
        clock = self.clock
        self.progress.emit("Opening the practice file …")
        self.tasks.open(
            lambda: self.doors.unlock(path, secret, clock, sign_in), self._describe, self._refuse
        )

    def ask_seats(self) -> None:
        """Ask who may go on in the open practice."""
        self.tasks.read(self.doors.seats, self.seated.emit)

    def go_on(self, sign_in: str, secret: str, *, by_pin: bool) -> None:
        """Let somebody go on in the practice that stayed open and covered."""
        self._secret = "" if by_pin else secret
        check = self.doors.go_on_by_pin if by_pin else self.doors.go_on_by_password

        def op(practice: OpenPractice) -> Opened:
            check(practice, sign_in, secret)
            return self._read_opened(practice)

        self.progress.emit("Checking the PIN …" if by_pin else "Checking the password …")
        self.tasks.change(op, self._go_in, self._refuse)

    def choose_password(self, new: str) -> None:
        """Keep a password of one's own in place of the one that was signed in with."""
        old = self._secret

        def op(practice: OpenPractice) -> Opened:
            self.doors.change_password(practice, old, new)
            return self._read_opened(practice)

        def done(opened: Opened) -> None:
            self._secret = new
            self._go_in(opened)

        self.progress.emit("Keeping the new password …")
        self.tasks.change(op, done, self._refuse)

    def make_code(self, password: str = "") -> None:
        """Make a new recovery code; `code_made` carries it."""
        secret = password or self._secret
        self.progress.emit("Making the new recovery code …")
        self.tasks.change(
            lambda practice: self.doors.new_recovery_code(practice, secret),
            lambda code: self._end(self.code_made, code),
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
        """Go on into the practice as whoever is signed in now."""
        self.tasks.read(self._read_opened, self._go_in, self._refuse)

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
        self.tasks.read(self._read_opened, self._go_in)

    def _go_in(self, opened: Opened) -> None:
        if not opened.is_held:
            self._secret = ""
        self._end(self.opened, opened)

    def _read_opened(self, practice: OpenPractice) -> Opened:
        info = self.doors.info(practice)
        if info.is_demo and info.demo_day and self._today is None:
            practice.clock = Clock.fixed(info.demo_day)
        signed = practice.signed_in.get(practice.person.id)
        since = (practice.clock.now() - signed.at).total_seconds() if signed else 0.0
        return Opened(
            self._path, info, practice.file.actor, practice.book, practice.clock, practice.person,
            self.doors.idle_minutes(practice), practice.must_change_password,
            practice.must_renew_recovery, max(1.0, SESSION - since),
        )  # fmt: skip

    def _refuse(self, problem: UnitwiseError) -> None:
        field = problem.field if isinstance(problem, UserProblem) else ""
        self.progress.emit("")
        if isinstance(problem, DamagedFile) and not self.tasks.is_open:
            self.damaged.emit(self._path, str(problem))
            return
        self.refused.emit(str(problem), field)
        seconds = self.doors.seconds_to_wait(self._path, self.clock)
        if seconds:
            self.waiting.emit(seconds)

    def _end(self, signal, *values: object) -> None:
        self.progress.emit("")
        signal.emit(*values)
