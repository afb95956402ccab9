"""What the book knows of a procedure code: how it counts, whose it is, how it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.model.kinds import Discipline

OFFICE_VISIT = "office visit"  # the group of those codes in resources/codes


class Basis(StrEnum):
    """How a code earns units: pooled minutes, once whatever the minutes, or its own time size."""

    TIMED = "timed"
    UNTIMED = "untimed"
    OTHER = "other"


class TherapyClass(StrEnum):
    """Medicare's class of the code: under a plan of care always, sometimes or never."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class MedicareStatus(StrEnum):
    """Status indicator of the physician fee schedule; OTHER stands for codes it does not list."""

    ACTIVE = "A"
    BUNDLED = "B"
    CARRIER = "C"
    INVALID = "I"
    NONCOVERED = "N"
    RESTRICTED = "R"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One procedure code under our own short label; the AMA's descriptor is never stored.

    `unit_minutes` is the size of one unit (0: minutes do not count). `only` names the
    disciplines a discipline-specific code is limited to. `since` None: in force before the
    book's first day; `until` None: no end is announced. `first_only`: at most one unit a day
    because another code carries the rest. `attended` is False where no clinician need be by.

    `least_minutes` earn one unit (0: the midpoint rule). `add_on_to` names the codes one of which
    must stand beside it, `one_of` a group of which one code a day is billed, `most_per_day` its
    units (0: no limit known), `per_month` that it counts by the calendar month. `condition` is
    what Medicare pays it under. `unconfirmed`: how its units count was found in no source.
    """

    code: str
    label: str
    basis: Basis
    unit_minutes: int
    disciplines: tuple[Discipline, ...]
    only: tuple[Discipline, ...]
    therapy: TherapyClass
    status: MedicareStatus
    aliases: tuple[str, ...]
    since: date | None
    until: date | None
    replaced_by: tuple[str, ...]
    first_only: bool
    attended: bool
    cite: str
    least_minutes: int = 0
    add_on_to: tuple[str, ...] = ()
    one_of: str = ""
    most_per_day: int = 0
    per_month: bool = False
    condition: str = ""
    unconfirmed: bool = False
    has_terms: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Note once whether anything beside the unit rules is to be looked at."""
        terms = (self.add_on_to, self.one_of, self.most_per_day, self.condition, self.unconfirmed)
        object.__setattr__(self, "has_terms", any(terms) or self.first_only)

    @property
    def is_office_visit(self) -> bool:
        """Evaluation and management: of physicians and chiropractors, never of therapists."""
        return self.one_of == OFFICE_VISIT

    def in_force(self, day: date) -> bool:
        """Whether the code may be reported for that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
