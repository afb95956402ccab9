"""How long a patient's record has to be kept, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

MOST_YEARS = 99  # the form's own limit
LEAST_REASON = 10  # characters
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class RetentionTerms:
    """Years that hold on a day, each with its source under its name in `cites`."""

    years_after_service: int
    least_years_after_service: int
    age_of_majority: int
    years_after_majority: int
    years_after_disclosure: int
    cites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordDates:
    """What the term is counted from; None where there is nothing of the kind."""

    born: date
    created_on: date
    last_service: date | None = None
    last_disclosure: date | None = None


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A record that may not be removed whatever its age, until the hold is lifted."""

    reason: str
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day a record has to be kept, counted from what, by which source."""

    until: date
    because: str
    cite: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How one patient's record stands: the term that decides, a legal hold, the years in use."""

    patient_id: int
    kept: Kept
    hold: LegalHold | None
    years: int
    today: date

    @property
    def may_be_removed(self) -> bool:
        """Whether an owner may remove the record today."""
        return self.hold is None and self.today > self.kept.until


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed: rows by table, and what has to be said of the copies that remain."""

    rows: Mapping[str, int]
    copies: str
