"""What is known of one encounter for its claim, gathered once and then frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model.kinds import Discipline
from core.model.patient import Coverage, Diagnosis, Patient
from core.model.practice import Location, Payer, Practice, Provider, ReferringProvider


class ReferrerRole(StrEnum):
    """Why a provider stands in item 17; the names are the form's qualifiers in the rules."""

    REFERRING = "referring"
    ORDERING = "ordering"


class ResubmissionKind(StrEnum):
    """What becomes of the claim that was sent; the names are the form's codes in the rules."""

    REPLACE = "replace"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who stands in item 17, and why."""

    provider: ReferringProvider
    role: ReferrerRole = ReferrerRole.REFERRING


@dataclass(frozen=True, slots=True)
class Resubmission:
    """Item 22: what is done to the sent claim, and the payer's own number of it."""

    kind: ResubmissionKind
    reference: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One billed line; `points_to` are diagnosis codes, first the one that says why.

    `charge_cents` None: the fee is not known. `authorisation` is the number it falls under.
    """

    code: str
    units: int
    modifiers: tuple[str, ...] = ()
    charge_cents: int | None = None
    points_to: tuple[str, ...] = ()
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One encounter under one coverage; `profile` is the payer's rule profile on its day.

    `made_on` is the day the claim is made, which decides the form's rules. `coverage` None: the
    patient pays. `other_coverage` pays second. `plan_starts_on` and `certified_to` are the plan
    of care's, `first_treatment` the first visit under it. `account` names the encounter to the
    practice. `paid_cents` is what the patient paid for it.
    """

    made_on: date
    day: date
    discipline: Discipline
    profile: str
    patient: Patient
    practice: Practice
    rendering: Provider
    lines: tuple[ClaimLine, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    coverage: Coverage | None = None
    other_coverage: Coverage | None = None
    payer: Payer | None = None
    referrer: Referrer | None = None
    plan_starts_on: date | None = None
    certified_to: date | None = None
    first_treatment: date | None = None
    place_of_service: str = "11"
    location: Location | None = None
    account: str = ""
    paid_cents: int = 0
    resubmission: Resubmission | None = None
