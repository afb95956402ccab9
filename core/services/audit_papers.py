"""An audit as paper: the frozen records of its documents, and drawing them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.audit.findings import DOCUMENTATION, Direction, Finding
from core.audit.rates import rates
from core.audit.totals import Totals
from core.audit.trend import standing
from core.model.audits import ReviewVerdict
from core.reports import audit_feedback, audit_plan, audit_report, audit_training
from core.reports.audit_record import AuditPaper, PlanStep
from core.reports.page import Pdf
from core.reports.superbill_problems import missing_characters
from core.services.file_audit import FileAudit

# Screens ask the services, so what they may be handed stands here as well.
__all__ = [
    "AuditDraft", "AuditPaper", "clinicians", "draw_feedback", "draw_plan", "draw_report",
    "draw_training", "in_order", "paper_of_file", "proposed_plan", "reviewed",
]  # fmt: skip
MOST_LISTED = 500
PLAN_DAYS = 30  # a first proposal; each date is the person's to change
_WAYS = (Direction.OVER, Direction.UNDER, Direction.RISK)


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """A drawn paper of an audit; `problems` are for the screen."""

    body: bytes
    sha256: str
    pages: int
    title: str
    suggested_name: str
    problems: tuple[str, ...] = ()


def paper_of_file(
    found: FileAudit, issued_on: date, threshold: float, *, for_counsel: bool = False
) -> AuditPaper:
    """The record of an export's audit; at most MOST_LISTED findings are listed one by one."""
    listed = _listed(found.findings)
    days = [one.date for one in found.findings]
    return AuditPaper(
        issued_on=issued_on,
        source=found.file.path.name,
        first=min(days, default=None),
        last=max(days, default=None),
        totals=found.totals,
        rates=rates(found.totals, threshold, for_counsel=for_counsel),
        findings=listed,
        threshold=threshold,
        left_out=len(found.findings) - len(listed),
        rows_in_error=len(found.problems),
        assumptions=found.assumptions,
        for_counsel=for_counsel,
    )


def _listed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first findings of each check in turn, over-billing before all else, by day."""
    kept: dict[tuple[int, str], list[Finding]] = {}
    for one in findings:
        mine = kept.setdefault((_WAYS.index(one.direction), one.check), [])
        if len(mine) < MOST_LISTED:
            mine.append(one)
    room = max(1, MOST_LISTED // max(len(kept), 1))
    if sum(map(len, kept.values())) <= MOST_LISTED:
        room = MOST_LISTED
    chosen = [one for key in sorted(kept) for one in kept[key][:room]]
    return in_order(chosen)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as every paper numbers them: by way, check, day and session."""
    return tuple(sorted(findings, key=lambda f: (_WAYS.index(f.direction), f.check, f.date, f.key)))


def reviewed(paper: AuditPaper) -> AuditPaper:
    """The record without the findings that its reviews overrule; they are listed apart."""
    out = {key for key, one in paper.reviews.items() if one.verdict is ReviewVerdict.OVERRULED}
    if not out:
        return paper
    totals, kept = standing(paper.totals, paper.findings, out)
    return replace(
        paper,
        totals=totals,
        findings=kept,
        overruled=tuple(one for one in paper.findings if one.key in out),
        rates=rates(totals, paper.threshold, for_counsel=paper.for_counsel),
    )


def proposed_plan(paper: AuditPaper, owner: str) -> tuple[PlanStep, ...]:
    """A step for each check that is not shown to be below the line, the most frequent first."""
    due = paper.issued_on + timedelta(days=PLAN_DAYS)
    steps = []
    over = {str(one.check) for one in paper.findings if one.direction is Direction.OVER}
    for check in audit_plan.due_checks(paper.rates, over):
        fix = next((one.fix for one in paper.findings if one.check == check), "")
        if check in DOCUMENTATION and fix.endswith("?"):
            fix = f"Before signing, each note is asked: {fix}"
        steps.append(PlanStep(check, fix, owner, due))
    return tuple(steps)


def draw_report(paper: AuditPaper) -> AuditDraft:
    """Draw the audit report; touches no database."""
    return _draft(audit_report.build(paper), paper, audit_report.TITLE)


def draw_feedback(paper: AuditPaper, clinician: str) -> AuditDraft:
    """Draw one clinician's feedback sheet."""
    return _draft(audit_feedback.build(paper, clinician), paper, audit_feedback.TITLE)


def draw_plan(paper: AuditPaper) -> AuditDraft:
    """Draw the corrective-action plan."""
    return _draft(audit_plan.build(paper), paper, audit_plan.TITLE)


def draw_training(paper: AuditPaper, names: Iterable[str]) -> AuditDraft:
    """Draw the training pack without these names and without the clinicians’."""
    people = {*names, *(one.clinician for one in paper.findings)}
    people |= {one.patient for one in paper.findings}
    return _draft(audit_training.build(paper, sorted(people)), paper, audit_training.TITLE)


def clinicians(totals: Totals) -> tuple[str, ...]:
    """Whose sessions were looked at, by name."""
    return tuple(sorted({place.clinician for place in totals.places if place.clinician}))


def _draft(pdf: Pdf, paper: AuditPaper, title: str) -> AuditDraft:
    word = title.lower().replace(" ", "-")
    return AuditDraft(
        pdf.body,
        hashlib.sha256(pdf.body).hexdigest(),
        pdf.pages,
        title,
        f"{paper.issued_on.isoformat()}_{word}.pdf",
        missing_characters(pdf.missing),
    )
