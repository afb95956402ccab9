"""Plans of care under which somebody was treated of late, for the list of open work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.store.rows import all_rows, one_row, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_ACTIVE = """
    SELECT g.id, g.patient_id, p.last_name || ', ' || p.first_name AS patient_name,
        trim(coalesce(v.first_name, '') || ' ' || coalesce(v.last_name, '')) AS provider_name,
        coalesce(v.credentials, '') AS letters
    FROM plans_of_care g
    JOIN patients p ON p.id = g.patient_id
    LEFT JOIN providers v ON v.id = p.rendering_provider_id
    WHERE p.active AND g.discipline <> 'DC'
        AND NOT EXISTS (SELECT 1 FROM plans_of_care n WHERE n.patient_id = g.patient_id
            AND n.discipline = g.discipline AND (n.starts_on, n.id) > (g.starts_on, g.id))
        AND EXISTS (SELECT 1 FROM encounters e WHERE e.patient_id = g.patient_id
            AND e.discipline = g.discipline AND e.date BETWEEN :since AND :today
            AND e.state IN ('draft', 'complete'))
        AND NOT EXISTS (SELECT 1 FROM plan_reports r WHERE r.plan_id = g.id
            AND r.kind = 'discharge' AND r.withdrawn_at IS NULL)
    ORDER BY g.id
"""


@dataclass(frozen=True, slots=True)
class ActivePlan:
    """A plan in use: whose, and who usually treats."""

    plan_id: int
    patient_id: int
    patient_name: str
    provider_name: str


@dataclass(frozen=True, slots=True)
class Treated:
    """Days with treatment in a stretch: how many, the first and the last."""

    days: int
    first: date | None
    last: date | None


def active(db: Database, since: date, today: date) -> tuple[ActivePlan, ...]:
    """The newest plan of each patient and discipline treated since a day and not discharged."""
    rows = all_rows(db, _ACTIVE, {"since": since.isoformat(), "today": today.isoformat()})
    return tuple(
        ActivePlan(
            row["id"],
            row["patient_id"],
            row["patient_name"],
            ", ".join(part for part in (row["provider_name"], row["letters"]) if part),
        )
        for row in rows
    )


def treated(
    db: Database, patient_id: int, discipline: str, since: date, until: date, but: int | None = None
) -> Treated:
    """Days with treatment from a day to a day; `but` leaves one encounter out."""
    row = one_row(
        db,
        "SELECT count(DISTINCT date) AS days, min(date) AS first, max(date) AS last"
        " FROM encounters WHERE patient_id = ? AND discipline = ? AND date BETWEEN ? AND ?"
        " AND state IN ('draft', 'complete') AND id IS NOT ?",
        (patient_id, discipline, since.isoformat(), until.isoformat(), but),
    )
    if row is None:
        return Treated(0, None, None)
    return Treated(row["days"], to_day(row["first"]), to_day(row["last"]))
