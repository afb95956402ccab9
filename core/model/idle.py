"""How long the window stays open with nobody there, in minutes; it is never off."""

from __future__ import annotations

SHORTEST, USUAL, LONGEST = 1, 10, 15


def idle_minutes(kept: str | None) -> int:
    """The minutes kept in the settings, or the usual ones where none or none fitting are."""
    if kept and kept.isdecimal() and SHORTEST <= int(kept) <= LONGEST:
        return int(kept)
    return USUAL
