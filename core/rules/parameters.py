"""Dated values: each knows from when until when it is known, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = int | Decimal | str | tuple[str, ...]


class Confidence(StrEnum):
    """How well a value is founded; `assumed` means not known, and the bill says so."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value known on every day from `since` to `until`; `until` None: no end is announced."""

    since: date
    until: date | None
    value: Value
    unit: str
    cite: str
    confidence: Confidence

    @property
    def number(self) -> int:
        """The value as whole minutes or units."""
        return int(self.value) if isinstance(self.value, (int, Decimal)) else 0

    @property
    def ratio(self) -> Decimal:
        """The value as a share of one."""
        return Decimal(self.value) if isinstance(self.value, (int, Decimal)) else Decimal(1)

    @property
    def text(self) -> str:
        """The value as one word."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The value as a list of words."""
        return self.value if isinstance(self.value, tuple) else ()

    def covers(self, day: date) -> bool:
        """Whether the value is known on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The answer on a day no entry covers; never the last value, never zero."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named history of values, oldest first and without overlaps (checked on loading)."""

    name: str
    history: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | NotKnown:
        """The value known on the day, or NotKnown."""
        for entry in self.history:
            if entry.covers(day):
                return entry
        return NotKnown(self.name, day)
