"""The day and the moment, handed in so that nothing below reads a clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Gives today's date and the aware moment; `--today` hands in a fixed day."""

    today: Callable[[], date]
    now: Callable[[], datetime]

    @staticmethod
    def system() -> Clock:
        """The machine's own clock, moments in UTC."""
        return Clock(today=date.today, now=lambda: datetime.now(UTC))

    @staticmethod
    def fixed(day: date) -> Clock:
        """A clock whose day never changes; moments still run."""
        return Clock(today=lambda: day, now=lambda: datetime.now(UTC))
