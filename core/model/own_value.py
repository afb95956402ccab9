"""A practice's own dated value of a payer's rules, in place of the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

OwnWords = str | Decimal | tuple[str, ...]
MEDICARE = "*"  # in place of a profile: a value Medicare sets for everybody, such as a threshold
_PAYER = "@"


@dataclass(frozen=True, slots=True)
class OwnValue:
    """Holds from `since` to `until` (None: no end) for one payer while it follows the profile.

    `payer_id` None: for everybody who follows the profile, payers without a value of theirs too.
    """

    profile: str
    key: str
    value: OwnWords
    since: date
    source: str
    until: date | None = None
    id: int | None = None
    payer_id: int | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def rules_id(profile: str, payer_id: int | None) -> str:
    """How the rule book calls a payer's rules: `aetna@7`; without payer the profile itself."""
    return f"{profile}{_PAYER}{payer_id}" if profile and payer_id is not None else profile


def profile_in(rules: str) -> str:
    """The profile that a payer's rules build on."""
    return rules.partition(_PAYER)[0]
