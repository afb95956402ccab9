"""Progress reports, discharge notes and lymphedema records: checked and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.errors import UserProblem
from core.model import checks
from core.model.lymphedema import STAGES, LymphRecord
from core.model.patient import PlanOfCare
from core.model.permissions import Permission
from core.model.plan_of_care import Goal, GoalState, GoalVerdict, PlanReport, ReportKind
from core.services import access
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.services.plans import author_problem, future_problem, plan_of
from core.store import lymph_records, plan_contents, plan_rows
from core.store import plan_reports as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_CLOSES = {GoalVerdict.MET: GoalState.MET, GoalVerdict.DROPPED: GoalState.DROPPED}
_TEXTS = {
    "objective": "The objective measures",
    "continuing": "The plan for going on",
    "changes": "The changes",
}
_LYMPH_TEXTS = {
    "cause": "The cause",
    "symptoms": "The symptoms",
    "prior_care": "The earlier care",
    "screening": "The screening",
    "skin": "The skin",
    "programme": "The programme",
    "teaching": "The teaching",
    "response": "The response",
}


@needs(Permission.NOTE_WRITE)
def write(p: OpenPractice, report: PlanReport) -> PlanReport:
    """Keep a report with a word on every open goal; goals met or dropped are closed with it.

    Raises InvalidInput naming every bad field.
    """
    plan = plan_of(p, report.plan_id)
    access.require_reach(p, Permission.NOTE_WRITE, plan.patient_id, "plan_reports.write")
    goals = {one.id: one for one in plan_contents.goals(p.file.db, report.plan_id)}
    clean = _check(p, plan, report, [one for one in goals.values() if one.state is GoalState.OPEN])
    with change(p, "plan_report.write", "plan_report") as work:
        kept = table.put(work.db, clean, work.now, p.file.actor)
        for said in kept.goals:
            closes, goal = _CLOSES.get(said.verdict), goals.get(said.goal_id)
            if closes is not None and goal is not None and goal.state is GoalState.OPEN:
                closed = replace(goal, state=closes, closed_on=kept.covers_to)
                plan_contents.save_goal(work.db, closed)
        if kept.kind is ReportKind.DISCHARGE:
            content = plan_contents.get(work.db, kept.plan_id)
            ended = content.discharged_on or kept.covers_to
            plan_contents.save(work.db, replace(content, discharged_on=ended))
        work.object_id, work.patient_id = kept.id, plan.patient_id
        work.detail |= {"plan": plan.id, "kind": kept.kind.value}
    return kept


@needs(Permission.NOTE_WRITE)
def withdraw(p: OpenPractice, report_id: int, why: str) -> None:
    """Take a report back that was kept by mistake; it stays in the list with the reason."""
    found = table.get(p.file.db, report_id)
    if found is None or found.withdrawn_at is not None:
        raise UserProblem("This report is withdrawn already, or not in the practice file.")
    plan = plan_of(p, found.plan_id)
    access.require_reach(p, Permission.NOTE_WRITE, plan.patient_id, "plan_reports.withdraw")
    form = Form()
    reason = form.line("why", "The reason", why, needed=True)
    form.done()
    with change(p, "plan_report.withdraw", "plan_report") as work:
        table.withdraw(work.db, report_id, reason, work.now, p.file.actor)
        if found.kind is ReportKind.DISCHARGE:
            content = plan_contents.get(work.db, found.plan_id)
            plan_contents.save(work.db, replace(content, discharged_on=None))
        work.object_id, work.patient_id = report_id, plan.patient_id


@needs(Permission.NOTE_WRITE)
def save_lymph(p: OpenPractice, one: LymphRecord) -> LymphRecord:
    """Keep a lymphedema record, one for a limb and day."""
    plan = plan_of(p, one.plan_id)
    access.require_reach(p, Permission.NOTE_WRITE, plan.patient_id, "plan_reports.save_lymph")
    form = Form()
    form.days(measured_on=one.measured_on)
    form.problem("measured_on", future_problem(one.measured_on, p.clock.today()))
    if one.stage not in STAGES:
        form.problem("stage", "Choose the stage: 0, I, II or III.")
    if one.phase not in (1, 2):
        form.problem("phase", "Choose the phase: 1, reduction, or 2, maintenance.")
    limb = form.line("limb", "The limb", one.limb, most=60, needed=True)
    for each in lymph_records.of_plan(p.file.db, one.plan_id):
        same = (each.limb, each.measured_on) == (limb, one.measured_on)
        if same and each.id != one.id:
            form.problem("measured_on", "This limb has a record of this day. Change that one.")
    texts: dict[str, Any] = {
        name: form.line(name, label, getattr(one, name), most=300)
        for name, label in _LYMPH_TEXTS.items()
    }
    form.done()
    with change(p, "lymph_record.save", "lymph_record") as work:
        kept = lymph_records.save(work.db, replace(one, limb=limb, **texts), work.now, p.file.actor)
        work.object_id, work.patient_id = kept.id, plan.patient_id
    return kept


def _check(
    p: OpenPractice, plan: PlanOfCare, report: PlanReport, open_goals: list[Goal]
) -> PlanReport:
    form, today = Form(), p.clock.today()
    form.days(
        written_on=report.written_on, covers_from=report.covers_from, covers_to=report.covers_to
    )
    for name in ("written_on", "covers_to"):
        form.problem(name, future_problem(getattr(report, name), today))
    if report.covers_from < plan.starts_on:
        form.problem("covers_from", "The report begins before its plan. Check the date.")
    form.problem("covers_to", checks.period_problem(report.covers_from, report.covers_to))
    form.problem("written_by_id", author_problem(p, report.written_by_id, "writes the report"))
    said = {one.goal_id for one in report.goals}
    left = [one.name for one in open_goals if one.id not in said]
    if left:
        form.problem("goals", f"Say how {' and '.join(left)} stand{'s' if len(left) == 1 else ''}.")
    assessment = form.block("assessment", "The assessment", report.assessment).strip()
    if not assessment:
        form.problem("assessment", "The assessment is missing: what improved, or did not.")
    texts: dict[str, Any] = {
        name: form.block(name, label, getattr(report, name)).strip()
        for name, label in _TEXTS.items()
    }
    if not texts["continuing"]:
        form.problem("continuing", _CONTINUING[report.kind])
    goals = tuple(
        replace(one, words=form.line("goals", "The words", one.words, most=300))
        for one in report.goals
    )
    form.done()
    treated = plan_rows.treated(
        p.file.db, plan.patient_id, plan.discipline, report.covers_from, report.covers_to
    )
    return replace(report, assessment=assessment, goals=goals, treatment_days=treated.days, **texts)


_CONTINUING = {
    ReportKind.PROGRESS: "Say how therapy goes on, and why it needs a therapist's skill.",
    ReportKind.DISCHARGE: "Say what follows: the home programme, or who takes over.",
}
