"""What the engine answers: lines, what was not billed, choices, alerts, minutes, reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.model.kinds import Severity
from core.model.statements import OfferKind

LEDGER_BUCKETS = (
    "billed",
    "rounding",
    "under-eight",
    "cap",
    "edit",
    "untimed",
    "bundled",
    "unassigned",
    "not-billable",
)


class BillLine(NamedTuple):
    """One line as it would stand on a claim; an amount is None when it is not known.

    `allowed_cents` is after the multiple-procedure reduction and before every other cut,
    `expected_cents` the payer's own payment after all cuts, `patient_cents` the patient's share.
    """

    code: str
    units: int
    modifiers: tuple[str, ...]
    minutes: int
    allowed_cents: int | None = None
    expected_cents: int | None = None
    patient_cents: int | None = None


@dataclass(frozen=True, slots=True)
class NotBilled:
    """A service that stands on no line, with the reason (a ledger bucket's name) and source."""

    code: str
    minutes: int
    reason: str
    cite: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A tie that is the clinician's to decide; `number` counts from 1."""

    number: int
    candidates: tuple[str, ...]
    chosen: str
    answered: bool
    why: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One way that an alert suggests; only a person's act takes it.

    A statement puts `modifier` (several are parted by blanks) on the lines of `codes`; one that
    two services were distinct names both and puts it on the second. `instead` is the code that
    takes the place of `codes`.
    """

    kind: OfferKind
    codes: tuple[str, ...]
    modifier: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person should look at, with what to do and the source that says so.

    `offers` are what it suggests, in the order a person is asked.
    """

    id: str
    severity: Severity
    codes: tuple[str, ...]
    message: str
    fix: str
    cite: str
    offers: tuple[Offer, ...] = ()


class Step(NamedTuple):
    """One step of the reasoning: what was looked at, what came out, who says so, since when."""

    step: str
    result: str
    cite: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """The engine's whole answer; `ledger` pairs every bucket with its minutes.

    `ledger_value` pairs it with the allowed cents they stand for, None where there is no value;
    it is for reviewers of finished sessions.
    """

    rule: str
    rulebook: str
    timed_minutes: int
    untimed_minutes: int
    timed_units: int
    lines: tuple[BillLine, ...]
    not_billed: tuple[NotBilled, ...]
    choices: tuple[Choice, ...]
    alerts: tuple[Alert, ...]
    ledger: tuple[tuple[str, int], ...]
    trace: tuple[Step, ...]
    ledger_value: tuple[tuple[str, int | None], ...] = ()

    @property
    def total_units(self) -> int:
        """Units over all lines, timed and untimed."""
        return sum(line.units for line in self.lines)

    @property
    def blocked(self) -> bool:
        """Whether an error stands in the way of billing."""
        return any(alert.severity is Severity.ERROR for alert in self.alerts)
