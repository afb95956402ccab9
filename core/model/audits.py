"""Audits as the practice keeps them: what was drawn, how findings were reviewed, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class AuditKind(StrEnum):
    """A drawn sample, or every encounter of the period."""

    SAMPLE = "sample"
    EVERYTHING = "everything"


class ReviewVerdict(StrEnum):
    """What a reviewer says of a finding."""

    CONFIRMED = "confirmed"
    OVERRULED = "overruled"


class OverpaymentState(StrEnum):
    """How far giving back has come; the last two are the end."""

    OPEN = "open"
    INVESTIGATING = "investigating"
    RETURNED = "returned"
    NOT_OWED = "not-owed"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self in (OverpaymentState.RETURNED, OverpaymentState.NOT_OWED)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One audit; `code` empty: encounters of every code. `frame_hash` proves the draw."""

    kind: AuditKind
    first: date
    last: date
    code: str
    size: int
    seed: int
    frame_size: int
    frame_hash: str
    id: int | None = None
    created_at: datetime | None = None
    person: str = ""


class Claimed(NamedTuple):
    """What a claim came to: units that it tells, and the allowed cents that are known of them."""

    units: int
    cents: int


@dataclass(frozen=True, slots=True)
class AuditItem:
    """One encounter that was looked at; `judged`: its units could be, `noted`: its note was read.

    `ledger` are the minutes of its bill by bucket. `claimed` is what was billed; None: not told,
    or audited before it was kept.
    """

    encounter_id: int
    day: date
    clinician: str
    payer: str
    judged: bool
    noted: bool
    ledger: tuple[tuple[str, int], ...] = ()
    claimed: Claimed | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided about a finding, with the reason; the latest one stands."""

    verdict: ReviewVerdict
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditTask:
    """Something a person has to do about a finding; `provider_id` is whose work it is."""

    finding_id: int
    provider_id: int
    text: str
    due_on: date | None = None
    id: int | None = None
    created_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class OverpaidLine:
    """One line of what was paid too much; `cents` None: the amount is not known yet."""

    code: str
    units: int
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Overpayment:
    """One overpayment to look into and give back; `proof` says how it was closed."""

    encounter_id: int
    finding_id: int
    found_on: date
    lines: tuple[OverpaidLine, ...]
    state: OverpaymentState = OverpaymentState.OPEN
    investigation_from: date | None = None
    investigation_to: date | None = None
    proof: str = ""
    id: int | None = None
    closed_at: datetime | None = None
