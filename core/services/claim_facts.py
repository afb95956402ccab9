"""What the practice file holds of one encounter for its claim, and the claim of its kept bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.claims.claim import ClaimSet
from core.claims.facts import (
    ClaimFacts,
    ClaimLine,
    Referrer,
    ReferrerRole,
    Resubmission,
)
from core.claims.making import make_claims
from core.errors import UserProblem
from core.library.claim_files import load_claim_rules
from core.model.bill import Bill
from core.model.patient import Patient, PlanOfCare
from core.model.practice import Fee
from core.model.session import SessionRecord
from core.services import encounters as sessions
from core.services.authorisation_facts import choose
from core.services.charging import charges_of
from core.services.permissions import inner
from core.services.plan_standing import state_of
from core.services.session_files import coverage_on
from core.services.superbill_data import payments_of, points_to
from core.store import (
    authorisations,
    certifications,
    charges,
    coverages,
    diagnoses,
    fees,
    locations,
    patients,
    payers,
    practices,
    providers,
    referring,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database


@inner
def claims_of(p: OpenPractice, session: SessionRecord) -> ClaimSet:
    """The claim as the kept bill gives it today."""
    lines = lines_of(p, session, sessions.bill_of(p, session.id or 0))
    return claims_with(p, session, lines)


@inner
def claims_with(
    p: OpenPractice,
    session: SessionRecord,
    lines: tuple[ClaimLine, ...],
    resubmission: Resubmission | None = None,
) -> ClaimSet:
    """The claim of an encounter with these lines, made today."""
    return make_claims(_facts(p, session, lines, resubmission), load_claim_rules())


@inner
def lines_of(p: OpenPractice, session: SessionRecord, bill: Bill) -> tuple[ClaimLine, ...]:
    """A bill's lines at the fees that were charged; own cash items stand on no claim."""
    prices = prices_of(p, session)
    known = tuple(Fee(code, cents, session.date) for code, cents in prices.items())
    return tuple(
        ClaimLine(
            code=charge.code,
            units=charge.units,
            modifiers=charge.modifiers,
            charge_cents=charge.amount_cents,
            points_to=points_to(session, charge.pointers),
            authorisation=_authorisation(p.file.db, session, charge.code),
        )
        for charge in charges_of(session, bill, (), known)
    )


@inner
def prices_of(p: OpenPractice, session: SessionRecord) -> dict[str, int]:
    """Cents of one unit by code: as charged, else by the fee list of the day."""
    db = p.file.db
    prices = {fee.code: fee.amount_cents for fee in fees.list_on(db, session.date)}
    posted = charges.of_encounter(db, session.id or 0)
    return prices | {one.code: one.fee_cents for one in posted if one.fee_cents is not None}


def _facts(
    p: OpenPractice,
    session: SessionRecord,
    lines: tuple[ClaimLine, ...],
    resubmission: Resubmission | None,
) -> ClaimFacts:
    db, day = p.file.db, session.date
    patient, practice = patients.get(db, session.patient_id), practices.get(db)
    rendering = providers.get(db, session.rendering_provider_id)
    if patient is None or practice is None or rendering is None:
        raise UserProblem("This session’s patient or provider is not in the practice file.")
    cover = coverages.get(db, session.coverage_id) if session.coverage_id else None
    plan = diagnoses.latest_plan(db, session.patient_id, session.discipline, day)
    paid = payments_of(db, session.patient_id, (session,))
    return ClaimFacts(
        made_on=p.clock.today(),
        day=day,
        discipline=session.discipline,
        profile=session.profile,
        patient=patient,
        practice=practice,
        rendering=rendering,
        lines=lines,
        diagnoses=session.diagnoses,
        coverage=cover,
        other_coverage=coverage_on(db, session.patient_id, day).secondary,
        payer=payers.get(db, cover.payer_id) if cover else None,
        referrer=_referrer(db, session, patient, plan),
        plan_starts_on=plan.starts_on if plan else None,
        certified_to=plan.certified_to if plan else None,
        first_treatment=state_of(db, plan, day).first_treatment if plan else None,
        place_of_service=session.place_of_service,
        location=locations.get(db, session.location_id) if session.location_id else None,
        account=f"{patient.account_number}V{session.id or 0}",
        paid_cents=sum(one.amount_cents for one in paid),
        resubmission=resubmission,
    )


def _referrer(
    db: Database, session: SessionRecord, patient: Patient, plan: PlanOfCare | None
) -> Referrer | None:
    """Who certified the plan or referred the patient; else who signed an order for therapy."""
    number = (plan.referring_provider_id if plan else None) or patient.referring_provider_id
    role = ReferrerRole.REFERRING
    if number is None:
        role = ReferrerRole.ORDERING
        number = next(
            (
                one.referring_provider_id
                for one in certifications.orders(db, session.patient_id)
                if one.discipline is session.discipline
                and one.signed_on is not None
                and one.signed_on <= session.date
            ),
            None,
        )
    who = referring.get(db, number) if number is not None else None
    return Referrer(who, role) if who is not None else None


def _authorisation(db: Database, session: SessionRecord, code: str) -> str:
    """The number of the authorisation that a line falls under, empty without one."""
    if session.coverage_id is None:
        return ""
    fitting = [
        one
        for one in authorisations.of_coverage(db, session.coverage_id)
        if one.is_for(session.discipline)
        and one.covers(session.date)
        and (not one.codes or code in {each.code for each in one.codes})
    ]
    found = choose(fitting, session.date)
    return found.number if found else ""
