"""What every page is handed: the objects it may use, so that nobody looks up globals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.rules.rulebook import RuleBook
    from ui.messages import Messages
    from ui.preferences import Preferences
    from ui.tasks import Tasks
    from ui.theme import Theme


@dataclass(slots=True)
class Context:
    """Tasks, messages, theme, clock, rule book and the way to another page.

    `navigate(name, args)` shows a page of ui.pages; `go_back()` returns to the one before.
    """

    tasks: Tasks
    messages: Messages
    theme: Theme
    clock: Clock
    book: RuleBook
    preferences: Preferences
    navigate: Callable[[str, dict[str, Any]], None]
    go_back: Callable[[], None]
    actor_name: str = ""
