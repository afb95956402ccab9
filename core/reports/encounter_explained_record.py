"""What the paper that explains one encounter's bill says, gathered once and then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.model.bill import Bill
from core.model.encounter import Service
from core.model.kinds import Discipline, EncounterState
from core.model.patient import Diagnosis
from core.model.statements import Attestation, Refusal
from core.reports.superbill_record import BillingProvider, Insurance, Notice, Person, Rendering


@dataclass(frozen=True, slots=True)
class BillChange:
    """One change of the encounter that is on record: when, by whom, what."""

    at: datetime
    actor: str
    what: str


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """The payer's unit rule on the day; `since` and `cite` say whence it comes."""

    payer: str
    words: str
    since: date | None = None
    cite: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedRecord:
    """One encounter with its kept bill and all that was said about it.

    `labels` are the practice's own words for the codes. The same record gives the same bytes.
    """

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    day: date
    discipline: Discipline
    state: EncounterState
    rendering: Rendering
    rule: RuleInForce
    bill: Bill
    assistant: str = ""
    place_of_service: str = "11"
    insurance: Insurance | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    services: tuple[Service, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    attestations: tuple[Attestation, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    changes: tuple[BillChange, ...] = ()
    notice: Notice | None = None
