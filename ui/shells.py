"""Whose pages are shown: each person has a shell of the own, built for what that person may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.person_tasks import PersonTasks

if TYPE_CHECKING:
    from core.model.people import Person
    from ui.main_window import MainWindow
    from ui.shell import Shell


class Shells:
    """Shows one person's shell and lets go of the one before.

    One that holds text which could not be kept is set aside, unseen, until its writer is back.
    What its pages ask of the practice meanwhile is not done (ui.person_tasks).
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.shown: Shell | None = None
        self._aside: dict[int, Shell] = {}

    def of(self, person: Person, make: Callable[[], Shell]) -> tuple[Shell, bool]:
        """The person's shell, to be shown now, and whether it is new.

        One that was built for other roles is not shown again.
        """
        if self.shown is not None and self.shown.ctx.person == person:
            return self.shown, False
        kept = self._aside.pop(person.id, None)
        self.put_away()
        if kept is not None and kept.ctx.person != person:
            self._drop(kept)
            kept = None
        self.shown = kept or make()
        return self.shown, kept is None

    def put_away(self) -> None:
        """Let go of what is shown; text that is nowhere else stays for its writer."""
        old, self.shown = self.shown, None
        if old is None:
            return
        person = old.ctx.person
        if person is not None and old.holds_text():
            self._aside[person.id] = old
        else:
            self._drop(old)

    def rebuild(self) -> None:
        """Let go of what is shown, whatever it holds: it is built anew."""
        if self.shown is not None:
            self._drop(self.shown)
            self.shown = None

    def drop_all(self) -> None:
        """Let go of everything: the practice is closed."""
        for shell in (*self._aside.values(), *((self.shown,) if self.shown else ())):
            self._drop(shell)
        self._aside.clear()
        self.shown = None

    def _drop(self, shell: Shell) -> None:
        tasks = shell.ctx.tasks
        if isinstance(tasks, PersonTasks):
            tasks.leave()
        self._window.drop_screen(shell)
