"""Lymphedema records of a plan of care, one for a limb and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.lymphedema import LymphRecord, read_girths
from core.store.rows import Row, all_rows, insert

if TYPE_CHECKING:
    from sqlite_utils import Database

_TEXTS = (
    "cause", "symptoms", "prior_care", "screening", "skin", "programme", "teaching", "response",
)  # fmt: skip
_INSERT = """
    INSERT INTO lymph_records (
        plan_id, measured_on, limb, stage, phase, girths, cause, symptoms, prior_care, screening,
        skin, programme, teaching, response, recorded_at, recorded_by)
    VALUES (
        :plan_id, :measured_on, :limb, :stage, :phase, :girths, :cause, :symptoms, :prior_care,
        :screening, :skin, :programme, :teaching, :response, :at, :by)
"""
_UPDATE = """
    UPDATE lymph_records SET
        measured_on = :measured_on, limb = :limb, stage = :stage, phase = :phase,
        girths = :girths, cause = :cause, symptoms = :symptoms, prior_care = :prior_care,
        screening = :screening, skin = :skin, programme = :programme, teaching = :teaching,
        response = :response
    WHERE id = :id
"""


def of_plan(db: Database, plan_id: int) -> tuple[LymphRecord, ...]:
    """A plan's records, the latest first."""
    rows = all_rows(
        db,
        "SELECT * FROM lymph_records WHERE plan_id = ? ORDER BY measured_on DESC, id DESC",
        (plan_id,),
    )
    return tuple(_to_record(row) for row in rows)


def save(db: Database, one: LymphRecord, now: datetime, actor: str) -> LymphRecord:
    """Keep a record, new when it has no id."""
    values: Row = {name: getattr(one, name) for name in _TEXTS}
    values |= {
        "plan_id": one.plan_id,
        "measured_on": one.measured_on.isoformat(),
        "limb": one.limb,
        "stage": one.stage,
        "phase": one.phase,
        "girths": " ".join(girth.text for girth in one.girths),
    }
    if one.id is None:
        made = insert(db, _INSERT, values | {"at": now.isoformat(), "by": actor})
        return replace(one, id=made)
    db.execute(_UPDATE, values | {"id": one.id})
    return one


def _to_record(row: Row) -> LymphRecord:
    return LymphRecord(
        plan_id=row["plan_id"],
        measured_on=date.fromisoformat(row["measured_on"]),
        limb=row["limb"],
        stage=row["stage"],
        phase=row["phase"],
        id=row["id"],
        girths=read_girths(row["girths"]),
        **{name: row[name] for name in _TEXTS},
    )
