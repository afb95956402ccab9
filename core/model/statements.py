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


_WORDS = {
    StatementKind.KX: "more therapy is medically necessary",
    StatementKind.ACTIVE: "the manipulation was active treatment",
    StatementKind.DISTINCT: "the services were distinct",
    StatementKind.MODIFIER: "the service was distinct",
    StatementKind.NOTICE: "an advance notice was looked at",
}
_NOTICES = {
    "GA": "a required notice was given and signed, and a denial is expected",
    "GX": "a voluntary notice was given, and Medicare excludes the service",
    "GY": "Medicare excludes the service",
    "GZ": "a denial is expected, and no notice was signed",
}


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement; `modifier` is what it puts on (several are parted by blanks).

    It is empty where the statement only opens the way to one.
    """

    kind: StatementKind
    codes: tuple[str, ...]
    modifier: str
    actor: str
    at: datetime

    @property
    def words(self) -> str:
        """What a person stated, as the end of a sentence."""
        notice = self.kind is StatementKind.NOTICE
        said = _NOTICES.get(self.modifier.partition(" ")[0]) if notice else None
        return said or _WORDS[self.kind]


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
