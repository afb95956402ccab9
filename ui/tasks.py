"""The one door for background work: the practice on its own thread, answers by signal.

What a job holds may be the last hold on a widget, and a widget let go on another thread than
the window's ends the program. So the window keeps each job until it is answered, and a lane lets
go of it before it says that it is done.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThread, Signal

from core.errors import DataProblem, UnitwiseError
from ui.garbage import Garbage

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

T = TypeVar("T")
Failed = Callable[[UnitwiseError], None]

_FIRST, _CHANGE, _READ = 0, 1, 2


@dataclass(order=True, slots=True)
class _Job:
    rank: int
    number: int
    run: Callable[[], Any] = field(compare=False)
    done: Callable[[Any], None] = field(compare=False)
    failed: Failed | None = field(compare=False)
    replaces: str = field(compare=False, default="")
    result: Any = field(compare=False, default=None)
    error: BaseException | None = field(compare=False, default=None)


class _Lane(QThread):
    """One thread that works off a queue, changes before reads, in the order they came."""

    finished_job = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._queue: list[_Job] = []
        self._stopping = False
        self._wake = threading.Condition()

    def put(self, job: _Job) -> list[_Job]:
        """Queue a job; returns the older ones it made needless."""
        dropped: list[_Job] = []
        with self._wake:
            if job.replaces:
                dropped = [j for j in self._queue if j.replaces == job.replaces]
                self._queue = [j for j in self._queue if j.replaces != job.replaces]
                heapq.heapify(self._queue)
            heapq.heappush(self._queue, job)
            self._wake.notify()
        return dropped

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        while (number := self._next()) is not None:
            self.finished_job.emit(number)

    def _next(self) -> int | None:
        """Work off the next job; its number, or None when there is nothing more to do."""
        with self._wake:
            while not self._queue and not self._stopping:
                self._wake.wait()
            if not self._queue:
                return None
            job = heapq.heappop(self._queue)
        try:
            job.result = job.run()
        except BaseException as exc:  # noqa: BLE001 - handed to the GUI thread, which tells
            job.error = exc
        return job.number


class Tasks(QObject):
    """Runs operations off the GUI thread and answers on it.

    `bug` carries an exception that nobody expected; `busy_changed` whether work is under way.
    An answer for a widget that no longer exists is dropped.
    """

    bug = Signal(object)
    problem = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._practice: OpenPractice | None = None
        self._numbers = itertools.count()
        self._latest: dict[str, int] = {}
        self._jobs: dict[int, _Job] = {}
        self._garbage = Garbage(self)
        self._database = _Lane("practice")
        self._worker = _Lane("worker")
        for lane in (self._database, self._worker):
            lane.finished_job.connect(self._answer)
            lane.start()

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or running."""
        return not self._jobs

    @property
    def is_open(self) -> bool:
        """Whether a practice is open."""
        return self._practice is not None

    def open(
        self,
        op: Callable[[], OpenPractice],
        done: Callable[[OpenPractice], None],
        failed: Failed | None = None,
    ) -> None:
        """Open a practice on the database thread; later operations get it."""

        def adopt() -> OpenPractice:
            self._practice = op()
            return self._practice

        self._put(self._database, _FIRST, adopt, done, failed)

    def read(
        self,
        op: Callable[[OpenPractice], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        replaces: str = "",
    ) -> None:
        """Ask the practice; a newer read with the same `replaces` drops this one."""
        self._put(self._database, _READ, self._with_practice(op), done, failed, replaces)

    def change(
        self,
        op: Callable[[OpenPractice], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Change the practice; goes before reads, in the order given."""
        self._put(self._database, _CHANGE, self._with_practice(op), done, failed)

    def work(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Do something slow that needs no practice, such as building a PDF."""
        self._put(self._worker, _READ, op, done, failed)

    def close(
        self,
        op: Callable[[OpenPractice], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Close the practice after all changes are kept; later operations fail."""

        def leave() -> T:
            practice, self._practice = self._practice, None
            if practice is None:
                raise NothingOpen
            return op(practice)

        self._put(self._database, _CHANGE, leave, done, failed)

    def stop(self) -> None:
        """End both threads after what is queued; call once, at the very end."""
        self._database.stop()
        self._worker.stop()
        self._garbage.stop()

    def _with_practice(self, op: Callable[[OpenPractice], T]) -> Callable[[], T]:
        def run() -> T:
            if self._practice is None:
                raise NothingOpen
            return op(self._practice)

        return run

    def _put(
        self,
        lane: _Lane,
        rank: int,
        run: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Failed | None,
        replaces: str = "",
    ) -> None:
        number = next(self._numbers)
        if replaces:
            self._latest[replaces] = number
        job = _Job(rank, number, run, done, failed, replaces)
        self._jobs[number] = job
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        for dropped in lane.put(job):
            del self._jobs[dropped.number]

    def _answer(self, number: int) -> None:
        job = self._jobs.pop(number)
        if not self._jobs:
            self.busy_changed.emit(False)
        if job.replaces and self._latest.get(job.replaces) != job.number:
            return
        if isinstance(job.error, NothingOpen) or not is_alive(job.done):
            return
        if job.error is None:
            job.done(job.result)
        elif not isinstance(job.error, UnitwiseError):
            self.bug.emit(job.error)
        else:
            self._tell(job.error, job.failed)

    def _tell(self, problem: UnitwiseError, failed: Failed | None) -> None:
        heard = failed is not None and is_alive(failed)
        if failed is not None and heard:
            failed(problem)
        # A failing file or disk concerns more than the screen that met it first.
        if not heard or isinstance(problem, DataProblem):
            self.problem.emit(problem)


class NothingOpen(Exception):
    """The practice was closed before this operation's turn: nobody waits for its answer."""


def is_alive(callback: object) -> bool:
    """Whether the widget or object whose method this is still exists."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
