"""How long the window stays open with nobody there, and how long a PIN serves after that."""

from __future__ import annotations

from datetime import timedelta

SHORTEST, USUAL, LONGEST = 1, 10, 15  # minutes; it is never off
PIN_HOURS = timedelta(hours=12)  # since the password


def idle_minutes(kept: str | None) -> int:
    """The minutes kept in the settings, or the usual ones where none or none fitting are."""
    if kept and kept.isdecimal() and SHORTEST <= int(kept) <= LONGEST:
        return int(kept)
    return USUAL
