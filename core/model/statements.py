"""What a person stated or refused on one encounter, with name and time; never carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class StatementKind(StrEnum):
    """What a person's act says of an encounter's lines."""

    KX = "kx"  # more therapy is medically necessary
    ACTIVE = "at"  # manipulation was active treatment
    DISTINCT = "distinct"  # two services were distinct
    MODIFIER = "modifier"  # the modifier that says so is put on
    NOTICE = "abn"  # an advance beneficiary notice was given, or a denial is expected without one


class OfferKind(StrEnum):
    """What a suggestion asks for: a person's statement, or another code in a code's place."""

    KX = "kx"
    ACTIVE = "at"
    DISTINCT = "distinct"
    MODIFIER = "modifier"
    NOTICE = "abn"
    REPLACE = "replace"


class RefusalKind(StrEnum):
    """Whether a suggestion was refused, or a line is not to be billed."""

    SUGGESTION = "suggestion"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement; `modifier` is the one it puts on, empty where it opens the way to one."""

    kind: StatementKind
    codes: tuple[str, ...]
    modifier: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """A suggestion refused, or a line declined, for a reason that is kept."""

    kind: RefusalKind
    alert: str
    codes: tuple[str, ...]
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutsideUse:
    """What a patient used elsewhere in a year, in cents, and the day somebody looked it up."""

    patient_id: int
    year: int
    bucket: str
    amount_cents: int
    looked_up_on: date
