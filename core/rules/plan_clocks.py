"""Medicare's clocks of the plan of care: its certification and the progress report."""

from __future__ import annotations

from datetime import date

from core.model.facts import PlanFacts
from core.model.kinds import Discipline, Severity
from core.rules.days import days_after
from core.rules.draft import Draft
from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import is_assumed, is_value
from core.rules.terms import Policy

_NOTHING_TOLD = PlanFacts()


def check_plan_clocks(draft: Draft) -> None:
    """Flag a plan of care that is not certified for the day, and a progress report that is due."""
    if not draft.rules.terms.medicare_clocks or draft.encounter.discipline is Discipline.DC:
        return
    plan = draft.encounter.plan or _NOTHING_TOLD
    if plan.certified_to is not None:
        _check_certified_to(draft, plan.certified_to)
    elif plan.first_treatment is not None:
        _check_first(draft, plan, plan.first_treatment)
    else:
        draft.unchecked.append("certification (plan.first_treatment and certified_to not given)")
    if plan.treatment_days_since_report is None:
        draft.unchecked.append("progress report (plan.treatment_days_since_report not given)")
    else:
        _check_report(draft, plan.treatment_days_since_report)


def certification_due(draft: Draft, first: date) -> tuple[date, DatedValue] | None:
    """The last day for the first signature, and the rule that says so."""
    return _days_after(draft, "plan_of_care.certification_days", first)


def _days_after(draft: Draft, name: str, first: date) -> tuple[date, DatedValue] | None:
    days = draft.book.parameter(name, draft.encounter.date)
    if not isinstance(days, DatedValue):
        return None
    return days_after(first, days.number), days


def _check_certified_to(draft: Draft, last: date) -> None:
    if draft.encounter.date > last:
        rule = draft.book.parameter("plan_of_care.recertification_days", draft.encounter.date)
        cite = rule.cite if isinstance(rule, DatedValue) else ""
        message = f"The certification of the plan of care ended on {last}."
        fix = "Have the plan recertified; a late certification needs its reason in the record."
        draft.alert("certification", Severity.WARNING, (), message, fix, cite)


def _check_first(draft: Draft, plan: PlanFacts, first: date) -> None:
    """Without a certification on record: signed in time, or the signed-order exception."""
    day = draft.encounter.date
    due = certification_due(draft, first)
    if due is None:
        return
    last, rule = due
    order = draft.rules.terms.order_exception
    stands = _by_order(draft, plan, first)
    if stands and is_value(order, Policy.MEDICARE):
        _check_exception(draft, first, stands)
        return
    draft.say("Certification", f"the first signature is due by {last}", rule.cite, rule.since)
    if day > last:
        message = (
            f"The plan of care has no certification on record; it was due by {last}, "
            f"{rule.number} days after the first treatment."
        )
        fix, cite = _first_fix(order, rule, stands=stands is not None)
        draft.alert("certification", Severity.WARNING, (), message, fix, cite)


def _by_order(draft: Draft, plan: PlanFacts, first: date) -> DatedValue | None:
    """The rule by which a signed order and a plan sent in time stand in, where both are there."""
    stands = _days_after(draft, "plan_of_care.order_exception_days", first)
    sent = plan.sent_on if plan.order_on_file else None
    return stands[1] if stands and sent is not None and sent <= stands[0] else None


def _first_fix(order: DatedValue | NotKnown, rule: DatedValue, *, stands: bool) -> tuple[str, str]:
    """What to do about a first signature that is missing, and who says so."""
    if is_value(order, Policy.MEDICARE):
        words = (
            "Get the signature, or record the signed order and the day the plan was sent "
            "where that stands in for it."
        )
        return words, rule.cite
    if not stands or not isinstance(order, DatedValue):
        return "Get the signature; a late certification needs its reason in the record.", rule.cite
    if is_assumed(order):
        words = (
            "A signed order is on file and the plan was sent, but nobody knows whether this payer "
            "takes that for a signature. Get the signature, or ask the payer and record its answer."
        )
        return words, order.cite
    return "Get the signature; this payer takes no signed order in its place.", order.cite


def _check_exception(draft: Draft, first: date, rule: DatedValue) -> None:
    """The order stands in for the first signature only, until a recertification is due."""
    result = "a signed order is on file and the plan was sent in time: no signature is needed"
    draft.say("Certification", result, rule.cite, rule.since)
    again = _days_after(draft, "plan_of_care.recertification_days", first)
    if again is None:
        return
    ends = draft.encounter.plan.plan_ends if draft.encounter.plan else None
    last = min(again[0], ends) if ends else again[0]
    if draft.encounter.date > last:
        why = (
            "when the plan's own duration ended"
            if last == ends
            else f"{again[1].number} days after the first treatment"
        )
        message = f"The plan of care needed recertification by {last}, {why}."
        fix = "Have the plan recertified with a signature; an order does not stand in for it."
        draft.alert("certification", Severity.WARNING, (), message, fix, again[1].cite)


def _check_report(draft: Draft, days: int) -> None:
    due = draft.book.parameter("plan_of_care.progress_report_due", draft.encounter.date)
    warn = draft.book.parameter("plan_of_care.progress_report_warn", draft.encounter.date)
    if not isinstance(due, DatedValue) or not isinstance(warn, DatedValue):
        return
    if days >= due.number:
        severity, message = Severity.WARNING, f"A progress report is due: {days} treatment days"
    elif days >= warn.number:
        severity, message = Severity.NOTE, f"A progress report is due soon: {days} treatment days"
    else:
        return
    message = f"{message} since the last; at most {due.number} may pass."
    fix = "A therapist writes it; an assistant's note alone does not count."
    draft.alert("progress-report", severity, (), message, fix, due.cite)
