"""A patient's diagnoses and plan of care, and the diagnoses of an encounter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model.kinds import Discipline
from core.model.patient import Diagnosis, PlanOfCare
from core.store.rows import Row, all_rows, day_text, insert, one_row, remembered, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_PLAN_INSERT = """
    INSERT INTO plans_of_care (
        patient_id, discipline, starts_on, certified_on, certified_to, referring_provider_id)
    VALUES (
        :patient_id, :discipline, :starts_on, :certified_on, :certified_to,
        :referring_provider_id)
"""
_PLAN_UPDATE = """
    UPDATE plans_of_care SET
        discipline = :discipline, starts_on = :starts_on, certified_on = :certified_on,
        certified_to = :certified_to, referring_provider_id = :referring_provider_id
    WHERE id = :id
"""


def of_patient(db: Database, patient_id: int) -> tuple[Diagnosis, ...]:
    """A patient's diagnoses in their order."""
    return _list(db, "patient_diagnoses", "patient_id", patient_id)


def set_patient(db: Database, patient_id: int, diagnoses: tuple[Diagnosis, ...]) -> None:
    """Put a patient's diagnoses in place of the older ones."""
    _set(db, "patient_diagnoses", "patient_id", patient_id, diagnoses)


def of_encounter(db: Database, encounter_id: int) -> tuple[Diagnosis, ...]:
    """An encounter's diagnoses, lettered from A in this order."""
    return _list(db, "encounter_diagnoses", "encounter_id", encounter_id)


def set_encounter(db: Database, encounter_id: int, diagnoses: tuple[Diagnosis, ...]) -> None:
    """Put an encounter's diagnoses in place of the older ones."""
    _set(db, "encounter_diagnoses", "encounter_id", encounter_id, diagnoses)


@remembered
def latest_plan(
    db: Database, patient_id: int, discipline: Discipline | None = None, day: date | None = None
) -> PlanOfCare | None:
    """The plan of care that began last, of a discipline and by a day where given."""
    row = one_row(
        db,
        "SELECT * FROM plans_of_care WHERE patient_id = :patient"
        " AND (:discipline IS NULL OR discipline = :discipline)"
        " AND (:day IS NULL OR starts_on <= :day) ORDER BY starts_on DESC, id DESC LIMIT 1",
        {
            "patient": patient_id,
            "discipline": discipline.value if discipline else None,
            "day": day_text(day),
        },
    )
    return _to_plan(row) if row else None


def plans(db: Database, patient_id: int) -> tuple[PlanOfCare, ...]:
    """A patient's plans of care, the latest first."""
    rows = all_rows(
        db,
        "SELECT * FROM plans_of_care WHERE patient_id = ? ORDER BY starts_on DESC, id DESC",
        (patient_id,),
    )
    return tuple(_to_plan(row) for row in rows)


def plan(db: Database, plan_id: int) -> PlanOfCare | None:
    """One plan of care, or None."""
    row = one_row(db, "SELECT * FROM plans_of_care WHERE id = ?", (plan_id,))
    return _to_plan(row) if row else None


def save_plan(db: Database, plan: PlanOfCare) -> PlanOfCare:
    """Keep a plan of care, new when it has no id."""
    values = {
        "patient_id": plan.patient_id,
        "discipline": plan.discipline.value,
        "starts_on": plan.starts_on.isoformat(),
        "certified_on": day_text(plan.certified_on),
        "certified_to": day_text(plan.certified_to),
        "referring_provider_id": plan.referring_provider_id,
    }
    if plan.id is None:
        return replace(plan, id=insert(db, _PLAN_INSERT, values))
    db.execute(_PLAN_UPDATE, values | {"id": plan.id})
    return plan


def _list(db: Database, table: str, owner: str, number: int) -> tuple[Diagnosis, ...]:
    rows = all_rows(
        db,
        f"SELECT code, description FROM {table} WHERE {owner} = ? ORDER BY position",  # noqa: S608 - our own two tables
        (number,),
    )
    return tuple(Diagnosis(row["code"], row["description"]) for row in rows)


def _set(
    db: Database, table: str, owner: str, number: int, diagnoses: tuple[Diagnosis, ...]
) -> None:
    db.execute(f"DELETE FROM {table} WHERE {owner} = ?", (number,))  # noqa: S608 - our own two tables
    for position, diagnosis in enumerate(diagnoses, start=1):
        db.execute(
            f"INSERT INTO {table} ({owner}, position, code, description) VALUES (?, ?, ?, ?)",  # noqa: S608 - our own two tables
            (number, position, diagnosis.code, diagnosis.description),
        )


def _to_plan(row: Row) -> PlanOfCare:
    return PlanOfCare(
        patient_id=row["patient_id"],
        discipline=Discipline(row["discipline"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        id=row["id"],
        certified_on=to_day(row["certified_on"]),
        certified_to=to_day(row["certified_to"]),
        referring_provider_id=row["referring_provider_id"],
    )
