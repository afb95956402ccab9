"""Notes to compare a note with: of the patient's other visits, and of the clinician's others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.session import Note
from core.store.rows import Row, all_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_OF_PATIENT = """
    SELECT e.date, n.* FROM encounters e JOIN notes n ON n.encounter_id = e.id
    WHERE e.patient_id = :patient AND e.state <> 'void' AND e.id <> :but AND e.date <= :day
        AND e.discipline = :discipline
    ORDER BY e.date DESC, e.id DESC LIMIT :most
"""
_OF_CLINICIAN = """
    SELECT e.date, n.* FROM encounters e JOIN notes n ON n.encounter_id = e.id
    WHERE e.rendering_provider_id = :provider AND e.patient_id <> :patient
        AND e.state <> 'void' AND e.date <= :day
    ORDER BY e.date DESC, e.id DESC LIMIT :most
"""
Dated = tuple[date, Note]


def of_patient(
    db: Database, patient_id: int, discipline: str, day: date, but: int | None, most: int
) -> tuple[Dated, ...]:
    """The notes of a patient's last visits up to a day, one encounter left out."""
    values = {
        "patient": patient_id, "discipline": discipline, "day": day.isoformat(), "but": but or 0,
        "most": most,
    }  # fmt: skip
    return tuple(_dated(row) for row in all_rows(db, _OF_PATIENT, values))


def of_clinician(
    db: Database, provider_id: int, patient_id: int, day: date, most: int
) -> tuple[Dated, ...]:
    """The last notes of a clinician's other patients up to a day."""
    values = {
        "provider": provider_id, "patient": patient_id, "day": day.isoformat(), "most": most,
    }  # fmt: skip
    return tuple(_dated(row) for row in all_rows(db, _OF_CLINICIAN, values))


def _dated(row: Row) -> Dated:
    note = Note(row["subjective"], row["objective"], row["assessment"], row["plan"])
    return date.fromisoformat(row["date"]), note
