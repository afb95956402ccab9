"""One encounter as an audit reads it: what was done, what was billed, what the note says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.encounter import Encounter, Interval
from core.model.kinds import Discipline, Setting, Side

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
class AuditedEncounter:
    """One patient, one day, one clinician, one discipline.

    `patient` is a key and never shown on paper without its holder's leave; `payer` is a rule
    profile's id, `payer_name` what the source calls it, `payer_class` a stratum such as
    `medicare` or `commercial`. `billed` None: nothing is known of a claim. `note` None: notes
    are not told at all; an empty text is a note that is missing. `facts` is the encounter as the
    engine knows it, whose services do not count here; None: nothing else is known, and a check that
    needs more says nothing. `people_told`: minutes stand by
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
    facts: Encounter | None = None
    sex: str = ""
    people_told: bool = True
    row: int = 0

    @property
    def setting(self) -> Setting:
        """Whose edits and limits hold."""
        return self.facts.setting if self.facts else Setting.PRACTITIONER

    @property
    def quarter(self) -> str:
        """The calendar quarter, such as `2026Q1`."""
        return quarter_of(self.date)


def quarter_of(day: date) -> str:
    """The calendar quarter of a day, such as `2026Q1`."""
    return f"{day.year}Q{(day.month + 2) // 3}"
