"""Orders, signatures under a plan of care, and the log of plans sent: checked and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model import checks
from core.model.patient import PlanOfCare
from core.model.permissions import Permission
from core.model.plan_of_care import Certification, CertificationKind, Order, PlanSent
from core.model.typed_dates import say_date
from core.rules.days import days_after
from core.rules.parameters import DatedValue
from core.rules.plan_standing import PlanState, longest_validity
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.services.plan_standing import follows_medicare, state_of
from core.services.plans import future_problem, plan_of
from core.store import certifications as table
from core.store import diagnoses, patient_files, referring

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_INITIAL, _AGAIN = CertificationKind.INITIAL, CertificationKind.RECERTIFICATION
WHY = "The reason"


@needs(Permission.DEMOGRAPHICS_WRITE)
def save_order(p: OpenPractice, order: Order) -> Order:
    """Keep an order; raises InvalidInput naming every bad field."""
    form, today = Form(), p.clock.today()
    known = {one.id for one in table.orders(p.file.db, order.patient_id)}
    if order.id is not None and order.id not in known:
        raise UserProblem("This order is not in the practice file. Open the patient again.")
    _check_signer(p, form, order.referring_provider_id, "Who orders")
    form.days(signed_on=order.signed_on, received_on=order.received_on)
    for name, day in (("signed_on", order.signed_on), ("received_on", order.received_on)):
        form.problem(name, future_problem(day, today))
    if order.signed_on is None and order.received_on is None:
        form.problem("signed_on", "Enter when the order was signed, or when it came in unsigned.")
    _check_paper(p, form, order.file_id, order.patient_id)
    clean = replace(order, words=form.line("words", "What is ordered", order.words, most=300))
    form.done()
    with change(p, "plan_order.save", "plan_order") as work:
        kept = table.save_order(work.db, clean, work.now, p.file.actor)
        work.object_id, work.patient_id = kept.id, kept.patient_id
    return kept


@needs(Permission.DEMOGRAPHICS_WRITE)
def certify(p: OpenPractice, one: Certification) -> Certification:
    """Keep a signature under a plan; days it covers follow from the plan where none are typed.

    Raises InvalidInput naming every bad field. A late one needs its reason.
    """
    plan = plan_of(p, one.plan_id)
    standing = _standing(p, one.plan_id)
    clean = _check(p, plan, one, standing)
    with change(p, "plan_of_care.certify", "plan_certification") as work:
        kept = table.certify(work.db, clean, work.now, p.file.actor)
        diagnoses.save_plan(work.db, _dated(plan, (*standing, kept)))
        work.object_id, work.patient_id = kept.id, plan.patient_id
        work.detail |= {"plan": plan.id, "kind": kept.kind.value, "late": bool(kept.delay_reason)}
    return kept


@needs(Permission.DEMOGRAPHICS_WRITE)
def withdraw(p: OpenPractice, certification_id: int, why: str) -> None:
    """Take a signature back that was recorded by mistake; it stays in the list with the reason."""
    found = table.get(p.file.db, certification_id)
    if found is None or found.withdrawn_at is not None:
        raise UserProblem("This signature is withdrawn already, or not in the practice file.")
    form = Form()
    reason = form.line("why", WHY, why, needed=True)
    form.done()
    plan = plan_of(p, found.plan_id)
    left = tuple(one for one in _standing(p, found.plan_id) if one.id != certification_id)
    with change(p, "plan_of_care.withdraw", "plan_certification") as work:
        table.withdraw(work.db, certification_id, reason, work.now, p.file.actor)
        diagnoses.save_plan(work.db, _dated(plan, left))
        work.object_id, work.patient_id = certification_id, plan.patient_id


@needs(Permission.DEMOGRAPHICS_WRITE)
def log_send(p: OpenPractice, sent: PlanSent) -> PlanSent:
    """Keep that a plan was sent: to whom, how, when, and what proves it."""
    plan = plan_of(p, sent.plan_id)
    form = Form()
    form.days(sent_on=sent.sent_on)
    form.problem("sent_on", future_problem(sent.sent_on, p.clock.today()))
    if sent.sent_on < plan.starts_on:
        form.problem("sent_on", f"The plan begins {say_date(plan.starts_on)}. Check the date.")
    _check_paper(p, form, sent.file_id, plan.patient_id)
    clean = replace(
        sent,
        sent_to=form.line("sent_to", "Whom it was sent to", sent.sent_to, most=100, needed=True),
        address=form.line("address", "The number or address", sent.address),
        proof=form.line("proof", "The proof", sent.proof),
    )
    if clean.file_id is not None and not clean.proof:
        clean = replace(clean, proof="The paper that is kept with it")
    form.done()
    with change(p, "plan_of_care.sent", "plan_send") as work:
        kept = table.log_send(work.db, clean, work.now, p.file.actor)
        work.object_id, work.patient_id = kept.id, plan.patient_id
        work.detail |= {"plan": plan.id, "how": kept.how.value, "proof": bool(kept.proof)}
    return kept


def _standing(p: OpenPractice, plan_id: int) -> tuple[Certification, ...]:
    return tuple(one for one in table.of_plan(p.file.db, plan_id) if one.withdrawn_at is None)


def _check(
    p: OpenPractice, plan: PlanOfCare, one: Certification, standing: tuple[Certification, ...]
) -> Certification:
    form, today = Form(), p.clock.today()
    _check_signer(p, form, one.referring_provider_id, "Who certifies")
    form.days(signed_on=one.signed_on, verbal_on=one.verbal_on, covers_from=one.covers_from,
              valid_to=one.valid_to)  # fmt: skip
    form.problem("signed_on", future_problem(one.signed_on, today))
    form.problem("verbal_on", future_problem(one.verbal_on, today))
    signed = any(each.kind is _INITIAL and each.signed_on for each in standing)
    if one.kind is _INITIAL and signed:
        form.problem("kind", "The plan has its first signature. Record a recertification.")
    if one.signed_on is None and (one.kind is _AGAIN or one.verbal_on is None):
        form.problem("signed_on", "Enter the day it was signed. Only a first certification can be"
                     " by word until its signature comes.")  # fmt: skip
    _check_paper(p, form, one.file_id, plan.patient_id)
    reason = form.line("delay_reason", WHY, one.delay_reason, most=300)
    form.done()
    state = state_of(p.file.db, plan, today)
    dated = _covering(p, plan, replace(one, delay_reason=reason), standing, state)
    form.problem("valid_to", _length_problem(one, dated, state))
    if follows_medicare(p, plan.patient_id, one.signed_on or one.verbal_on or today):
        _check_length(p, form, dated, state)
        _check_late(p, form, dated, standing, state)
    form.done()
    return dated


def _covering(
    p: OpenPractice,
    plan: PlanOfCare,
    one: Certification,
    standing: tuple[Certification, ...],
    state: PlanState,
) -> Certification:
    """The signature with the days it covers, taken from the plan where they are not typed."""
    start = one.covers_from
    ends = [each.valid_to for each in standing if each.valid_to]
    if start is None and one.kind is _AGAIN:
        start = max(ends) + timedelta(days=1) if ends else one.signed_on
    start = start or state.first_treatment or plan.starts_on
    last = one.valid_to or longest_validity(start, state.plan_ends, start, p.book)
    return replace(one, covers_from=start, valid_to=last)


def _check_length(p: OpenPractice, form: Form, one: Certification, state: PlanState) -> None:
    if one.covers_from is None or one.valid_to is None or one.valid_to < one.covers_from:
        return
    most = longest_validity(one.covers_from, state.plan_ends, one.covers_from, p.book)
    if most is not None and one.valid_to > most:
        form.problem(
            "valid_to",
            f"A certification holds to {say_date(most)} at most: the plan's end, or 90 days."
            if most != state.plan_ends
            else f"The plan itself ends {say_date(most)}; a certification does not outlast it.",
        )


def _length_problem(typed: Certification, dated: Certification, state: PlanState) -> str:
    """A signature covers at least a day; one from after the plan's end covers none."""
    if dated.covers_from is None or dated.valid_to is None or dated.covers_from <= dated.valid_to:
        return ""
    if typed.valid_to is not None or state.plan_ends is None:
        return checks.period_problem(dated.covers_from, dated.valid_to)
    return (
        f"The plan ends {say_date(state.plan_ends)}. Add to its frequency and duration first, then"
        " record the signature."
    )


def _check_late(
    p: OpenPractice,
    form: Form,
    one: Certification,
    standing: tuple[Certification, ...],
    state: PlanState,
) -> None:
    """A signature after its last day is accepted with an explanation."""
    due = _due(p, one, standing, state)
    if due is None or one.signed_on is None or one.signed_on <= due or one.delay_reason:
        return
    form.problem(
        "delay_reason",
        f"It was due by {say_date(due)} and is signed {say_date(one.signed_on)}. Medicare takes a"
        " late certification with its reason: type what was done to get it.",
    )


def _due(
    p: OpenPractice, one: Certification, standing: tuple[Certification, ...], state: PlanState
) -> date | None:
    if one.kind is _AGAIN:
        return max((each.valid_to for each in standing if each.valid_to), default=None)
    spoken = one.verbal_on or next((each.verbal_on for each in standing if each.verbal_on), None)
    first = state.first_treatment
    name, start = ("verbal_signature_days", spoken) if spoken else ("certification_days", first)
    if start is None or one.signed_on is None:
        return None
    rule = p.book.parameter(f"plan_of_care.{name}", one.signed_on)
    return days_after(start, rule.number) if isinstance(rule, DatedValue) else None


def _dated(plan: PlanOfCare, standing: tuple[Certification, ...]) -> PlanOfCare:
    """The plan with the dates that its signatures come to."""
    signed = [one.signed_on for one in standing if one.signed_on]
    ends = [one.valid_to for one in standing if one.valid_to]
    signers = [one.referring_provider_id for one in standing if one.referring_provider_id]
    return replace(
        plan,
        certified_on=max(signed, default=None),
        certified_to=max(ends, default=None),
        referring_provider_id=signers[-1] if signers else plan.referring_provider_id,
    )


def _check_signer(p: OpenPractice, form: Form, signer: int | None, who: str) -> None:
    if signer is None:
        form.problem("referring_provider_id", f"{who} is missing. Choose from the list.")
    elif referring.get(p.file.db, signer) is None:
        form.problem("referring_provider_id", "Choose the provider from the list.")


def _check_paper(p: OpenPractice, form: Form, file_id: int | None, patient_id: int) -> None:
    if file_id is None:
        return
    found = patient_files.get(p.file.db, file_id)
    if found is None or found.patient_id != patient_id:
        form.problem("file_id", "This paper is not kept with the patient. Choose another.")
