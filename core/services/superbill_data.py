"""Gathers a superbill's frozen record from the practice file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.account import spread, standing_payments
from core.model.bill_from_json import bill_from_json
from core.model.charge import Charge
from core.model.kinds import EncounterState, Severity
from core.model.patient import Coverage, Patient, PatientPayment
from core.model.practice import Practice, Provider
from core.model.session import SessionRecord
from core.reports.superbill_record import (
    POINTERS,
    BillingProvider,
    Insurance,
    Notice,
    Paid,
    Person,
    Referral,
    Rendering,
    SuperbillRecord,
    Visit,
    VisitLine,
    us_date,
)
from core.rules.day_tables import stale_table
from core.services import session_files
from core.services.permissions import inner
from core.services.superbill_signed import signed_parts
from core.store import (
    bills,
    charges,
    coverages,
    diagnoses,
    documents,
    encounters,
    fees,
    locations,
    patients,
    payments,
    practices,
    providers,
    referring,
    signatures,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

_MOST_POINTERS = 4  # item 24E
_RULE_NOT_KNOWN = "rule-not-known"


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who prints decides."""

    diagnosis_text: bool = True
    assigned_to_provider: bool = False
    signature_on_file: bool = False


def sessions_of(
    db: Database, patient_id: int, encounter_ids: Sequence[int]
) -> tuple[SessionRecord, ...]:
    """The chosen encounters in order of date; refuses those that cannot stand on a superbill."""
    found = []
    for encounter_id in dict.fromkeys(encounter_ids):
        session = encounters.get(db, encounter_id)
        if session is None or session.patient_id != patient_id:
            raise UserProblem("A chosen session is not one of this patient’s. Choose again.")
        if session.state is not EncounterState.COMPLETE:
            raise UserProblem(
                f"The session of {us_date(session.date)} is not complete, so it has no charges"
                " yet. Complete it first, then print."
            )
        if session_files.moved(db, session, session.date) != session:
            signed = signatures.sealing(db, session.id or 0) is not None
            first = "Have an owner open" if signed else "Open"
            raise UserProblem(
                f"The insurance of {us_date(session.date)} was changed after that session was"
                f" completed, so its units and charges follow other rules. {first} the session and"
                " complete it again, then print."
            )
        found.append(session)
    if not found:
        raise UserProblem("No session is chosen. Choose at least one completed session.")
    return tuple(sorted(found, key=lambda s: (s.date, s.start_minute or 0, s.id or 0)))


@inner
def gather(
    p: OpenPractice,
    patient_id: int,
    sessions: tuple[SessionRecord, ...],
    notice: Notice | None,
    options: Options,
) -> SuperbillRecord:
    """Everything the paper says, read in one go."""
    db = p.file.db
    patient, practice = patients.get(db, patient_id), practices.get(db)
    if patient is None or practice is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    coverage = _coverage(db, sessions)
    remarks, problems = _alerts(db, sessions)
    return SuperbillRecord(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(practice),
        patient=person_of(patient),
        visits=tuple(_visit(p, practice, session) for session in sessions),
        insurance=insurance_of(coverage),
        referral=_referral(db, patient, sessions[-1]),
        payments=payments_of(db, patient_id, sessions),
        diagnosis_text=options.diagnosis_text,
        assigned_to_provider=options.assigned_to_provider,
        signature_on_file=options.signature_on_file,
        remarks=remarks,
        notice=notice,
        problems=problems,
    )


def billing_of(practice: Practice) -> BillingProvider:
    """The practice as it stands on paper."""
    return BillingProvider(
        name=practice.name,
        npi=practice.npi,
        tax_id=practice.tax_id,
        tax_id_kind=practice.tax_id_kind,
        address=practice.address,
        phone=practice.phone,
        email=practice.email,
    )


def person_of(patient: Patient) -> Person:
    """The patient as they stand on paper."""
    return Person(
        first_name=patient.first_name,
        middle_name=patient.middle_name,
        last_name=patient.last_name,
        birth_date=patient.birth_date,
        sex=patient.sex,
        address=patient.address,
        phone=patient.phone,
        account_number=patient.account_number,
    )


def _coverage(db: Database, sessions: tuple[SessionRecord, ...]) -> Coverage | None:
    """The one insurer whose rules all the sessions were billed by; None when there was none."""
    ids = [session.coverage_id for session in sessions]
    found = [None if one is None else coverages.get(db, one) for one in ids]
    plans = {(c.payer_id, c.member_id) if c else None for c in found}
    if len(plans) > 1:
        raise UserProblem(
            "The chosen sessions fall under different insurance. A superbill goes to one"
            " insurer: print one for the sessions of each."
        )
    return found[-1]


def insurance_of(coverage: Coverage | None) -> Insurance | None:
    """The insurer as it stands on paper; None without one."""
    if coverage is None:
        return None
    names = (coverage.subscriber_first_name, coverage.subscriber_last_name)
    return Insurance(
        payer=coverage.payer_name,
        member_id=coverage.member_id,
        group_number=coverage.group_number,
        plan_name=coverage.plan_name,
        relationship=coverage.relationship,
        subscriber_name=" ".join(name for name in names if name),
        subscriber_birth_date=coverage.subscriber_birth_date,
    )


def _referral(db: Database, patient: Patient, last: SessionRecord) -> Referral | None:
    plan = diagnoses.latest_plan(db, last.patient_id, last.discipline, last.date)
    by = plan.referring_provider_id if plan else None
    by = by or patient.referring_provider_id
    who = referring.get(db, by) if by is not None else None
    if who is None and plan is None:
        return None
    name = " ".join(n for n in (who.first_name, who.last_name) if n) if who else ""
    return Referral(
        name=f"{name}, {who.credentials}" if who and who.credentials else name,
        npi=who.npi if who else "",
        plan_starts_on=plan.starts_on if plan else None,
        certified_on=plan.certified_on if plan else None,
        certified_to=plan.certified_to if plan else None,
    )


def _visit(p: OpenPractice, practice: Practice, session: SessionRecord) -> Visit:
    db = p.file.db
    posted = charges.of_encounter(db, session.id or 0)
    place = locations.get(db, session.location_id) if session.location_id else None
    return Visit(
        day=session.date,
        place_of_service=session.place_of_service,
        rendering=rendering_of(providers.get(db, session.rendering_provider_id)),
        lines=tuple(_line(p, session, charge) for charge in posted),
        diagnoses=session.diagnoses,
        location_name=place.name if place else "",
        location_address=place.address if place else practice.address,
        location_npi=place.npi if place else "",
        **signed_parts(db, session.id or 0),
    )


def rendering_of(provider: Provider | None) -> Rendering:
    """Who treated, as they stand on paper."""
    if provider is None:
        raise UserProblem("A session’s provider is no longer in the practice file.")
    licence = provider.licence_number
    if licence and provider.licence_state:
        licence = f"{licence} ({provider.licence_state})"
    return Rendering(provider.display_name, provider.npi, licence)


def _line(p: OpenPractice, session: SessionRecord, charge: Charge) -> VisitLine:
    return VisitLine(
        code=charge.code,
        units=charge.units,
        modifiers=charge.modifiers,
        minutes=charge.minutes,
        label=label_of(p, charge.code),
        points_to=points_to(session, charge.pointers),
        charge_cents=charge.amount_cents,
    )


@inner
def label_of(p: OpenPractice, code: str) -> str:
    """The practice's own words for a code."""
    entry = p.book.codes.get(code)
    if entry is not None:
        return entry.label
    return next((fee.label for fee in fees.of_code(p.file.db, code) if fee.label), "")


def points_to(session: SessionRecord, letters: str) -> tuple[str, ...]:
    """Codes of the letters; without letters, the encounter's first four diagnoses."""
    codes = [diagnosis.code for diagnosis in session.diagnoses]
    if not letters:
        return tuple(codes[:_MOST_POINTERS])
    places = [POINTERS.find(letter) for letter in letters]
    return tuple(codes[place] for place in places if 0 <= place < len(codes))


def payments_of(
    db: Database, patient_id: int, sessions: tuple[SessionRecord, ...]
) -> tuple[Paid, ...]:
    """What was paid for these encounters, what of it went back, and what of the money paid on
    account they take up.
    """
    ids = {session.id for session in sessions}
    every = payments.list_for(db, patient_id)
    named = [_paid(payment) for payment in reversed(every) if payment.encounter_id in ids]
    shares: dict[int, Paid] = {}
    for payment, visit, cents in spread(*_account(db, patient_id, every)):
        if visit in ids:
            before = shares.get(payment.id or 0)
            total = cents + (before.amount_cents if before else 0)
            shares[payment.id or 0] = replace(_paid(payment), amount_cents=total, on_account=True)
    return tuple(sorted((*named, *shares.values()), key=lambda paid: paid.day))


def _account(
    db: Database, patient_id: int, every: tuple[PatientPayment, ...]
) -> tuple[dict[int, int], tuple[PatientPayment, ...]]:
    """What is open on each visit, and the money that was paid for none or for a void one."""
    owed = charges.by_encounter(db, patient_id)
    for payment in every:
        if payment.encounter_id in owed:
            owed[payment.encounter_id] -= payment.amount_cents
    void = encounters.void_ids(db, patient_id)
    free = [one for one in every if one.encounter_id is None or one.encounter_id in void]
    return owed, standing_payments(free)


def _paid(payment: PatientPayment) -> Paid:
    return Paid(payment.received_on, payment.method, payment.amount_cents, payment.reference)


def _alerts(
    db: Database, sessions: tuple[SessionRecord, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An unknown unit rule goes on the paper, for it decides what stands there, and so does the
    table of edits that was made for other days; other errors go to the screen.
    """
    remarks: list[str] = []
    problems: list[str] = []
    unchecked: dict[str, list[str]] = {}
    for session in sessions:
        body = bills.get(db, session.id or 0)
        if body is None:
            continue
        bill = bill_from_json(body)
        if stale := stale_table(bill):
            unchecked.setdefault(stale, []).append(us_date(session.date))
        for alert in bill.alerts:
            said = f"{us_date(session.date)}: {alert.message}"
            if alert.severity is Severity.ERROR:
                (remarks if alert.id == _RULE_NOT_KNOWN else problems).append(said)
    remarks += [f"{stale}: {', '.join(dict.fromkeys(at))}." for stale, at in unchecked.items()]
    return tuple(dict.fromkeys(remarks)), tuple(dict.fromkeys(problems))
