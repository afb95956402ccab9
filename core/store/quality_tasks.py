"""What follows from findings: tasks of clinicians, and overpayments to give back."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from core.model.audits import AuditTask, OverpaidLine, Overpayment, OverpaymentState
from core.store.rows import Row, all_rows, day_text, insert, one_row, to_day, to_moment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


def insert_task(db: Database, task: AuditTask, now: datetime) -> int:
    """Keep a new open task; a finding has one at most."""
    return insert(
        db,
        "INSERT INTO tasks (finding_id, provider_id, text, due_on, created_at, done_by)"
        " VALUES (?, ?, ?, ?, ?, '')",
        (task.finding_id, task.provider_id, task.text, day_text(task.due_on), now.isoformat()),
    )


def task(db: Database, task_id: int) -> AuditTask | None:
    """One task, or None."""
    row = one_row(db, "SELECT * FROM tasks WHERE id = ?", (task_id,))
    return _to_task(row) if row else None


def task_of_finding(db: Database, finding_id: int) -> AuditTask | None:
    """The task a finding became, or None."""
    row = one_row(db, "SELECT * FROM tasks WHERE finding_id = ?", (finding_id,))
    return _to_task(row) if row else None


def open_tasks(db: Database, provider_id: int | None = None) -> tuple[AuditTask, ...]:
    """Tasks not done, of one provider or of all, the one due first first."""
    rows = all_rows(
        db,
        "SELECT * FROM tasks WHERE done_at IS NULL AND (:who IS NULL OR provider_id = :who)"
        " ORDER BY due_on IS NULL, due_on, id",
        {"who": provider_id},
    )
    return tuple(_to_task(row) for row in rows)


def finish_task(db: Database, task_id: int, person: str, now: datetime) -> bool:
    """Mark a task done; False where it is done already or is none."""
    values = (now.isoformat(), person, task_id)
    sql = "UPDATE tasks SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL"
    return db.execute(sql, values).rowcount == 1


def insert_overpayment(db: Database, one: Overpayment) -> int:
    """Keep a new overpayment; a finding has one at most."""
    return insert(
        db,
        "INSERT INTO overpayments (finding_id, encounter_id, found_on, state, investigation_from,"
        " investigation_to, lines, proof, closed_at) VALUES (:finding_id, :encounter_id, :found_on,"
        " :state, :investigation_from, :investigation_to, :lines, :proof, :closed_at)",
        _values(one) | {"finding_id": one.finding_id, "encounter_id": one.encounter_id},
    )


def update_overpayment(db: Database, one: Overpayment) -> None:
    """Keep an overpayment's changed state."""
    db.execute(
        "UPDATE overpayments SET found_on = :found_on, state = :state,"
        " investigation_from = :investigation_from, investigation_to = :investigation_to,"
        " lines = :lines, proof = :proof, closed_at = :closed_at WHERE id = :id",
        _values(one) | {"id": one.id},
    )


def overpayment(db: Database, overpayment_id: int) -> Overpayment | None:
    """One overpayment, or None."""
    row = one_row(db, "SELECT * FROM overpayments WHERE id = ?", (overpayment_id,))
    return _to_overpayment(row) if row else None


def overpayment_of_finding(db: Database, finding_id: int) -> Overpayment | None:
    """The overpayment a finding opened, or None."""
    row = one_row(db, "SELECT * FROM overpayments WHERE finding_id = ?", (finding_id,))
    return _to_overpayment(row) if row else None


def overpayments(db: Database) -> tuple[Overpayment, ...]:
    """Every overpayment, open ones first, the oldest first."""
    rows = all_rows(db, "SELECT * FROM overpayments ORDER BY closed_at IS NOT NULL, found_on, id")
    return tuple(_to_overpayment(row) for row in rows)


def _values(one: Overpayment) -> Row:
    return {
        "found_on": one.found_on.isoformat(),
        "state": one.state.value,
        "investigation_from": day_text(one.investigation_from),
        "investigation_to": day_text(one.investigation_to),
        "lines": json.dumps([[x.code, x.units, x.cents] for x in one.lines]),
        "proof": one.proof,
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
    }


def _to_task(row: Row) -> AuditTask:
    return AuditTask(
        finding_id=row["finding_id"],
        provider_id=row["provider_id"],
        text=row["text"],
        due_on=to_day(row["due_on"]),
        id=row["id"],
        created_at=to_moment(row["created_at"]),
        done_at=to_moment(row["done_at"]) if row["done_at"] else None,
        done_by=row["done_by"],
    )


def _to_overpayment(row: Row) -> Overpayment:
    return Overpayment(
        encounter_id=row["encounter_id"],
        finding_id=row["finding_id"],
        found_on=date.fromisoformat(row["found_on"]),
        lines=tuple(OverpaidLine(*one) for one in json.loads(row["lines"])),
        state=OverpaymentState(row["state"]),
        investigation_from=to_day(row["investigation_from"]),
        investigation_to=to_day(row["investigation_to"]),
        proof=row["proof"],
        id=row["id"],
        closed_at=to_moment(row["closed_at"]) if row["closed_at"] else None,
    )
