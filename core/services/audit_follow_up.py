"""What follows from an audit: findings reviewed, tasks of clinicians, overpayments given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.audit.findings import Direction
from core.audit.overpayment import ReturnClock, return_clock
from core.errors import UserProblem
from core.library.audit_files import load_audit_rules
from core.model.audits import (
    AuditTask,
    OverpaidLine,
    Overpayment,
    OverpaymentState,
    Review,
    ReviewVerdict,
)
from core.model.permissions import Permission, Scope, scope_of
from core.services.changes import change
from core.services.forms import Form
from core.services.overpaid import GONE
from core.services.permissions import needs, refuse
from core.store import encounters, quality_audits, quality_tasks
from core.store.quality_audits import KeptFinding

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.unit_of_work import UnitOfWork

_LONGEST = 500


@needs(Permission.AUDIT_SESSIONS)
def review(
    p: OpenPractice,
    finding_id: int,
    verdict: ReviewVerdict,
    reason: str,
    due_on: date | None = None,
) -> KeptFinding:
    """Confirm or overrule a finding, for a reason.

    Confirmed, it becomes the clinician's task, and an overpayment where too much was billed;
    overruled, what it had opened is closed with the same reason.
    """
    form = Form()
    why = form.line("reason", "The reason", reason, most=_LONGEST, needed=True)
    form.done()
    found = _finding(p, finding_id)
    with change(p, "finding.review", "finding") as work:
        quality_audits.insert_review(
            work.db, finding_id, Review(verdict, why, p.person.name, work.now)
        )
        if verdict is ReviewVerdict.CONFIRMED:
            _follow(p, work, found, due_on)
        else:
            _take_back(p, work, found, why)
        work.object_id = finding_id
        work.detail |= {"verdict": verdict.value, "check": found.finding.check.value}
    return _finding(p, finding_id)


def _follow(p: OpenPractice, work: UnitOfWork, found: KeptFinding, due_on: date | None) -> None:
    standing = found.encounter_id and encounters.standing(work.db, found.encounter_id)
    if not standing or not found.encounter_id:
        return
    work.patient_id = standing.patient_id
    if quality_tasks.task_of_finding(work.db, found.id) is None:
        text = f"{found.finding.message} {found.finding.fix}"
        task = AuditTask(found.id, standing.rendering_provider_id, text, due_on)
        quality_tasks.insert_task(work.db, task, work.now)
    over = found.finding.direction is Direction.OVER
    if over and quality_tasks.overpayment_of_finding(work.db, found.id) is None:
        one = found.finding
        lines = (OverpaidLine(one.code, one.units, one.cents),)
        owed = Overpayment(found.encounter_id, found.id, p.clock.today(), lines)
        quality_tasks.insert_overpayment(work.db, owed)


def _take_back(p: OpenPractice, work: UnitOfWork, found: KeptFinding, why: str) -> None:
    task = quality_tasks.task_of_finding(work.db, found.id)
    if task is not None and task.id is not None:
        quality_tasks.finish_task(work.db, task.id, p.person.name, work.now)
    owed = quality_tasks.overpayment_of_finding(work.db, found.id)
    if owed is not None and not owed.state.is_closed:
        closed = replace(owed, state=OverpaymentState.NOT_OWED, proof=why, closed_at=work.now)
        quality_tasks.update_overpayment(work.db, closed)


@needs(Permission.FINDINGS_READ)
def open_tasks(p: OpenPractice) -> tuple[AuditTask, ...]:
    """Tasks that are not done: a clinician's own, or all for who audits."""
    everything = scope_of(p.person.roles, Permission.FINDINGS_READ) is Scope.ALL
    if everything:
        return quality_tasks.open_tasks(p.file.db)
    if p.person.provider_id is None:
        return ()
    return quality_tasks.open_tasks(p.file.db, p.person.provider_id)


@needs(Permission.FINDINGS_READ)
def finish_task(p: OpenPractice, task_id: int) -> None:
    """Say that a task is done; a clinician only of own ones."""
    task = quality_tasks.task(p.file.db, task_id)
    if task is None:
        raise UserProblem(GONE)
    own = task.provider_id == p.person.provider_id
    if not own and scope_of(p.person.roles, Permission.FINDINGS_READ) is not Scope.ALL:
        refuse(p, Permission.FINDINGS_READ, "audit_follow_up.finish_task")
    with change(p, "task.done", "task") as work:
        if not quality_tasks.finish_task(work.db, task_id, p.person.name, work.now):
            raise UserProblem("This task is done already.")
        work.object_id = task_id


@needs(Permission.OVERPAYMENTS)
def overpayments(p: OpenPractice) -> tuple[tuple[Overpayment, ReturnClock], ...]:
    """Every overpayment with its clock, open ones first."""
    return tuple((one, clock_of(one)) for one in quality_tasks.overpayments(p.file.db))


def clock_of(one: Overpayment) -> ReturnClock:
    """The days of an overpayment by the rules of the day it was found."""
    return return_clock(
        one.found_on, load_audit_rules(), one.investigation_from, one.investigation_to
    )


@needs(Permission.OVERPAYMENTS)
def save_overpayment(p: OpenPractice, changed: Overpayment) -> Overpayment:
    """Keep how far an overpayment has come; it is closed only with its proof.

    Raises UserProblem for one that was closed already, InvalidInput for dates and proof.
    """
    kept = quality_tasks.overpayment(p.file.db, changed.id or 0)
    if kept is None:
        raise UserProblem(GONE)
    if kept.state.is_closed:
        raise UserProblem("This overpayment is closed; what was kept of it stays as it is.")
    proof = _checked(changed)
    with change(p, "overpayment.save", "overpayment") as work:
        closed_at = work.now if changed.state.is_closed else None
        one = replace(
            changed,
            encounter_id=kept.encounter_id,
            finding_id=kept.finding_id,
            proof=proof,
            closed_at=closed_at,
        )
        quality_tasks.update_overpayment(work.db, one)
        work.object_id = one.id
        work.detail |= {"state": one.state.value}
    return one


def _checked(one: Overpayment) -> str:
    form = Form()
    proof = form.line("proof", "The proof", one.proof, most=_LONGEST, needed=one.state.is_closed)
    began, ended = one.investigation_from, one.investigation_to
    if one.state is OverpaymentState.INVESTIGATING and began is None:
        form.problem("investigation_from", "Say on which day the investigation began.")
    if began is not None and began < one.found_on:
        form.problem("investigation_from", "An investigation begins when something was found.")
    if ended is not None and (began is None or ended < began):
        form.problem("investigation_to", "The investigation ends before it begins.")
    form.done()
    return proof


def _finding(p: OpenPractice, finding_id: int) -> KeptFinding:
    found = quality_audits.finding(p.file.db, finding_id)
    if found is None:
        raise UserProblem(GONE)
    return found
