"""Whether a payer pays a code at all: its own list, its benefit, the fee schedule's status."""

from __future__ import annotations

from datetime import date

from core.model.bill import Offer
from core.model.kinds import Discipline, Notice, Severity
from core.model.statements import OfferKind
from core.rules.codes import CodeEntry, MedicareStatus
from core.rules.distinctness import by_hand
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue, NotKnown
from core.rules.statements import GY, excluded_service

NOT_BILLABLE = "not-billable"


def judge_payment(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """Refuse a code the payer never pays, by the first reason that holds."""
    profile, claim = draft.rules.profile, draft.rules.claim
    if entry.code in profile.refused:
        why = f"{profile.name} does not pay {entry.code}."
        _refuse_by(draft, work, why, profile.not_accepted)
    elif profile.manipulation_only and is_beyond_manipulation(draft.encounter.discipline, entry):
        why = f"{profile.name} pays a chiropractor for manual spinal manipulation only."
        _refuse_by(draft, work, why, profile.chiropractic_benefit)
    elif entry.code in claim.instead:
        cite = getattr(claim.replacements, "cite", entry.cite)
        _refuse_replaced(draft, work, entry, (claim.instead[entry.code],), cite)
    elif profile.medicare_status and entry.status is not MedicareStatus.ACTIVE:
        _judge_status(draft, work, entry)
        if isinstance(profile.status_policy, DatedValue):
            work.since = profile.status_policy.since


def _refuse_by(draft: Draft, work: Work, why: str, source: DatedValue | NotKnown) -> None:
    if isinstance(source, DatedValue):
        _refuse_not_payable(draft, work, why, source.cite, source.since)


def is_beyond_manipulation(discipline: Discipline, entry: CodeEntry) -> bool:
    """Whether a chiropractor's service is another than manipulation."""
    return discipline is Discipline.DC and (
        entry.is_office_visit or Discipline.DC not in entry.only
    )


def _judge_status(draft: Draft, work: Work, entry: CodeEntry) -> None:
    if entry.status is MedicareStatus.BUNDLED:
        _refuse_bundled(draft, work, entry)
    elif entry.status is MedicareStatus.INVALID and entry.replaced_by:
        _refuse_replaced(draft, work, entry, entry.replaced_by, entry.cite)
    elif entry.status in (MedicareStatus.INVALID, MedicareStatus.NONCOVERED):
        why = f"{draft.rules.profile.name} does not cover {entry.code}."
        _refuse_not_payable(draft, work, why, entry.cite)


def _refuse_bundled(draft: Draft, work: Work, entry: CodeEntry) -> None:
    name = draft.rules.profile.name
    why = f"{name} pays {entry.code} as part of other services, never by itself."
    work.refuse("bundled", why, entry.cite)
    fix = "Keep it in the note. It is billed neither to the payer nor to the patient."
    draft.alert("bundled", Severity.NOTE, (entry.code,), why, fix, entry.cite)


def _refuse_replaced(
    draft: Draft, work: Work, entry: CodeEntry, others: tuple[str, ...], cite: str
) -> None:
    codes, instead = (entry.code, *others), " or ".join(others)
    name = draft.rules.profile.name
    why = f"{name} does not take {entry.code}; the service goes out as {instead}."
    work.refuse(NOT_BILLABLE, why, cite)
    fix = f"If the service was {instead}, put {instead} in place of {entry.code}."
    draft.alert("replaced-code", Severity.WARNING, codes, why, fix, cite, in_place(entry, others))


def in_place(entry: CodeEntry, others: tuple[str, ...]) -> tuple[Offer, ...]:
    """Each code that may stand in place of another."""
    return tuple(Offer(OfferKind.REPLACE, (entry.code,), instead=one) for one in others)


def _refuse_not_payable(
    draft: Draft, work: Work, why: str, cite: str, since: date | None = None
) -> None:
    fix = "Keep it in the note; tell the patient beforehand what is not covered."
    if draft.rules.claim.medicare_notices:
        if _is_sent_for_denial(draft, work):
            work.excluded = True
            why, fix = f"{why} It is sent for a denial.", "The patient pays, if told beforehand."
            draft.alert("not-payable", Severity.NOTE, (work.code,), why, fix, cite)
            return
        fix += " For a denial to show another payer, put GY on it (GX besides with a notice)."
    work.refuse(NOT_BILLABLE, why, cite, since)
    offers = excluded_service(draft, work.code)
    draft.alert("not-payable", Severity.WARNING, (work.code,), why, fix, cite, offers)


def _is_sent_for_denial(draft: Draft, work: Work) -> bool:
    """A person wants the denial: GY by hand, or a voluntary notice for this encounter."""
    by_act = draft.encounter.attest.abn is Notice.VOLUNTARY
    return by_act or GY in by_hand(work)
