"""Auditing the practice's own encounters: a drawn sample, or everything of a period.

Work goes in slices, so that the thread that owns the practice serves others in between: `begin`,
then `next_slice` until it is done, then `keep`. Leaving off before `keep` leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from core.audit.findings import Finding
from core.audit.fold import Fold
from core.audit.look import MANUAL_THERAPY
from core.audit.sampling import Stratum, Unit, draw, frame_hash
from core.audit.totals import Totals
from core.errors import UserProblem
from core.model.audits import AuditItem, AuditKind, AuditRecord
from core.model.permissions import Permission
from core.services.audit_encounters import Names, audited, clinician_name, shelf_of
from core.services.changes import change
from core.services.permissions import needs
from core.store import quality_audits
from core.store.quality_audits import FrameRow, KeptFinding

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

__all__ = [
    "AuditChoice", "AuditRun", "KeptFinding", "Progress", "audit_everything", "audits", "begin",
    "findings", "keep", "next_slice", "run_self_audit", "totals",
]  # fmt: skip
SLICE = 50
STOPPED = "The audit was stopped. Nothing of it was kept."


@dataclass(frozen=True, slots=True)
class AuditChoice:
    """What to audit; `code` empty: every encounter. `size` and `seed` are of a sample."""

    first: date
    last: date
    kind: AuditKind = AuditKind.SAMPLE
    code: str = MANUAL_THERAPY
    size: int = 30
    seed: int = 1


class Progress(NamedTuple):
    """Encounters read of those to read."""

    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to read."""
        return self.done >= self.total


@dataclass(slots=True, eq=False)
class AuditRun:
    """One audit under way; its findings and totals are whole once it was kept.

    `order` holds encounters to read: those that count, and before them earlier visits of the
    same patients that only tell what a note is compared with.
    """

    record: AuditRecord
    order: list[tuple[int, bool]]
    fold: Fold
    done: int = 0
    findings: list[Finding] = field(default_factory=list)
    items: list[AuditItem] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    strata: tuple[Stratum, ...] = ()

    @property
    def totals(self) -> Totals:
        """The sums so far."""
        return self.fold.totals


@needs(Permission.AUDIT_SESSIONS)
def begin(p: OpenPractice, choice: AuditChoice) -> AuditRun:
    """Lay down the frame and draw from it; nothing is stored yet.

    Raises UserProblem where the period is turned round or holds no completed encounter.
    """
    if choice.last < choice.first:
        raise UserProblem("The period ends before it begins.", "last")
    db, shelf, names = p.file.db, shelf_of(p), Names()
    rows = quality_audits.frame(db, choice.first, choice.last, choice.code.strip().upper())
    if not rows:
        raise UserProblem("No completed session of that period has this code.", "first")
    units = [_unit(p, row, names) for row in rows]
    size, digest, chosen = len(rows), frame_hash(units), None
    strata: tuple[Stratum, ...] = ()
    if choice.kind is AuditKind.SAMPLE:
        sample = draw(units, max(choice.size, 1), choice.seed)
        size, chosen = len(sample.ids), frozenset(map(int, sample.ids))
        strata = sample.per_stratum
    prior = shelf.rules.count("prior_visits", choice.last) or 0
    record = AuditRecord(
        choice.kind, choice.first, choice.last, choice.code.strip().upper(), size, choice.seed,
        len(rows), digest,
    )  # fmt: skip
    order, fold = _order(p, rows, chosen, prior), Fold(shelf, choice.last)
    return AuditRun(record, order, fold, names=names, strata=strata)


def _unit(p: OpenPractice, row: FrameRow, names: Names) -> Unit:
    shelf = shelf_of(p)
    clinician = clinician_name(p, row.provider_id, names)
    return Unit(f"{row.encounter_id:012d}", clinician, shelf.rules.class_of(row.profile))


def _order(
    p: OpenPractice, rows: tuple[FrameRow, ...], chosen: frozenset[int] | None, prior: int
) -> list[tuple[int, bool]]:
    """Everything in order of patient and day; before a drawn visit those it is compared with."""
    found: dict[int, bool] = {}
    for row in rows:
        number = row.encounter_id
        if chosen is not None and number not in chosen:
            continue
        for before in quality_audits.earlier(p.file.db, number, prior):
            found.setdefault(before, False)
        found[number] = True
    return list(found.items())


@needs(Permission.AUDIT_SESSIONS)
def next_slice(p: OpenPractice, run: AuditRun, most: int = SLICE) -> Progress:
    """Read and check the next encounters."""
    for number, counts in run.order[run.done : run.done + most]:
        seen = audited(p, number, run.names)
        run.done += 1
        if seen is None:
            continue
        if not counts:
            run.fold.remember(seen)
            continue
        run.findings += run.fold.add(seen)
        payer = seen.payer_name or seen.payer
        run.items.append(AuditItem(number, seen.date, seen.clinician, payer, *run.fold.last))
    return Progress(run.done, len(run.order))


@needs(Permission.AUDIT_SESSIONS)
def keep(p: OpenPractice, run: AuditRun) -> AuditRecord:
    """Store a finished audit: what was drawn, from what, by whom, and every finding."""
    if run.done < len(run.order):
        raise UserProblem("This audit is not finished yet.")
    run.findings += run.fold.finish()
    with change(p, "quality_audit.keep", "quality_audit") as work:
        record = _signed(run.record, p.person.name)
        number = quality_audits.insert_audit(work.db, record, work.now)
        quality_audits.insert_strata(work.db, number, run.strata)
        for item in run.items:
            quality_audits.insert_item(work.db, number, item)
        for one in run.findings:
            quality_audits.insert_finding(work.db, number, one)
        work.object_id = number
        work.detail |= {"size": record.size, "frame": record.frame_size, "seed": record.seed}
    kept = quality_audits.get(p.file.db, number)
    return kept if kept is not None else record


def _signed(record: AuditRecord, person: str) -> AuditRecord:
    return AuditRecord(
        record.kind, record.first, record.last, record.code, record.size, record.seed,
        record.frame_size, record.frame_hash, person=person,
    )  # fmt: skip


def _never() -> bool:
    return False


@needs(Permission.AUDIT_SESSIONS)
def run_self_audit(
    p: OpenPractice,
    choice: AuditChoice,
    progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = _never,
) -> AuditRecord:
    """Begin, read everything and keep, in one go; raises UserProblem when it was stopped."""
    run = begin(p, choice)
    while not (step := next_slice(p, run)).is_done:
        if progress:
            progress(step)
        if stopped():
            raise UserProblem(STOPPED)
    if progress:
        progress(step)
    return keep(p, run)


@needs(Permission.AUDIT_SESSIONS)
def audit_everything(p: OpenPractice, first: date, last: date, code: str = "") -> AuditRecord:
    """The same over every completed encounter of a period."""
    return run_self_audit(p, AuditChoice(first, last, AuditKind.EVERYTHING, code))


@needs(Permission.AUDIT_SESSIONS)
def audits(p: OpenPractice) -> tuple[AuditRecord, ...]:
    """Every audit kept, the newest first."""
    return quality_audits.audits(p.file.db)


@needs(Permission.AUDIT_SESSIONS)
def findings(p: OpenPractice, audit_id: int) -> tuple[KeptFinding, ...]:
    """An audit's findings as they were made, each with the review that stands."""
    return quality_audits.findings(p.file.db, audit_id)


@needs(Permission.AUDIT_SESSIONS)
def totals(p: OpenPractice, audit_id: int, *, overruled: bool = False) -> Totals:
    """The sums of a kept audit; findings that a reviewer overruled count only when asked."""
    found = Totals()
    for item in quality_audits.items(p.file.db, audit_id):
        found.add_item(item)
    by_encounter: dict[str, list[Finding]] = {}
    for one in quality_audits.findings(p.file.db, audit_id):
        if overruled or one.review is None or one.review.verdict != "overruled":
            by_encounter.setdefault(one.finding.encounter, []).append(one.finding)
    for group in by_encounter.values():
        found.add_findings(group)
    return found
