"""Whose outcome measures may be seen and typed: they belong to the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.outcomes import OutcomeScore
from core.model.permissions import Permission
from core.services import access
from core.services.permissions import inner, refuse
from core.store import outcome_scores as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@inner
def may_see(p: OpenPractice, patient_id: int) -> bool:
    """Whether the patient's notes, and so their measures, may be read."""
    return access.reaches(p, Permission.NOTE_READ, patient_id)


@inner
def may_write(p: OpenPractice, patient_id: int) -> bool:
    """Whether scores may be typed for the patient."""
    return access.reaches_by_itself(p, Permission.NOTE_WRITE, patient_id)


@inner
def seen(p: OpenPractice, patient_id: int) -> tuple[OutcomeScore, ...]:
    """The patient's scores that hold; none for whom the note is not."""
    return table.of_patient(p.file.db, patient_id) if may_see(p, patient_id) else ()


@inner
def history(p: OpenPractice, patient_id: int) -> tuple[OutcomeScore, ...]:
    """Everything that was ever kept, also what holds no more; none for whom the note is not."""
    return table.every_one_of_patient(p.file.db, patient_id) if may_see(p, patient_id) else ()


@inner
def require_write(p: OpenPractice, patient_id: int, action: str) -> None:
    """Refuse unless scores may be typed for the patient."""
    if not may_write(p, patient_id):
        refuse(p, Permission.NOTE_WRITE, action, patient_id)
