"""A plan's limits of visits in a year, by coverage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.authorisation import VisitLimit
from core.model.kinds import Discipline
from core.store.rows import Row, Values, all_rows, day_text, insert, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT l.*, y.name AS payer_name FROM visit_limits l
    JOIN coverages c ON c.id = l.coverage_id JOIN payers y ON y.id = c.payer_id
"""
_ORDER = " ORDER BY l.starts_on IS NULL DESC, l.starts_on DESC, l.id"
_INSERT = """
    INSERT INTO visit_limits (
        coverage_id, disciplines, visits, year_month, starts_on, ends_on, used_elsewhere,
        looked_up_on)
    VALUES (
        :coverage_id, :disciplines, :visits, :year_month, :starts_on, :ends_on, :used_elsewhere,
        :looked_up_on)
"""
_UPDATE = """
    UPDATE visit_limits SET
        coverage_id = :coverage_id, disciplines = :disciplines, visits = :visits,
        year_month = :year_month, starts_on = :starts_on, ends_on = :ends_on,
        used_elsewhere = :used_elsewhere, looked_up_on = :looked_up_on
    WHERE id = :id
"""


def of_patient(db: Database, patient_id: int) -> tuple[VisitLimit, ...]:
    """The limits of all of a patient's coverages."""
    return _list(db, _SELECT + " WHERE c.patient_id = ?" + _ORDER, (patient_id,))


def of_coverage(db: Database, coverage_id: int) -> tuple[VisitLimit, ...]:
    """The limits of one coverage."""
    return _list(db, _SELECT + " WHERE l.coverage_id = ?" + _ORDER, (coverage_id,))


def get(db: Database, limit_id: int) -> VisitLimit | None:
    """One limit, or None."""
    found = _list(db, _SELECT + " WHERE l.id = ?", (limit_id,))
    return found[0] if found else None


def save(db: Database, limit: VisitLimit) -> VisitLimit:
    """Keep a limit, new when it has no id."""
    values = {
        "coverage_id": limit.coverage_id,
        "disciplines": " ".join(one.value for one in limit.disciplines),
        "visits": limit.visits,
        "year_month": limit.year_month,
        "starts_on": day_text(limit.starts_on),
        "ends_on": day_text(limit.ends_on),
        "used_elsewhere": limit.used_elsewhere,
        "looked_up_on": day_text(limit.looked_up_on),
    }
    if limit.id is None:
        return replace(limit, id=insert(db, _INSERT, values))
    db.execute(_UPDATE, values | {"id": limit.id})
    return limit


def _list(db: Database, sql: str, values: Values) -> tuple[VisitLimit, ...]:
    return tuple(_to_limit(row) for row in all_rows(db, sql, values))


def _to_limit(row: Row) -> VisitLimit:
    return VisitLimit(
        coverage_id=row["coverage_id"],
        disciplines=tuple(Discipline(one) for one in row["disciplines"].split()),
        visits=row["visits"],
        id=row["id"],
        year_month=row["year_month"],
        starts_on=to_day(row["starts_on"]),
        ends_on=to_day(row["ends_on"]),
        used_elsewhere=row["used_elsewhere"],
        looked_up_on=to_day(row["looked_up_on"]),
        payer_name=row["payer_name"],
    )
