"""A kept audit as the audit room shows it, and its papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.audit.compare import Change, compare
from core.audit.intervals import MOST_NEEDED, charts_needed
from core.audit.lines import Line
from core.audit.rates import Rate, rates
from core.audit.sampling import Sample
from core.audit.totals import Totals
from core.audit.words import line_words
from core.errors import UserProblem
from core.model.audits import AuditKind, AuditRecord, ReviewVerdict
from core.model.permissions import Permission
from core.reports.audit_record import AuditPaper
from core.services import audit_lines, auditing
from core.services.audit_papers import AuditDraft, in_order
from core.services.changes import change
from core.services.permissions import inner, needs
from core.services.superbill_data import billing_of
from core.store import patients, practices, providers, quality_audits
from core.store.quality_audits import KeptFinding

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_GONE = "This audit is not in the practice file. Choose another one."


@dataclass(frozen=True, slots=True)
class AuditView:
    """One kept audit; sums and rates are without what was overruled.

    `findings` are all of them in the order of the papers, each with its review. `totals` are the
    sums to show, `changes` what changed since `against`, an earlier audit of the same code;
    `others` are all it can be compared with, the newest first; `line` says whence the threshold is.
    """

    record: AuditRecord
    findings: tuple[KeptFinding, ...]
    totals: Totals
    rates: tuple[Rate, ...]
    threshold: float
    changes: tuple[Change, ...] = ()
    against: AuditRecord | None = None
    others: tuple[AuditRecord, ...] = ()
    line: Line | None = None
    paper: AuditPaper | None = None


def least_sample(threshold: float) -> int:
    """The smallest sample that can show a rate below the line, if none of it is in error."""
    return charts_needed(0, threshold) or MOST_NEEDED


@needs(Permission.AUDIT_SESSIONS)
def view(p: OpenPractice, audit_id: int, against: int | None = None) -> AuditView:
    """One kept audit with its sums, rates and the paper it makes.

    It is compared with the newest earlier one of its kind, or with the one that is named.
    """
    record = quality_audits.get(p.file.db, audit_id)
    if record is None:
        raise UserProblem(_GONE)
    kept = auditing.findings(p, audit_id)
    totals = auditing.totals(p, audit_id)
    line = audit_lines.line_for(p, record.last)
    threshold = line.share
    others = _others(p, record)
    old = _against(record, others, against)
    changes: tuple[Change, ...] = ()
    if old is not None:
        changes = compare(auditing.totals(p, old.id or 0), totals, threshold)
    found = AuditView(
        record,
        _ordered(kept),
        totals,
        rates(totals, threshold),
        threshold,
        changes,
        old,
        others,
        line,
    )
    return replace(found, paper=_paper(p, found))


def _ordered(kept: tuple[KeptFinding, ...]) -> tuple[KeptFinding, ...]:
    by_key = {one.finding.key: one for one in kept}
    return tuple(by_key[one.key] for one in in_order(one.finding for one in by_key.values()))


def _others(p: OpenPractice, record: AuditRecord) -> tuple[AuditRecord, ...]:
    """Audits of the same code that ended before this one began: no session is in both."""
    return tuple(
        one for one in auditing.audits(p) if one.code == record.code and one.last < record.first
    )


def _against(
    record: AuditRecord, others: tuple[AuditRecord, ...], wanted: int | None
) -> AuditRecord | None:
    named = next((one for one in others if one.id == wanted), None)
    return named or next((one for one in others if one.kind is record.kind), None)


@inner
def _paper(p: OpenPractice, found: AuditView) -> AuditPaper:
    record = found.record
    practice = practices.get(p.file.db)
    out = {
        one.finding.key
        for one in found.findings
        if one.review and one.review.verdict is ReviewVerdict.OVERRULED
    }
    every = tuple(one.finding for one in found.findings)
    return AuditPaper(
        issued_on=p.clock.today(),
        source=practice.name if practice else "",
        first=record.first,
        last=record.last,
        totals=found.totals,
        rates=found.rates,
        findings=tuple(one for one in every if one.key not in out),
        threshold=found.threshold,
        line=line_words(found.line) if found.line else "",
        billing=billing_of(practice) if practice else None,
        code=record.code or "any",
        sample=_sample(p, record),
        overruled=tuple(one for one in every if one.key in out),
        reviews={one.finding.key: one.review for one in found.findings if one.review},
        changes=found.changes,
        against=(found.against.first, found.against.last) if found.against else None,
    )


def _sample(p: OpenPractice, record: AuditRecord) -> Sample | None:
    if record.kind is not AuditKind.SAMPLE:
        return None
    drawn = quality_audits.items(p.file.db, record.id or 0)
    ids = tuple(str(one.encounter_id) for one in drawn)
    strata = quality_audits.strata(p.file.db, record.id or 0)
    return Sample(record.seed, record.frame_size, record.frame_hash, ids, strata)


def for_counsel(paper: AuditPaper) -> AuditPaper:
    """The same paper with counsel's line on each page and exact intervals."""
    exact = rates(paper.totals, paper.threshold, for_counsel=True)
    return replace(paper, for_counsel=True, rates=exact)


@needs(Permission.AUDIT_SESSIONS)
def note_paper(p: OpenPractice, audit_id: int, draft: AuditDraft, how: str) -> None:
    """Write into the trail that a paper of a kept audit was printed or saved."""
    with change(p, f"audit_paper.{how}", "quality_audit") as work:
        work.object_id = audit_id
        work.detail |= {"paper": draft.title, "sha256": draft.sha256}


@needs(Permission.AUDIT_SESSIONS)
def names_of(p: OpenPractice, found: AuditView) -> tuple[str, ...]:
    """Names of the patients whose sessions have findings, and of everybody who treats."""
    db = p.file.db
    numbers = {int(one.finding.patient) for one in found.findings if one.finding.patient}
    people = (patients.get(db, number) for number in sorted(numbers))
    names = {f"{one.first_name} {one.last_name}" for one in people if one is not None}
    names |= {f"{one.first_name} {one.last_name}" for one in providers.list_all(db)}
    return tuple(sorted(names))
