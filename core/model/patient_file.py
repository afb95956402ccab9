"""A patient with everything a screen shows of them, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.model.authorisation import AuthorisationUse, VisitLimitUse
from core.model.outcomes import OutcomeScore
from core.model.patient import Coverage, Diagnosis, Patient, PatientPayment, PlanOfCare
from core.model.practice import ReferringProvider
from core.model.session import EncounterRow


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """An archived document without its body; `number` is the one printed on it."""

    id: int
    number: int
    kind: str
    layout: str
    title: str
    patient_id: int
    encounter_ids: tuple[int, ...]
    pages: int
    sha256: str
    reason: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class PatientFile:
    """One patient's record; encounters, payments and documents newest first.

    `balance_cents` is what the patient owes: charges less payments.
    `fees_missing` says that a completed encounter has a line without a known fee.
    `money_withheld` says that payments, documents and balance are not for whoever asked.
    """

    patient: Patient
    coverages: tuple[Coverage, ...]
    diagnoses: tuple[Diagnosis, ...]
    plan_of_care: PlanOfCare | None
    referring: ReferringProvider | None
    encounters: tuple[EncounterRow, ...]
    payments: tuple[PatientPayment, ...]
    balance_cents: int
    documents: tuple[DocumentRow, ...]
    fees_missing: bool = False
    authorisations: tuple[AuthorisationUse, ...] = ()
    visit_limits: tuple[VisitLimitUse, ...] = ()
    money_withheld: bool = False
    outcomes: tuple[OutcomeScore, ...] = ()
    outcome_history: tuple[OutcomeScore, ...] = ()  # with what was corrected or taken back
    outcomes_withheld: bool = False
    can_measure: bool = True
