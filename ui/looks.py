"""Light or dark, larger or smaller: kept for this computer, offered in the command bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.presenters.command_bar import Command
from ui.theme import SCALES, Mode

if TYPE_CHECKING:
    from ui.preferences import Preferences
    from ui.theme import Theme


def kept_look(preferences: Preferences) -> tuple[Mode, int]:
    """Look and text size of the last time."""
    mode = preferences.shared_text("look", Mode.SYSTEM.value)
    scale = preferences.shared_text("scale", "100")
    known = mode if mode in {m.value for m in Mode} else Mode.SYSTEM.value
    return Mode(known), int(scale) if scale.isdecimal() else 100


def next_scale(now: int, step: int) -> int:
    """The text size a step larger or smaller."""
    places = [place for place, scale in enumerate(SCALES) if scale <= now]
    return SCALES[min(max(places[-1] + step, 0), len(SCALES) - 1)]


def look_commands(theme: Theme, preferences: Preferences) -> list[Command]:
    """What the command bar offers."""

    def set_look(mode: Mode, scale: int) -> None:
        theme.set_look(mode, scale)
        preferences.keep_look(mode.value, theme.scale)

    def look(mode: Mode) -> Callable[[], None]:
        return lambda: set_look(mode, theme.scale)

    def size(step: int) -> Callable[[], None]:
        return lambda: set_look(theme.mode, next_scale(theme.scale, step))

    return [
        Command("Action", "Light look", "", "sun", look(Mode.LIGHT), "theme bright"),
        Command("Action", "Dark look", "", "moon", look(Mode.DARK), "theme night"),
        Command("Action", "Look of the system", "", "appearance", look(Mode.SYSTEM), "theme"),
        Command("Action", "Larger text", "", "plus", size(1), "bigger zoom"),
        Command("Action", "Smaller text", "", "minus", size(-1), "zoom"),
    ]
