"""Progress reports and discharge notes with what they say of each goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.plan_of_care import GoalProgress, GoalVerdict, PlanReport, ReportKind
from core.store.rows import Row, all_rows, insert, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT t.*, p.first_name || ' ' || p.last_name AS who, p.credentials AS letters
    FROM plan_reports t JOIN providers p ON p.id = t.written_by_id
"""
_INSERT = """
    INSERT INTO plan_reports (
        plan_id, kind, written_on, written_by_id, covers_from, covers_to, treatment_days,
        assessment, objective, continuing, changes, recorded_at, recorded_by)
    VALUES (
        :plan_id, :kind, :written_on, :written_by_id, :covers_from, :covers_to, :treatment_days,
        :assessment, :objective, :continuing, :changes, :at, :by)
"""


def of_plan(db: Database, plan_id: int) -> tuple[PlanReport, ...]:
    """A plan's reports, the latest first, withdrawn ones too."""
    return _list(db, " WHERE t.plan_id = ? ORDER BY t.covers_to DESC, t.id DESC", plan_id)


def get(db: Database, report_id: int) -> PlanReport | None:
    """One report, or None."""
    return next(iter(_list(db, " WHERE t.id = ?", report_id)), None)


def put(db: Database, one: PlanReport, now: datetime, actor: str) -> PlanReport:
    """Keep a report; it never changes."""
    values: Row = {
        "plan_id": one.plan_id,
        "kind": one.kind.value,
        "written_on": one.written_on.isoformat(),
        "written_by_id": one.written_by_id,
        "covers_from": one.covers_from.isoformat(),
        "covers_to": one.covers_to.isoformat(),
        "treatment_days": one.treatment_days,
        "assessment": one.assessment,
        "objective": one.objective,
        "continuing": one.continuing,
        "changes": one.changes,
        "at": now.isoformat(),
        "by": actor,
    }
    kept = replace(one, id=insert(db, _INSERT, values))
    for goal in one.goals:
        db.execute(
            "INSERT INTO plan_report_goals (report_id, goal_id, verdict, words)"
            " VALUES (?, ?, ?, ?)",
            (kept.id, goal.goal_id, goal.verdict.value, goal.words),
        )
    return kept


def withdraw(db: Database, report_id: int, why: str, now: datetime, actor: str) -> None:
    """Mark a report as kept by mistake."""
    db.execute(
        "UPDATE plan_reports SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ?"
        " WHERE id = ?",
        (now.isoformat(), actor, why, report_id),
    )


def _list(db: Database, where: str, number: int) -> tuple[PlanReport, ...]:
    rows = all_rows(db, _SELECT + where, (number,))
    return tuple(_to_report(row, _goals(db, row["id"])) for row in rows)


def _goals(db: Database, report_id: int) -> tuple[GoalProgress, ...]:
    rows = all_rows(
        db,
        "SELECT r.goal_id, r.verdict, r.words FROM plan_report_goals r"
        " JOIN plan_goals g ON g.id = r.goal_id WHERE r.report_id = ? ORDER BY g.number",
        (report_id,),
    )
    return tuple(
        GoalProgress(row["goal_id"], GoalVerdict(row["verdict"]), row["words"]) for row in rows
    )


def _to_report(row: Row, goals: tuple[GoalProgress, ...]) -> PlanReport:
    return PlanReport(
        plan_id=row["plan_id"],
        kind=ReportKind(row["kind"]),
        written_on=date.fromisoformat(row["written_on"]),
        written_by_id=row["written_by_id"],
        covers_from=date.fromisoformat(row["covers_from"]),
        covers_to=date.fromisoformat(row["covers_to"]),
        assessment=row["assessment"],
        id=row["id"],
        objective=row["objective"],
        continuing=row["continuing"],
        changes=row["changes"],
        goals=goals,
        treatment_days=row["treatment_days"],
        withdrawn_why=row["withdrawn_why"],
        withdrawn_at=to_moment(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        written_by=f"{row['who']}, {row['letters']}" if row["letters"] else row["who"],
    )
