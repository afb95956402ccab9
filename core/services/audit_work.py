"""What audits left to do, by patient: tasks of clinicians and overpayments to give back.

Today shows it, so nothing of what finds or draws is imported for it, and what follows up is
imported by the thread that asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.model.permissions import Permission
from core.services.permissions import inner, needs
from core.store import encounters, patients, providers

if TYPE_CHECKING:
    from core.audit.overpayment import ReturnClock
    from core.model.audits import AuditTask, Overpayment
    from core.services.practice import OpenPractice


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An open task of a clinician, with the session it is about."""

    task: AuditTask
    encounter_id: int
    patient_id: int
    patient_name: str
    date: date
    provider_name: str

    @property
    def id(self) -> int:
        """The task's number."""
        return self.task.id or 0


@dataclass(frozen=True, slots=True)
class OverpaymentRow:
    """An overpayment with its clock and the session it is about."""

    owed: Overpayment
    clock: ReturnClock
    patient_id: int
    patient_name: str
    date: date
    provider_name: str

    @property
    def id(self) -> int:
        """The overpayment's number."""
        return self.owed.id or 0


@needs(Permission.FINDINGS_READ)
def tasks(p: OpenPractice) -> tuple[TaskRow, ...]:
    """Open tasks with their sessions: a clinician's own, or all for who audits."""
    from core.services import audit_follow_up
    from core.store import quality_audits

    found = []
    for task in audit_follow_up.open_tasks(p):
        kept = quality_audits.finding(p.file.db, task.finding_id)
        if kept is None or kept.encounter_id is None:
            continue
        whose = _whose(p, kept.encounter_id)
        if whose is not None:
            found.append(TaskRow(task, kept.encounter_id, *whose))
    return tuple(found)


@needs(Permission.OVERPAYMENTS)
def overpayments(p: OpenPractice) -> tuple[OverpaymentRow, ...]:
    """Every overpayment with its session, open ones first, the one due first first."""
    from core.services import audit_follow_up

    found = []
    for owed, clock in audit_follow_up.overpayments(p):
        whose = _whose(p, owed.encounter_id)
        if whose is not None:
            found.append(OverpaymentRow(owed, clock, *whose))
    found.sort(key=lambda one: (one.owed.state.is_closed, one.clock.due or date.max, one.id))
    return tuple(found)


@inner
def _whose(p: OpenPractice, encounter_id: int) -> tuple[int, str, date, str] | None:
    db = p.file.db
    record = encounters.get(db, encounter_id)
    patient = patients.get(db, record.patient_id) if record else None
    if record is None or patient is None:
        return None
    who = providers.get(db, record.rendering_provider_id)
    name = f"{patient.last_name}, {patient.first_name}"
    return record.patient_id, name, record.date, who.display_name if who else ""
