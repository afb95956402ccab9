"""What every paper of an overpayment begins from: session, patient, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.services.permissions import inner
from core.store import encounters, patients, practices, quality_audits, quality_tasks

if TYPE_CHECKING:
    from core.model.audits import Overpayment
    from core.model.patient import Patient
    from core.model.practice import Practice
    from core.model.session import SessionRecord
    from core.services.practice import OpenPractice

GONE = "This is not there any more. Look at the list again."


@dataclass(frozen=True, slots=True)
class Overpaid:
    """An overpayment with all that it is about; `why` is what the audit found."""

    owed: Overpayment
    session: SessionRecord
    patient: Patient
    practice: Practice
    why: str

    @property
    def versions(self) -> tuple[tuple[int, int], ...]:
        """The session's number and version, which a kept paper names."""
        return ((self.owed.encounter_id, self.session.version),)


@inner
def overpaid(p: OpenPractice, overpayment_id: int) -> Overpaid:
    """Read all of it; raises UserProblem for one that is gone."""
    db = p.file.db
    owed = quality_tasks.overpayment(db, overpayment_id)
    session = encounters.get(db, owed.encounter_id) if owed else None
    patient = patients.get(db, session.patient_id) if session else None
    practice = practices.get(db)
    if owed is None or session is None or patient is None or practice is None:
        raise UserProblem(GONE)
    finding = quality_audits.finding(db, owed.finding_id)
    return Overpaid(owed, session, patient, practice, finding.finding.message if finding else "")
