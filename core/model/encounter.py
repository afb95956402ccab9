"""What was done on one day for one patient, as the engine reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.model.facts import (
    NOBODY_SAID,
    Attest,
    AuthorisationFacts,
    Decline,
    Locality,
    PastUnits,
    PlanFacts,
    RateSource,
    VisitLimitFacts,
    YearToDate,
)
from core.model.kinds import Discipline, Rendering, SecondaryRule, Setting, Side, Who

Day = date  # inside Encounter, `date` is a field


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of clock time on the encounter's day, in minutes after midnight."""

    start: int
    end: int
    who: Who = Who.THERAPIST

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Service:
    """One row of the session grid: minutes of one code.

    `minutes` are the therapist's alone, `assistant_minutes` the assistant's alone,
    `together_minutes` both at once on the same patient.
    """

    code: str
    minutes: int = 0
    assistant_minutes: int = 0
    together_minutes: int = 0
    region: str = ""
    side: Side | None = None
    intervals: tuple[Interval, ...] = ()
    modifiers: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()
    units: int | None = None
    session: int = 1

    @property
    def total_minutes(self) -> int:
        """All minutes of the row."""
        return self.minutes + self.assistant_minutes + self.together_minutes


@dataclass(frozen=True, slots=True)
class OtherEncounter:
    """Another encounter of the same patient, day and billing group."""

    discipline: Discipline
    services: tuple[Service, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Encounter:
    """One patient, one day, one discipline; `payer` is a rule profile's id, or a payer's own.

    `choose` answers ties: number of the choice -> code that takes the unit. What is None is
    not known: the alert that needs it is left out and nothing is assumed in its place.
    `cmt_regions` are those a chiropractor adjusted. `charges` and `rates` are cents by code,
    `rate_sources` tell where a rate stands. `secondary_rule` decides where two payers count
    otherwise.
    `unused_facts` names what was given besides and is not read by the engine.
    """

    date: date
    payer: str
    discipline: Discipline
    services: tuple[Service, ...]
    id: str = ""
    choose: Mapping[int, str] = field(default_factory=dict)
    unused_facts: tuple[str, ...] = ()
    as_of: Day | None = None
    setting: Setting = Setting.PRACTITIONER
    rendering: Rendering | None = None
    same_day: tuple[OtherEncounter, ...] = ()
    history: tuple[PastUnits, ...] | None = None
    plan: PlanFacts | None = None
    authorisation: AuthorisationFacts | None = None
    visits_used: int | None = None
    visit_limit: VisitLimitFacts | None = None
    secondary: str = ""
    secondary_rule: SecondaryRule = SecondaryRule.PRIMARY
    locality: Locality | None = None
    qp: bool | None = None
    year_to_date: YearToDate | None = None
    charges: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)
    rate_sources: Mapping[str, RateSource] = field(default_factory=dict)
    cmt_regions: tuple[str, ...] = ()
    attest: Attest = NOBODY_SAID
    decline: tuple[Decline, ...] = ()
