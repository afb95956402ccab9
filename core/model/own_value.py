"""A practice's own dated value of a payer's rules, in place of the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

OwnWords = str | Decimal | tuple[str, ...]
MEDICARE = "*"  # in place of a profile: a value Medicare sets for everybody, such as a threshold


@dataclass(frozen=True, slots=True)
class OwnValue:
    """Holds for everybody who follows the profile, from `since` to `until` (None: no end)."""

    profile: str
    key: str
    value: OwnWords
    since: date
    source: str
    until: date | None = None
    id: int | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)
