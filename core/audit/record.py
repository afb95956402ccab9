"""One encounter as an audit reads it: what was done, what was billed, what the note says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.model.encounter import Interval, OtherEncounter
from core.model.facts import (
    Attest,
    AuthorisationFacts,
    Decline,
    Locality,
    PastUnits,
    PlanFacts,
    RateSource,
    YearToDate,
)
from core.model.kinds import Discipline, Rendering, SecondaryRule, Setting, Side

Day = date  # inside AuditedEncounter, `date` is a field


@dataclass(frozen=True, slots=True)
class AuditedService:
    """One row of what was done; `minutes` None: nobody told how long it took.

    `minutes` are the therapist's alone, `assistant_minutes` the assistant's alone,
    `together_minutes` both at once. With `minutes` None the other two are 0.
    """

    code: str
    minutes: int | None = None
    assistant_minutes: int = 0
    together_minutes: int = 0
    region: str = ""
    side: Side | None = None
    intervals: tuple[Interval, ...] = ()
    distinct_from: tuple[str, ...] = ()
    session: int = 1

    @property
    def total_minutes(self) -> int | None:
        """All minutes of the row; None where they are not told."""
        if self.minutes is None:
            return None
        return self.minutes + self.assistant_minutes + self.together_minutes


@dataclass(frozen=True, slots=True)
class BilledLine:
    """One line of the claim; `units` or `modifiers` None: not told, so nothing is said of them."""

    code: str
    units: int | None = None
    modifiers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What else the engine may know; the names and meanings of `core.model.encounter`.

    What is None is not known: the check that needs it says nothing.
    """

    as_of: Day | None = None
    setting: Setting = Setting.PRACTITIONER
    rendering: Rendering | None = None
    same_day: tuple[OtherEncounter, ...] = ()
    history: tuple[PastUnits, ...] | None = None
    plan: PlanFacts | None = None
    authorisation: AuthorisationFacts | None = None
    visits_used: int | None = None
    secondary: str = ""
    secondary_rule: SecondaryRule = SecondaryRule.PRIMARY
    locality: Locality | None = None
    qp: bool | None = None
    year_to_date: YearToDate | None = None
    charges: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)
    rate_sources: Mapping[str, RateSource] = field(default_factory=dict)
    cmt_regions: tuple[str, ...] = ()
    attest: Attest = Attest()
    decline: tuple[Decline, ...] = ()
    choose: Mapping[int, str] = field(default_factory=dict)
    sex: str = ""


NOTHING_KNOWN = KnownFacts()


@dataclass(frozen=True, slots=True)
class AuditedEncounter:
    """One patient, one day, one clinician, one discipline.

    `patient` is a key and never shown on paper without its holder's leave; `payer` is a rule
    profile's id, `payer_name` what the source calls it, `payer_class` a stratum such as
    `medicare` or `commercial`. `billed` None: nothing is known of a claim. `note` None: notes
    are not told at all; an empty text is a note that is missing. `people_told`: minutes stand by
    person, so that no assistant's minutes means no assistant. `row` is the first row of a file
    (0: from the practice).
    """

    id: str
    date: date
    patient: str
    payer: str
    clinician: str
    discipline: Discipline
    services: tuple[AuditedService, ...]
    billed: tuple[BilledLine, ...] | None = None
    payer_name: str = ""
    payer_class: str = ""
    note: str | None = None
    facts: KnownFacts = NOTHING_KNOWN
    people_told: bool = True
    row: int = 0

    @property
    def quarter(self) -> str:
        """The calendar quarter, such as `2026Q1`."""
        return quarter_of(self.date)


def quarter_of(day: date) -> str:
    """The calendar quarter of a day, such as `2026Q1`."""
    return f"{day.year}Q{(day.month + 2) // 3}"
