"""Notes opened with a reason: who opened whose, why, how long, and whether an owner knows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.break_glass import BrokenGlass
from core.store.rows import Row, all_rows, insert, one_row, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT b.*, who.name AS person_name, p.last_name || ', ' || p.first_name AS patient_name
    FROM break_glass b
    JOIN people who ON who.id = b.person_id
    JOIN patients p ON p.id = b.patient_id
"""


def add(db: Database, person_id: int, patient_id: int, reason: str, now: datetime) -> int:
    """Keep that notes were opened; returns the row's id."""
    return insert(
        db,
        "INSERT INTO break_glass (person_id, patient_id, reason, started_at)"
        " VALUES (:person, :patient, :reason, :at)",
        {"person": person_id, "patient": patient_id, "reason": reason, "at": now.isoformat()},
    )


def end(db: Database, number: int, now: datetime) -> None:
    """Keep until when the notes were open."""
    db.execute(
        "UPDATE break_glass SET ended_at = ? WHERE id = ? AND ended_at IS NULL",
        (now.isoformat(), number),
    )


def acknowledge(db: Database, number: int, person_id: int, now: datetime) -> None:
    """Keep which owner took note of it, and when."""
    db.execute(
        "UPDATE break_glass SET acknowledged_by = ?, acknowledged_at = ?"
        " WHERE id = ? AND acknowledged_at IS NULL",
        (person_id, now.isoformat(), number),
    )


def get(db: Database, number: int) -> BrokenGlass | None:
    """One opening, or None."""
    row = one_row(db, f"{_SELECT} WHERE b.id = ?", (number,))
    return _to_glass(row) if row else None


def not_ended(db: Database) -> tuple[BrokenGlass, ...]:
    """What is open still, or was when the program stopped."""
    rows = all_rows(db, f"{_SELECT} WHERE b.ended_at IS NULL ORDER BY b.id")
    return tuple(_to_glass(row) for row in rows)


def not_acknowledged(db: Database) -> tuple[BrokenGlass, ...]:
    """What no owner has taken note of yet, the oldest first."""
    rows = all_rows(db, f"{_SELECT} WHERE b.acknowledged_at IS NULL ORDER BY b.id")
    return tuple(_to_glass(row) for row in rows)


def _to_glass(row: Row) -> BrokenGlass:
    return BrokenGlass(
        id=row["id"],
        person_id=row["person_id"],
        person_name=row["person_name"],
        patient_id=row["patient_id"],
        patient_name=row["patient_name"],
        reason=row["reason"],
        started_at=to_moment(row["started_at"]),
        ended_at=to_moment(row["ended_at"]) if row["ended_at"] else None,
        acknowledged_at=to_moment(row["acknowledged_at"]) if row["acknowledged_at"] else None,
    )
