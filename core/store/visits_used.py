"""How many visits and units of a coverage were used in a stretch of days, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.model.kinds import Discipline
from core.store.rows import all_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

# A session with services is a visit though its note is not finished; its units are not billed yet.
# The patient stands in the condition for the sake of its index.
_VISITS = """
    SELECT date, discipline, min(id) AS id FROM encounters
    WHERE patient_id = (SELECT patient_id FROM coverages WHERE id = :coverage)
        AND coverage_id = :coverage AND date >= :first AND date <= :last AND id IS NOT :but
        AND state IN ('draft', 'complete') AND codes <> ''
    GROUP BY date, discipline
"""
_UNITS = """
    SELECT e.id, e.date, e.discipline, json_extract(l.value, '$.code') AS code,
        sum(json_extract(l.value, '$.units')) AS units
    FROM encounters e JOIN bills b ON b.encounter_id = e.id, json_each(b.body, '$.lines') l
    WHERE e.patient_id = (SELECT patient_id FROM coverages WHERE id = :coverage)
        AND e.coverage_id = :coverage AND e.date >= :first AND e.date <= :last
        AND e.id IS NOT :but AND e.state = 'complete'
    GROUP BY e.id, code
"""
_COMING = """
    SELECT e.date, e.patient_id, e.discipline,
        p.last_name || ', ' || p.first_name AS patient_name,
        v.first_name || ' ' || v.last_name AS provider_name, v.credentials
    FROM encounters e
    JOIN patients p ON p.id = e.patient_id
    JOIN providers v ON v.id = e.rendering_provider_id
    WHERE e.date >= :first AND e.date <= :last AND e.state = 'scheduled'
    ORDER BY e.date, e.start_minute IS NULL, e.start_minute, e.id
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which encounters count: a coverage's, on these days, without one encounter."""

    coverage_id: int
    first: date
    last: date
    but: int | None = None


@dataclass(frozen=True, slots=True)
class UsedVisit:
    """A day of one discipline; `encounter_id` is its first session's."""

    encounter_id: int
    date: date
    discipline: Discipline


@dataclass(frozen=True, slots=True)
class BilledUnits:
    """Units of one code on the bill of a complete encounter."""

    encounter_id: int
    date: date
    discipline: Discipline
    code: str
    units: int


@dataclass(frozen=True, slots=True)
class ComingVisit:
    """A planned visit."""

    date: date
    patient_id: int
    patient_name: str
    provider_name: str
    discipline: Discipline


def visits(db: Database, where: Stretch) -> tuple[UsedVisit, ...]:
    """The visits of a stretch: a day and discipline is one, however often they met that day."""
    return tuple(
        UsedVisit(row["id"], date.fromisoformat(row["date"]), Discipline(row["discipline"]))
        for row in all_rows(db, _VISITS, _values(where))
    )


def units(db: Database, where: Stretch) -> tuple[BilledUnits, ...]:
    """The units on the bills of a stretch's complete encounters."""
    return tuple(
        BilledUnits(
            row["id"],
            date.fromisoformat(row["date"]),
            Discipline(row["discipline"]),
            row["code"],
            row["units"],
        )
        for row in all_rows(db, _UNITS, _values(where))
    )


def coming(db: Database, first: date, last: date) -> tuple[ComingVisit, ...]:
    """The visits planned on these days, the next one first."""
    rows = all_rows(db, _COMING, {"first": first.isoformat(), "last": last.isoformat()})
    return tuple(
        ComingVisit(
            date=date.fromisoformat(row["date"]),
            patient_id=row["patient_id"],
            patient_name=row["patient_name"],
            provider_name=", ".join(
                part for part in (row["provider_name"].strip(), row["credentials"]) if part
            ),
            discipline=Discipline(row["discipline"]),
        )
        for row in rows
    )


def _values(where: Stretch) -> dict[str, object]:
    return {
        "coverage": where.coverage_id,
        "first": where.first.isoformat(),
        "last": where.last.isoformat(),
        "but": where.but,
    }
