"""An encounter as the practice keeps it: who, when, what, the note and the tie answers."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.model.bill import Bill
from core.model.day_facts import EngineFacts
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline, EncounterState
from core.model.own_value import rules_id
from core.model.patient import Coverage, Diagnosis, Patient, PlanOfCare
from core.model.signing import Signing
from core.model.statements import Attestation, Refusal


@dataclass(frozen=True, slots=True)
class Note:
    """The SOAP note of one encounter, plain text."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One encounter; `pointers` gives per service its diagnosis letters such as `AB`.

    `id` is None until first kept; `version` counts saves and guards against two editors.
    `profile` is the rule profile of the payer on the day, `payer_id` that of the coverage.
    `note_withheld` says that there may be a note which is not for whoever asked: `note` is empty
    then, and saving keeps the stored one.
    """

    patient_id: int
    date: date
    discipline: Discipline
    rendering_provider_id: int
    profile: str
    id: int | None = None
    version: int = 0
    state: EncounterState = EncounterState.DRAFT
    assistant_provider_id: int | None = None
    location_id: int | None = None
    place_of_service: str = "11"
    coverage_id: int | None = None
    start_minute: int | None = None
    services: tuple[Service, ...] = ()
    pointers: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    choose: Mapping[int, str] = field(default_factory=dict)
    note: Note = Note()
    attestations: tuple[Attestation, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    note_withheld: bool = False
    payer_id: int | None = None

    @property
    def rules(self) -> str:
        """How the rule book calls this payer's rules, its own values among them."""
        return rules_id(self.profile, self.payer_id)

    def to_engine(self, own_items: Container[str] = ()) -> Encounter:
        """The part of the encounter that decides the bill.

        `own_items` are the codes of the practice's own cash items, which no payer's rule knows.
        """
        return Encounter(
            date=self.date,
            payer=self.rules,
            discipline=self.discipline,
            services=tuple(one for one in self.services if one.code not in own_items),
            id=str(self.id or ""),
            choose=self.choose,
        )

    def own_services(self, own_items: Container[str]) -> tuple[Service, ...]:
        """The rows that `to_engine` leaves out."""
        return tuple(one for one in self.services if one.code in own_items)


def own_count(service: Service) -> int:
    """How many of an own item a row stands for: one unless a number was typed."""
    return 1 if service.units is None else service.units


@dataclass(frozen=True, slots=True)
class Draft:
    """What was on screen at the last pause, as raw texts; `body` is JSON-able."""

    body: Mapping[str, object]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SessionFile:
    """All that the session screen needs, read in one go.

    `insurer_changed` says that the session was completed under another insurer or rule profile
    than its day has by now, so that it has to be completed again. `own_items` are the labels of
    the practice's own cash items by code. `signed_bill` is the bill that was signed, whatever the
    rules say by now. `can_write` says whether who asked may change it, and `can_write_note`
    whether its note.
    """

    record: SessionRecord
    patient: Patient
    coverage: Coverage | None
    secondary: Coverage | None
    patient_diagnoses: tuple[Diagnosis, ...]
    plan_of_care: PlanOfCare | None
    last_codes: tuple[str, ...]
    favourite_codes: tuple[str, ...]
    visit_number: int
    draft: Draft | None = None
    insurer_changed: bool = False
    own_items: Mapping[str, str] = field(default_factory=dict)
    facts: EngineFacts = EngineFacts()
    signing: Signing = Signing()
    signed_bill: Bill | None = None
    can_write: bool = True
    can_write_note: bool = True


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a change is on disk: which encounter, which version, when."""

    encounter_id: int
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One encounter in a list: Today, or a patient's history.

    `withheld` says that codes, minutes and money are not for whoever asked: they are empty.
    `charges_cents` is None without charges that stand or where a fee is not known;
    `superbill_printed` speaks of the session as it is, not of what it was before a change.
    `awaits_therapist` says that the payer asks for the therapist under an assistant's signature.
    """

    id: int
    date: date
    start_minute: int | None
    patient_id: int
    patient_name: str
    provider_name: str
    payer_name: str
    discipline: Discipline
    state: EncounterState
    codes: tuple[str, ...]
    minutes: int
    units: int
    charges_cents: int | None
    paid_cents: int
    alerts: int
    has_draft: bool
    superbill_printed: bool
    signed: bool = False
    awaits_therapist: bool = False
    withheld: bool = False
