"""The patient, coverages, diagnoses and the plan of care's dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.model.kinds import CoverageRank, Discipline, PaymentMethod, Relationship, Sex
from core.model.practice import Address


@dataclass(frozen=True, slots=True)
class Patient:
    """A person treated; `account_number` is given by the practice file when new."""

    first_name: str
    last_name: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    id: int | None = None
    middle_name: str = ""
    account_number: str = ""
    address: Address = Address()
    phone: str = ""
    email: str = ""
    referring_provider_id: int | None = None
    rendering_provider_id: int | None = None
    active: bool = True

    @property
    def full_name(self) -> str:
        """First, middle and last name as printed."""
        return " ".join(p for p in (self.first_name, self.middle_name, self.last_name) if p)

    @property
    def list_name(self) -> str:
        """Last, First: the way lists are sorted."""
        return f"{self.last_name}, {self.first_name}"

    def age_on(self, day: date) -> int:
        """Completed years of life on a day."""
        had = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had else 1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A patient's insurance with one payer, from a day until a day."""

    patient_id: int
    payer_id: int
    rank: CoverageRank
    member_id: str
    id: int | None = None
    payer_name: str = ""
    group_number: str = ""
    plan_name: str = ""
    relationship: Relationship = Relationship.SELF
    subscriber_first_name: str = ""
    subscriber_last_name: str = ""
    subscriber_birth_date: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the coverage holds on a day; an open end holds."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An ICD-10-CM code, without dot, with its description as kept that day."""

    code: str
    description: str = ""

    @property
    def dotted(self) -> str:
        """The code as people read it: M54.50."""
        return self.code if len(self.code) <= 3 else f"{self.code[:3]}.{self.code[3:]}"


@dataclass(frozen=True, slots=True)
class Icd10Code:
    """A billable code of a year's table; `also` holds further words to find it by."""

    code: str
    description: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class PlanOfCare:
    """Certification dates of a plan of care, per discipline."""

    patient_id: int
    discipline: Discipline
    starts_on: date
    id: int | None = None
    certified_on: date | None = None
    certified_to: date | None = None
    referring_provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One hit of the patient search, ready to show."""

    id: int
    list_name: str
    birth_date: date
    sex: Sex
    phone: str
    payer_name: str
    member_id: str
    account_number: str
    last_visit: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class PatientPayment:
    """Money a patient paid (positive) or got back (negative), never erased."""

    patient_id: int
    received_on: date
    amount_cents: int
    method: PaymentMethod
    id: int | None = None
    encounter_id: int | None = None
    reference: str = ""
    note: str = ""
    reverses_id: int | None = None
    recorded_at: datetime | None = None
