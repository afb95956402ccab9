"""The door to the practice for one person's pages: shut while somebody else is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from core.errors import UserProblem
from ui.tasks import NothingOpen, is_alive

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from ui.tasks import Failed, Tasks

T = TypeVar("T")
_SOMEBODY_ELSE = (
    "Nothing was saved: somebody else is signed in now. What was typed is kept here until you "
    "are back."
)


class PersonTasks:
    """As Tasks, but an operation runs only while the person whose page asked is signed in.

    Who is signed in is looked at on the practice's own thread, when the turn has come: nothing
    that one person's page asked for is read or changed in the name of the next.
    """

    def __init__(self, tasks: Tasks, person_id: int) -> None:
        self._tasks = tasks
        self._person = person_id
        self._left = False

    def leave(self) -> None:
        """The pages are gone: nobody hears any more what comes."""
        self._left = True

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or running."""
        return self._tasks.idle

    @property
    def is_open(self) -> bool:
        """Whether a practice is open."""
        return self._tasks.is_open

    def read(
        self,
        op: Callable[[OpenPractice], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        replaces: str = "",
    ) -> None:
        """Ask the practice; dropped without a word when somebody else is signed in by then."""
        key = f"{self._person}:{replaces}" if replaces else ""
        self._tasks.read(self._as_person(op, NothingOpen), done, failed, key)

    def change(
        self,
        op: Callable[[OpenPractice], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Change the practice; whoever waits for it is told when somebody else is signed in."""
        refusal = NothingOpen if failed is None else _refused
        self._tasks.change(self._as_person(op, refusal), done, failed)

    def work(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Do something slow that needs no practice."""
        self._tasks.work(op, self._heard(done), self._heard(failed) if failed else None)

    def _heard(self, said: Callable[[T], None]) -> Callable[[T], None]:
        def say(result: T) -> None:
            if not self._left and is_alive(said):
                said(result)

        return say

    def _as_person(
        self, op: Callable[[OpenPractice], T], refusal: Callable[[], Exception]
    ) -> Callable[[OpenPractice], T]:
        def run(p: OpenPractice) -> T:
            if p.person.id != self._person:
                raise refusal()
            return op(p)

        return run


def _refused() -> UserProblem:
    return UserProblem(_SOMEBODY_ELSE)
