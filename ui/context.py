"""What every page is handed: the objects it may use, so that nobody looks up globals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.model.permissions import Permission, granted, refusal
from ui.presenters.break_glass import GlassPresenter
from ui.presenters.kept_texts import KeptTexts

if TYPE_CHECKING:
    from pathlib import Path

    from core.model.clock import Clock
    from core.model.people import Person
    from core.model.practice import Practice
    from core.rules.rulebook import RuleBook
    from ui.messages import Messages
    from ui.person_tasks import PersonTasks
    from ui.preferences import Preferences
    from ui.tasks import Tasks
    from ui.theme import Theme


def _nowhere(path: Path) -> None:
    """No other file is opened from here."""


def _nothing() -> None:
    """Nobody has to be told."""


def _unwatched(minutes: int) -> None:
    """Nothing locks here."""


def _nobody(practice: Practice) -> None:
    """Nobody else shows the practice's name."""


@dataclass(slots=True)
class Context:
    """Tasks, messages, theme, clock, rule book and the way to another page.

    `navigate(name, args)` shows a page of ui.pages; `go_back()` returns to the one before;
    `open_file(path)` closes this practice and asks for another's password; `idle_changed` is told
    the minutes until the lock, `practice_changed` the practice's own data when it was saved,
    `person_changed` that roles of who is signed in changed: every page is built anew. `may`
    is for offering only: the services check for themselves.
    """

    tasks: Tasks | PersonTasks
    messages: Messages
    theme: Theme
    clock: Clock
    book: RuleBook
    preferences: Preferences
    navigate: Callable[[str, dict[str, Any]], None]
    go_back: Callable[[], None]
    actor_name: str = ""
    idle_changed: Callable[[int], None] = _unwatched
    open_file: Callable[[Path], None] = _nowhere
    practice_changed: Callable[[Practice], None] = _nobody
    person: Person | None = None
    person_changed: Callable[[], None] = _nothing
    glass: GlassPresenter = field(init=False)
    kept: KeptTexts = field(init=False)

    def __post_init__(self) -> None:
        self.glass = GlassPresenter(self)
        self.kept = KeptTexts(self)

    def may(self, *any_of: Permission) -> bool:
        """Whether who is signed in has one of these permissions."""
        held = granted(self.person.roles) if self.person else {}
        return any(one in held for one in any_of)

    def why_not(self, permission: Permission) -> str:
        """Why an action is not offered, for its tooltip; empty when it is."""
        if self.may(permission):
            return ""
        return refusal(permission, self.person.roles if self.person else frozenset())
