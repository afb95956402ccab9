"""What plans of care hold: content, diagnoses and goals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.patient import Diagnosis
from core.model.plan_of_care import Goal, GoalState, PlanContent, read_phases
from core.store.rows import Row, all_rows, day_text, insert, one_row, scalar, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_CONTENT = """
    INSERT INTO plan_contents (
        plan_id, established_by_id, established_on, treatment, sessions_a_day, phases, summary,
        direct_access, discharged_on)
    VALUES (
        :plan_id, :established_by_id, :established_on, :treatment, :sessions_a_day, :phases,
        :summary, :direct_access, :discharged_on)
    ON CONFLICT (plan_id) DO UPDATE SET
        established_by_id = excluded.established_by_id,
        established_on = excluded.established_on, treatment = excluded.treatment,
        sessions_a_day = excluded.sessions_a_day, phases = excluded.phases,
        summary = excluded.summary, direct_access = excluded.direct_access,
        discharged_on = excluded.discharged_on
"""
_GOAL_INSERT = """
    INSERT INTO plan_goals (
        plan_id, number, words, measure, baseline, target, due_on, set_on, state, closed_on)
    VALUES (
        :plan_id, :number, :words, :measure, :baseline, :target, :due_on, :set_on, :state,
        :closed_on)
"""
_GOAL_UPDATE = """
    UPDATE plan_goals SET
        words = :words, measure = :measure, baseline = :baseline, target = :target,
        due_on = :due_on, set_on = :set_on, state = :state, closed_on = :closed_on
    WHERE id = :id
"""


def get(db: Database, plan_id: int) -> PlanContent:
    """What a plan holds; of a plan with nothing recorded, nothing."""
    row = one_row(
        db,
        "SELECT c.*, p.first_name, p.last_name, p.credentials FROM plan_contents c"
        " LEFT JOIN providers p ON p.id = c.established_by_id WHERE c.plan_id = ?",
        (plan_id,),
    )
    return PlanContent(plan_id) if row is None else _to_content(row, _diagnoses(db, plan_id))


def save(db: Database, content: PlanContent) -> None:
    """Keep what a plan holds, its diagnoses in their order."""
    values = {
        "plan_id": content.plan_id,
        "established_by_id": content.established_by_id,
        "established_on": day_text(content.established_on),
        "treatment": content.treatment,
        "sessions_a_day": content.sessions_a_day,
        "phases": " ".join(one.text for one in content.phases),
        "summary": content.summary,
        "direct_access": int(content.direct_access),
        "discharged_on": day_text(content.discharged_on),
    }
    db.execute(_CONTENT, values)
    db.execute("DELETE FROM plan_diagnoses WHERE plan_id = ?", (content.plan_id,))
    for position, one in enumerate(content.diagnoses, start=1):
        db.execute(
            "INSERT INTO plan_diagnoses (plan_id, position, code, description) VALUES (?, ?, ?, ?)",
            (content.plan_id, position, one.code, one.description),
        )


def goals(db: Database, plan_id: int) -> tuple[Goal, ...]:
    """A plan's goals by number."""
    rows = all_rows(db, "SELECT * FROM plan_goals WHERE plan_id = ? ORDER BY number", (plan_id,))
    return tuple(_to_goal(row) for row in rows)


def goal(db: Database, goal_id: int) -> Goal | None:
    """One goal, or None."""
    row = one_row(db, "SELECT * FROM plan_goals WHERE id = ?", (goal_id,))
    return _to_goal(row) if row else None


def save_goal(db: Database, one: Goal) -> Goal:
    """Keep a goal; a new one gets the plan's next number."""
    if one.id is None:
        last = scalar(db, "SELECT max(number) FROM plan_goals WHERE plan_id = ?", (one.plan_id,))
        one = replace(one, number=(last or 0) + 1)
        return replace(one, id=insert(db, _GOAL_INSERT, _goal_values(one)))
    db.execute(_GOAL_UPDATE, _goal_values(one) | {"id": one.id})
    return one


def _diagnoses(db: Database, plan_id: int) -> tuple[Diagnosis, ...]:
    rows = all_rows(
        db,
        "SELECT code, description FROM plan_diagnoses WHERE plan_id = ? ORDER BY position",
        (plan_id,),
    )
    return tuple(Diagnosis(row["code"], row["description"]) for row in rows)


def _goal_values(one: Goal) -> Row:
    return {
        "plan_id": one.plan_id,
        "number": one.number,
        "words": one.words,
        "measure": one.measure,
        "baseline": one.baseline,
        "target": one.target,
        "due_on": day_text(one.due_on),
        "set_on": day_text(one.set_on),
        "state": one.state.value,
        "closed_on": day_text(one.closed_on),
    }


def _to_content(row: Row, diagnoses: tuple[Diagnosis, ...]) -> PlanContent:
    name = f"{row['first_name']} {row['last_name']}" if row["last_name"] else ""
    return PlanContent(
        plan_id=row["plan_id"],
        established_by_id=row["established_by_id"],
        established_on=to_day(row["established_on"]),
        treatment=row["treatment"],
        sessions_a_day=row["sessions_a_day"],
        phases=read_phases(row["phases"]),
        summary=row["summary"],
        direct_access=bool(row["direct_access"]),
        diagnoses=diagnoses,
        discharged_on=to_day(row["discharged_on"]),
        established_by=f"{name}, {row['credentials']}" if row["credentials"] else name,
    )


def _to_goal(row: Row) -> Goal:
    return Goal(
        plan_id=row["plan_id"],
        words=row["words"],
        id=row["id"],
        number=row["number"],
        measure=row["measure"],
        baseline=row["baseline"],
        target=row["target"],
        due_on=to_day(row["due_on"]),
        set_on=to_day(row["set_on"]),
        state=GoalState(row["state"]),
        closed_on=to_day(row["closed_on"]),
    )
