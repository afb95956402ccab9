"""What was done on one day for one patient, as the engine reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.model.kinds import Discipline, Side, Who


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
class Encounter:
    """One patient, one day, one discipline; `payer` is a rule profile's id.

    `choose` answers ties: number of the choice -> code that takes the unit. `unused_facts`
    names what was given besides and is not read by the engine, so that the trace can say so.
    """

    date: date
    payer: str
    discipline: Discipline
    services: tuple[Service, ...]
    id: str = ""
    choose: Mapping[int, str] = field(default_factory=dict)
    unused_facts: tuple[str, ...] = ()
