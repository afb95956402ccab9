"""How a plan of care stands on a day: every clock with its last day, its state and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.model.plan_clock import Clock, ClockKind, ClockState
from core.model.typed_dates import say_date
from core.rules.days import days_after
from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import is_assumed, is_value
from core.rules.rulebook import RuleBook
from core.rules.terms import Policy

_UNKNOWN = (
    "An order is signed and the plan was sent, but whether this payer takes that for a signature is"
    " not known."
)
_CONTENT_CITE = "MBPM ch.15 §220.1.2: what a plan of care holds"


@dataclass(frozen=True, slots=True)
class PlanState:
    """What is on record of a plan; `sent_on` is the first sending that has a proof.

    `treatment_days` counts days with treatment since the last report, up to the day asked about.
    """

    first_treatment: date | None = None
    plan_ends: date | None = None
    certified_on: date | None = None
    certified_to: date | None = None
    verbal_on: date | None = None
    order_signed_on: date | None = None
    direct_access: bool = False
    sent_on: date | None = None
    treatment_days: int = 0
    last_treatment: date | None = None
    discharged_on: date | None = None
    discharge_reported: bool = False
    missing: tuple[str, ...] = ()


def clocks_on(
    plan: PlanState, day: date, book: RuleBook, order: DatedValue | NotKnown
) -> tuple[Clock, ...]:
    """Every clock of Medicare's plan of care as it stands on a day.

    `order` is the payer's own rule on a signed order in place of the first signature.
    """
    asked = _Asked(plan, day, book, order)
    return tuple(
        clock
        for clock in (
            _content(asked),
            *_signatures(asked),
            _progress(asked),
            _discharge(asked),
        )
        if clock is not None
    )


def longest_validity(first: date, plan_ends: date | None, day: date, book: RuleBook) -> date | None:
    """The last day a certification from `first` on can hold: the plan's end, or 90 days."""
    most = book.parameter("plan_of_care.recertification_days", day)
    if not isinstance(most, DatedValue):
        return None
    last = days_after(first, most.number)
    return last if plan_ends is None else min(last, plan_ends)


@dataclass(frozen=True, slots=True)
class _Asked:
    plan: PlanState
    day: date
    book: RuleBook
    order: DatedValue | NotKnown

    @property
    def by_order(self) -> bool:
        """Whether the payer takes a signed order and a plan sent in time for a signature."""
        return is_value(self.order, Policy.MEDICARE)

    def rule(self, name: str) -> DatedValue | None:
        found = self.book.parameter(f"plan_of_care.{name}", self.day)
        return found if isinstance(found, DatedValue) else None

    def state(self, due: date, warn: str) -> ClockState:
        if self.day > due:
            return ClockState.OVERDUE
        early = self.rule(warn)
        near = early is not None and (due - self.day).days <= early.number
        return ClockState.SOON if near else ClockState.RUNNING


def _content(asked: _Asked) -> Clock | None:
    missing = asked.plan.missing
    if not missing:
        return None
    words = f"The plan does not name its {_listed(missing)}."
    return Clock(ClockKind.CONTENT, ClockState.DUE, words, cite=_CONTENT_CITE)


def _signatures(asked: _Asked) -> Iterator[Clock]:
    """The first signature, or what stands in for it; then the clock of the next one."""
    plan, first = asked.plan, asked.plan.first_treatment
    if plan.certified_on or (plan.certified_to and not plan.verbal_on):
        since = f" on {say_date(plan.certified_on)}" if plan.certified_on else ""
        yield Clock(ClockKind.CERTIFICATION, ClockState.MET, f"Certified{since}.")
        yield from _next_signature(asked, _end(asked))
        return
    if first is None:
        words = "Counted from the first treatment, and there is none yet."
        yield Clock(ClockKind.CERTIFICATION, ClockState.RUNNING, words)
        return
    rule = asked.rule("certification_days")
    if rule is None:
        words = "The days allowed are not known for this date."
        yield Clock(ClockKind.CERTIFICATION, ClockState.NOT_KNOWN, words)
        return
    due = days_after(first, rule.number)
    stands_in = _exception(asked, first)
    if stands_in is not None and asked.by_order:
        yield stands_in
        yield from _next_signature(asked, _end(asked))
    elif plan.verbal_on and plan.verbal_on <= due:
        yield from _spoken(asked, plan.verbal_on)
    else:
        words = _first_words(asked, first, due, rule)
        if stands_in is not None and is_assumed(asked.order):
            words = f"{words} {_UNKNOWN}"
        state = asked.state(due, "certification_warn")
        yield Clock(ClockKind.CERTIFICATION, state, words, due, rule.cite, rule.since)
        yield from _sending(asked, first)


def _first_words(asked: _Asked, first: date, due: date, rule: DatedValue) -> str:
    until = f"due by {say_date(due)}, {rule.number} days after {say_date(first)}."
    if asked.day > due:
        return f"Not signed; it was {until} A late one needs its reason."
    return f"Not signed; {until}"


def _exception(asked: _Asked, first: date) -> Clock | None:
    """Since 2025 a signed order and a plan sent in time stand in for the first signature."""
    plan, rule = asked.plan, asked.rule("order_exception_days")
    if rule is None or plan.order_signed_on is None or plan.direct_access or plan.sent_on is None:
        return None
    if plan.sent_on > days_after(first, rule.number):
        return None
    words = (
        f"Not needed: the order is signed {say_date(plan.order_signed_on)} and the plan was sent"
        f" {say_date(plan.sent_on)}."
    )
    kind, state = ClockKind.CERTIFICATION, ClockState.MET
    return Clock(kind, state, words, cite=rule.cite, since=rule.since)


def _sending(asked: _Asked, first: date) -> Iterator[Clock]:
    """While the exception can still be reached, until when the plan has to be sent."""
    plan, rule = asked.plan, asked.rule("order_exception_days")
    if not asked.by_order or rule is None or plan.order_signed_on is None:
        return
    if plan.direct_access or plan.sent_on:
        return
    due = days_after(first, rule.number)
    if asked.day > due:
        return
    words = f"Sent with proof by {say_date(due)}, the signed order is enough."
    state = asked.state(due, "certification_warn")
    yield Clock(ClockKind.SENDING, state, words, due, rule.cite, rule.since)


def _spoken(asked: _Asked, spoken: date) -> Iterator[Clock]:
    words = f"Certified by word on {say_date(spoken)}."
    yield Clock(ClockKind.CERTIFICATION, ClockState.MET, words)
    rule = asked.rule("verbal_signature_days")
    if rule is not None:
        due = days_after(spoken, rule.number)
        words = f"The signature under the spoken order is due by {say_date(due)}."
        state = asked.state(due, "certification_warn")
        yield Clock(ClockKind.SIGNATURE, state, words, due, rule.cite, rule.since)
    yield from _next_signature(asked, _end(asked))


def _end(asked: _Asked) -> date | None:
    """Until when the first signature, or what stands in for it, holds."""
    plan = asked.plan
    if plan.certified_to is not None:
        return plan.certified_to
    first = plan.first_treatment or plan.certified_on
    return longest_validity(first, plan.plan_ends, asked.day, asked.book) if first else None


def _next_signature(asked: _Asked, due: date | None) -> Iterator[Clock]:
    rule = asked.rule("recertification_days")
    if due is None or rule is None or asked.plan.discharged_on is not None:
        return
    passed = asked.day > due
    words = (
        f"The certification ended {say_date(due)}."
        if passed
        else f"Certified to {say_date(due)}; the next signature is due by then."
    )
    state = asked.state(due, "recertification_warn")
    yield Clock(ClockKind.RECERTIFICATION, state, words, due, rule.cite, rule.since)


def _progress(asked: _Asked) -> Clock | None:
    due, warn = asked.rule("progress_report_due"), asked.rule("progress_report_warn")
    plan, days = asked.plan, asked.plan.treatment_days
    if plan.discharge_reported:
        return None
    if due is None or warn is None:
        words = "The days allowed are not known for this date."
        return Clock(ClockKind.PROGRESS, ClockState.NOT_KNOWN, words)
    state, told = ClockState.RUNNING, f"the next is due by treatment day {due.number}"
    if days >= warn.number:
        state = ClockState.SOON
    if days >= due.number:
        state, told = ClockState.DUE, "due now"
    if days > due.number:
        state, told = ClockState.OVERDUE, f"was due by treatment day {due.number}"
    words = f"{days} treatment day{'' if days == 1 else 's'} since the last report; {told}."
    return Clock(ClockKind.PROGRESS, state, words, cite=due.cite, since=due.since)


def _discharge(asked: _Asked) -> Clock | None:
    plan, rule = asked.plan, asked.rule("discharge_after")
    if rule is None or plan.discharge_reported:
        return None
    if plan.discharged_on is not None:
        words = f"Therapy ended {say_date(plan.discharged_on)}; the discharge note is not written."
        return Clock(ClockKind.DISCHARGE, ClockState.DUE, words, cite=rule.cite, since=rule.since)
    last = plan.last_treatment
    if last is None or (asked.day - last).days < rule.number:
        return None
    words = f"No visit since {say_date(last)}. If therapy has ended, a discharge note is due."
    return Clock(ClockKind.DISCHARGE, ClockState.SOON, words, cite=rule.cite, since=rule.since)


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
