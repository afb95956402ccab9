"""How a patient's plan of care stands: what is on record, and the clocks that follow from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.model.kinds import Discipline
from core.model.patient import PlanOfCare
from core.model.plan_clock import Clock, ClockKind, ClockState
from core.model.plan_of_care import PlanContent, PlanReport, ReportKind
from core.model.typed_dates import say_date
from core.rules.plan_standing import PlanState, clocks_on
from core.rules.terms import DayTerms
from core.services.permissions import inner
from core.services.session_files import coverage_on
from core.store import certifications, diagnoses, plan_contents, plan_reports, plan_rows

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database


def state_of(db: Database, plan: PlanOfCare, day: date) -> PlanState:
    """What is on record of a plan, counted up to a day."""
    number = plan.id or 0
    content = plan_contents.get(db, number)
    reports = [one for one in plan_reports.of_plan(db, number) if one.withdrawn_at is None]
    discharge = any(one.kind is ReportKind.DISCHARGE for one in reports)
    since = report_covers_from(plan, reports, day)
    treated = plan_rows.treated(db, plan.patient_id, plan.discipline, plan.starts_on, day)
    counted = plan_rows.treated(db, plan.patient_id, plan.discipline, since, day)
    orders = certifications.orders(db, plan.patient_id)
    signed = [one.signed_on for one in orders if one.discipline is plan.discipline]
    proven = [one.sent_on for one in certifications.sends(db, number) if one.proof]
    standing = [one for one in certifications.of_plan(db, number) if one.withdrawn_at is None]
    spoken = [one.verbal_on for one in standing if one.verbal_on and not one.signed_on]
    return PlanState(
        first_treatment=treated.first,
        plan_ends=content.ends_on(plan.starts_on),
        certified_on=plan.certified_on,
        certified_to=plan.certified_to,
        verbal_on=min(spoken, default=None),
        order_signed_on=min((one for one in signed if one), default=None),
        direct_access=content.direct_access,
        sent_on=min(proven, default=None),
        treatment_days=counted.days,
        last_treatment=treated.last,
        discharged_on=content.discharged_on,
        discharge_reported=discharge,
        missing=missing_of(content, has_goals=bool(plan_contents.goals(db, number))),
    )


def report_covers_from(plan: PlanOfCare, reports: list[PlanReport], day: date) -> date:
    """The first day that the next report covers."""
    last = max((one.covers_to for one in reports if one.covers_to <= day), default=None)
    return last + timedelta(days=1) if last else plan.starts_on


def missing_of(content: PlanContent, *, has_goals: bool) -> tuple[str, ...]:
    """What Medicare wants a plan to hold and this one does not; nothing of one not begun here."""
    named = (
        ("diagnoses", bool(content.diagnoses)),
        ("long-term goals", has_goals),
        ("type of treatment", bool(content.treatment)),
        ("frequency and duration", bool(content.phases)),
        ("author", content.established_by_id is not None),
    )
    return tuple(word for word, there in named if not there)


@inner
def clocks_for(p: OpenPractice, plan: PlanOfCare, day: date) -> tuple[Clock, ...]:
    """A plan's clocks on a day: Medicare's where the payer follows them, else its own end."""
    terms = _terms(p, plan.patient_id, day)
    if plan.discipline is not Discipline.DC and terms and terms.medicare_clocks:
        return clocks_on(state_of(p.file.db, plan, day), day, p.book, terms.order_exception)
    return _own_end(plan, day)


@inner
def follows_medicare(p: OpenPractice, patient_id: int, day: date) -> bool:
    """Whether the patient's payer on a day keeps Medicare's clocks."""
    terms = _terms(p, patient_id, day)
    return terms is not None and terms.medicare_clocks


def _terms(p: OpenPractice, patient_id: int, day: date) -> DayTerms | None:
    """The terms of the patient's payer on a day, where there is one."""
    profile = coverage_on(p.file.db, patient_id, day).profile
    return p.book.day_rules(profile, day).terms if profile else None


@inner
def session_clocks(
    p: OpenPractice, patient_id: int, discipline: Discipline, day: date
) -> tuple[Clock, ...]:
    """The clocks of the plan that a session of this day stands under."""
    plan = diagnoses.latest_plan(p.file.db, patient_id, discipline, day)
    return clocks_for(p, plan, day) if plan else ()


def _own_end(plan: PlanOfCare, day: date) -> tuple[Clock, ...]:
    if plan.certified_to is None:
        return ()
    passed = day > plan.certified_to
    until = say_date(plan.certified_to)
    words = f"The certification ended {until}." if passed else f"Certified to {until}."
    state = ClockState.OVERDUE if passed else ClockState.RUNNING
    return (Clock(ClockKind.RECERTIFICATION, state, words, plan.certified_to),)
