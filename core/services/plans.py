"""What a plan of care holds, and its goals: checked and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model import checks
from core.model.patient import PlanOfCare
from core.model.permissions import Permission
from core.model.plan_of_care import Goal, GoalState, PlanContent
from core.model.typed_dates import say_date
from core.services import access
from core.services.changes import change, changed_fields
from core.services.forms import Form
from core.services.patients import clean_diagnoses
from core.services.permissions import inner, needs
from core.store import diagnoses, patients, plan_contents, plan_reports, providers

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

MOST_DIAGNOSES = 12
GONE = "This plan of care is not in the practice file. Open the patient again."


@needs(Permission.NOTE_WRITE)
def save(p: OpenPractice, plan: PlanOfCare, content: PlanContent) -> PlanOfCare:
    """Keep a plan with what it holds; its signatures are kept by `certifying`.

    Raises InvalidInput naming every bad field.
    """
    db = p.file.db
    access.require_reach(p, Permission.NOTE_WRITE, plan.patient_id, "plans.save")
    old = None if plan.id is None else plan_of(p, plan.id)
    before = None if old is None else plan_contents.get(db, old.id or 0)
    clean = _check(p, plan, content, before)
    kept_dates = old if old is not None else plan
    plan = replace(plan, certified_on=kept_dates.certified_on, certified_to=kept_dates.certified_to)
    with change(p, "plan_of_care.save", "plan_of_care") as work:
        kept = diagnoses.save_plan(work.db, plan)
        number = kept.id or 0
        plan_contents.save(work.db, replace(clean, plan_id=number))
        work.object_id, work.patient_id = number, kept.patient_id
        work.detail["fields"] = _changed(old, kept, before, clean)
    return kept


@needs(Permission.NOTE_WRITE)
def save_goal(p: OpenPractice, goal: Goal) -> Goal:
    """Keep a goal; a new one gets the plan's next number, which is never given again."""
    plan = plan_of(p, goal.plan_id)
    access.require_reach(p, Permission.NOTE_WRITE, plan.patient_id, "plans.save_goal")
    old = None if goal.id is None else plan_contents.goal(p.file.db, goal.id)
    if goal.id is not None and (old is None or old.plan_id != goal.plan_id):
        raise UserProblem(GONE)
    clean = _check_goal(p, plan, goal, old)
    with change(p, "plan_goal.save", "plan_goal") as work:
        kept = plan_contents.save_goal(work.db, clean)
        work.object_id, work.patient_id = kept.id, plan.patient_id
        work.detail["fields"] = changed_fields(old, kept) if old else ["new"]
        work.detail["number"] = kept.number
    return kept


@inner
def plan_of(p: OpenPractice, plan_id: int) -> PlanOfCare:
    """A plan; raises UserProblem when it is not there."""
    found = diagnoses.plan(p.file.db, plan_id)
    if found is None:
        raise UserProblem(GONE)
    return found


@inner
def author_problem(p: OpenPractice, provider_id: int | None, what: str) -> str:
    """An assistant establishes no plan and writes no report by Medicare's manual."""
    if provider_id is None:
        return ""
    found = providers.get(p.file.db, provider_id)
    if found is None:
        return "Choose somebody from the list."
    if found.role.is_assistant:
        return f"An assistant may contribute, but a therapist {what}. Choose the therapist."
    return ""


def _check(
    p: OpenPractice, plan: PlanOfCare, content: PlanContent, before: PlanContent | None
) -> PlanContent:
    patient = patients.get(p.file.db, plan.patient_id)
    if patient is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    form, today = Form(), p.clock.today()
    form.days(starts_on=plan.starts_on, established_on=content.established_on,
              discharged_on=content.discharged_on)  # fmt: skip
    if plan.starts_on < patient.birth_date:
        form.problem("starts_on", "The plan of care starts before the patient's birth.")
    form.problem("established_by_id",
                 author_problem(p, content.established_by_id, "establishes the plan"))  # fmt: skip
    form.problem("established_on", future_problem(content.established_on, today))
    form.problem("discharged_on", future_problem(content.discharged_on, today))
    ended = checks.period_problem(plan.starts_on, content.discharged_on)
    form.problem("discharged_on", ended)
    if not 1 <= content.sessions_a_day <= 4:
        form.problem("sessions_a_day", "The amount is 1 to 4 sessions a day.")
    known = before.diagnoses if before else ()
    clean = replace(
        content,
        treatment=form.line("treatment", "The type of treatment", content.treatment, most=300),
        summary=form.block("summary", "The summary", content.summary),
        diagnoses=clean_diagnoses(p, content.diagnoses, known, today, form, MOST_DIAGNOSES),
    )
    form.done()
    return clean


def _check_goal(p: OpenPractice, plan: PlanOfCare, goal: Goal, old: Goal | None) -> Goal:
    form, today = Form(), p.clock.today()
    clean = replace(
        goal,
        number=old.number if old else 0,
        words=form.line("words", "The goal", goal.words, most=300, needed=True),
        measure=form.line("measure", "The measure", goal.measure, most=100),
        baseline=form.line("baseline", "The start", goal.baseline, most=100),
        target=form.line("target", "The target", goal.target, most=100),
        set_on=goal.set_on or (old.set_on if old else None) or today,
    )
    form.days(due_on=goal.due_on, set_on=goal.set_on)
    form.problem("due_on", checks.period_problem(plan.starts_on, goal.due_on))
    if clean.state is GoalState.OPEN:
        clean = replace(clean, closed_on=None)
    elif clean.closed_on is None:
        clean = replace(clean, closed_on=today)
    if old is not None and _is_reported(p, old) and _meaning(old) != _meaning(clean):
        form.problem(
            "words",
            f"A report speaks of {old.name} as it stands. Drop it and add the new wording as a"
            " goal of its own.",
        )
    form.done()
    return clean


def _meaning(goal: Goal) -> tuple[str, ...]:
    return goal.words, goal.measure, goal.baseline, goal.target


def _is_reported(p: OpenPractice, goal: Goal) -> bool:
    reports = plan_reports.of_plan(p.file.db, goal.plan_id)
    return any(one.goal_id == goal.id for report in reports for one in report.goals)


def future_problem(day: date | None, today: date) -> str:
    """A thing that has happened does not lie in the future."""
    return f"{say_date(day)} is in the future. Check the date." if day and day > today else ""


def _changed(
    old: PlanOfCare | None, new: PlanOfCare, before: PlanContent | None, after: PlanContent
) -> list[str]:
    if old is None or before is None:
        return ["new"]
    named = replace(after, plan_id=before.plan_id, established_by=before.established_by)
    return [*changed_fields(old, new), *changed_fields(before, named)]
