"""What stands on the papers of a plan of care, gathered once and then frozen.

Each paper has its own record with a `head` that names practice, patient, payer and people. The
same record gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.kinds import Discipline
from core.model.lymphedema import LymphRecord
from core.model.patient import Diagnosis
from core.model.plan_of_care import Goal, GoalVerdict, Phase
from core.reports.superbill_record import BillingProvider, Insurance, Notice, Person, Referral


@dataclass(frozen=True, slots=True)
class CareHead:
    """What every paper of a plan begins with; `therapist` signs it."""

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    discipline: Discipline
    plan_starts_on: date
    therapist: str = ""
    insurance: Insurance | None = None
    referral: Referral | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    first_treatment: date | None = None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure from its first value to its last, and what the change means, in words."""

    name: str
    first: str
    last: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan of care as it goes out to be certified."""

    head: CareHead
    established_on: date | None
    treatment: str
    sessions_a_day: int
    phases: tuple[Phase, ...]
    planned_visits: int
    ends_on: date | None
    summary: str = ""
    direct_access: bool = False
    goals: tuple[Goal, ...] = ()
    signatures: tuple[str, ...] = ()
    order: str = ""
    certify_from: date | None = None
    certify_to: date | None = None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal with what the report says of it; None where it says nothing."""

    goal: Goal
    verdict: GoalVerdict | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A progress report or a discharge note."""

    head: CareHead
    written_on: date
    covers_from: date
    covers_to: date
    treatment_days: int
    assessment: str
    continuing: str
    goals: tuple[GoalLine, ...] = ()
    objective: str = ""
    changes: str = ""
    measures: tuple[MeasureLine, ...] = ()
    visits_done: int = 0
    visits_planned: int | None = None


@dataclass(frozen=True, slots=True)
class LymphPaper:
    """The records of one limb, the oldest first."""

    head: CareHead
    limb: str
    records: tuple[LymphRecord, ...]


@dataclass(frozen=True, slots=True)
class RequestPaper:
    """What is asked of the payer, with what founds it."""

    head: CareHead
    asked_on: date
    contact: str = ""
    authorisation: str = ""
    visits: int | None = None
    units: int | None = None
    codes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    treatment: str = ""
    phases: tuple[Phase, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    visits_done: int = 0
    visits_authorised: str = ""
    assessment: str = ""
    note: str = ""
