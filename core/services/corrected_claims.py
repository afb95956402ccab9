"""The corrected claim of an overpayment: read here, drawn aside, kept like other papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.claims.changes import ChangeKind, line_changes, with_units
from core.claims.claim import ClaimSet, Lack
from core.claims.facts import ClaimLine, Resubmission, ResubmissionKind
from core.errors import UserProblem
from core.library.claim_files import load_claim_rules
from core.model.audits import OverpaidLine, Overpayment, OverpaymentState
from core.model.bill import Bill
from core.model.kinds import EncounterState, Severity
from core.model.permissions import Permission
from core.model.session import SessionRecord
from core.reports import corrected_claim
from core.reports.corrected_claim import CorrectedClaim
from core.reports.superbill_record import Insurance
from core.rules.parameters import NotKnown
from core.services import encounters as sessions
from core.services.billing import bill_for
from core.services.claim_facts import claims_with, lines_of, prices_of
from core.services.engine_facts import facts_for
from core.services.forms import Form
from core.services.overpaid import overpaid
from core.services.permissions import inner, needs
from core.services.printing import PdfDraft, draft_of
from core.services.superbill_data import billing_of, insurance_of, person_of
from core.store import (
    coverages,
    documents,
    quality_audits,
    quality_tasks,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

# Screens ask the services, so what they choose from stands here as well.
__all__ = ["ClaimJob", "ResubmissionKind", "draw_claim", "prepare_claim"]
KIND = "corrected-claim"
_SELF_PAY = (
    "The patient paid for this session, so no claim was sent that could be corrected. Write the"
    " refund letter."
)
_NO_CHANGE = (
    "Today’s bill of this session is what was billed, so a replacement would correct nothing. Open"
    " the session, correct what the audit found and complete it again; or void the claim as a"
    " whole, or write the refund letter."
)
_NOTHING_LEFT = (
    "By today’s rules and record nothing of this session is billed, so there is no line to replace"
    " the claim with. Void the claim as a whole."
)
_NOT_COMPLETE = (
    "The session is not complete, so it has no bill that could replace the claim. Complete it"
    " first, or void the claim as a whole."
)


@dataclass(frozen=True, slots=True)
class ClaimJob:
    """All that is needed to draw; drawing may run on any thread."""

    record: CorrectedClaim
    patient_id: int
    versions: tuple[tuple[int, int], ...]


@needs(Permission.OVERPAYMENTS)
def prepare_claim(
    p: OpenPractice, overpayment_id: int, kind: ResubmissionKind, reference: str
) -> ClaimJob:
    """Read what the corrected claim says; `reference` is the payer's number of the sent claim.

    Raises InvalidInput for a missing reference, UserProblem where nothing can be corrected.
    """
    again = Resubmission(kind, _reference(p, reference))
    db, about = p.file.db, overpaid(p, overpayment_id)
    owed, session = about.owed, about.session
    before, after, now = _both(p, owed, session, kind)
    changes = line_changes(before, after)
    again_on = quality_audits.completed_on(db, session.id or 0) if _moved_on(p, owed) else None
    record = CorrectedClaim(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(about.practice),
        patient=person_of(about.patient),
        insurance=_insurance(p, session),
        day=session.date,
        claims=_with_alerts(claims_with(p, session, after or before, again), now),
        changes=changes,
        resubmission=again,
        found_on=owed.found_on,
        why=about.why,
        completed_again=again_on,
    )
    if kind is ResubmissionKind.REPLACE and all(one.kind is ChangeKind.SAME for one in changes):
        raise UserProblem(_NO_CHANGE)
    return ClaimJob(record, session.patient_id, about.versions)


@inner
def _reference(p: OpenPractice, text: str) -> str:
    rules = load_claim_rules().on(p.clock.today())
    if isinstance(rules, NotKnown):
        raise UserProblem(
            "The claim form’s rules of this day are not known. Check this PC’s clock."
        )
    form = Form()
    most = rules.number("reference_length")
    kept = form.line("reference", "The payer’s number of the claim", text, most=most, needed=True)
    form.done()
    return kept


@inner
def _insurance(p: OpenPractice, session: SessionRecord) -> Insurance:
    cover = coverages.get(p.file.db, session.coverage_id) if session.coverage_id else None
    found = insurance_of(cover)
    if found is None:
        raise UserProblem(_SELF_PAY)
    return found


@inner
def _both(
    p: OpenPractice, owed: Overpayment, session: SessionRecord, kind: ResubmissionKind
) -> tuple[tuple[ClaimLine, ...], tuple[ClaimLine, ...], Bill | None]:
    """The lines as they were billed, as they are now, and today's bill where it replaces them."""
    billed = lines_of(p, session, sessions.bill_of(p, session.id or 0))
    if _moved_on(p, owed):
        prices = prices_of(p, session)
        for line in _owed_lines(p, owed):
            billed = with_units(billed, line.code, line.units, prices.get(line.code))
    if kind is ResubmissionKind.VOID:
        return billed, (), None
    if session.state is not EncounterState.COMPLETE:
        raise UserProblem(_NOT_COMPLETE)
    now = bill_for(session, facts_for(p, session), p.book)
    lines = lines_of(p, session, now)
    if not lines:
        raise UserProblem(_NOTHING_LEFT)
    return billed, lines, now


@inner
def _owed_lines(p: OpenPractice, owed: Overpayment) -> tuple[OverpaidLine, ...]:
    """What one audit found too high in the session, over all its overpayments."""
    db = p.file.db
    audit = _audit_of(p, owed)
    same = (
        one
        for one in quality_tasks.overpayments(db)
        if one.encounter_id == owed.encounter_id
        and one.state is not OverpaymentState.NOT_OWED
        and _audit_of(p, one) == audit
    )
    return tuple(line for one in same for line in one.lines)


@inner
def _audit_of(p: OpenPractice, owed: Overpayment) -> int | None:
    finding = quality_audits.finding(p.file.db, owed.finding_id)
    return finding.audit_id if finding else None


@inner
def _moved_on(p: OpenPractice, owed: Overpayment) -> bool:
    """Whether the session was completed again after the audit that found the overpayment."""
    db = p.file.db
    number = _audit_of(p, owed)
    audit = quality_audits.get(db, number) if number is not None else None
    completed = quality_audits.completed_at(db, owed.encounter_id)
    if audit is None or audit.created_at is None or completed is None:
        return False
    return completed > audit.created_at


def _with_alerts(found: ClaimSet, bill: Bill | None) -> ClaimSet:
    """The claim with the errors of today's bill among what is wrong."""
    errors = [one for one in bill.alerts if one.severity is Severity.ERROR] if bill else []
    wrong = tuple(Lack("24", one.message, "", one.fix) for one in errors)
    return replace(found, lacks=(*wrong, *found.lacks))


def draw_claim(job: ClaimJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    record, pdf = job.record, corrected_claim.build(job.record)
    lacking = tuple(f"Item {x.item}: {x.sentence}" for x in record.claims.lacks if x.needed)
    return draft_of(
        pdf,
        record,
        corrected_claim.TITLE,
        KIND,
        job.patient_id,
        name=KIND,
        versions=job.versions,
        problems=lacking,
    )
