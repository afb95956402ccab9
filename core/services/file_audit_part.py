"""One part of a file's patients audited from first to last: what a worker process does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.audit.findings import Finding
from core.audit.fold import Fold
from core.audit.look import Shelf
from core.audit.record import AuditedEncounter
from core.audit.series import MinuteHabit
from core.audit.totals import Totals
from core.imports.audit_columns import ColumnMap
from core.imports.audit_group import Part, read_part
from core.imports.audit_table import AuditFile
from core.imports.import_report import RowProblem
from core.library.audit_files import FALLBACK, load_audit_rules, load_payer_words
from core.library.lexicon import load_lexicon
from core.library.rulebook import load_rulebook
from core.services.packed import Packed

_TOLD_EVERY = 200  # encounters
# Row in the file, the encounter where its note is still to be compared, and its findings.
Item = tuple[int, AuditedEncounter | None, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be audited; plain, so that a worker process can be handed it.

    `payers` are names whose profile a person chose; `day` says whose thresholds hold. On which
    day a claim was sent no export tells, so nothing is said of timely filing.
    """

    file: AuditFile
    columns: ColumnMap
    payers: tuple[tuple[str, str], ...]
    day: date
    parts: int


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one part gave."""

    items: Packed[Item]
    problems: Packed[RowProblem]
    totals: Totals
    habits: dict[str, MinuteHabit]
    rows: int
    unmatched: dict[str, int]
    no_discipline: int


@lru_cache(maxsize=1)
def shipped_shelf() -> Shelf:
    """The shipped books, read once in each process."""
    return Shelf(load_rulebook(), load_lexicon(), load_audit_rules())


def payer_match(payers: tuple[tuple[str, str], ...]) -> Callable[[str], tuple[str, str, bool]]:
    """From a payer's name to profile and class: as chosen, by its id, by its words, or assumed."""
    chosen = {name.casefold(): profile for name, profile in payers}
    words, rules = load_payer_words(), load_audit_rules()
    profiles = load_rulebook().profiles
    known: dict[str, tuple[str, str, bool]] = {}

    def match(name: str) -> tuple[str, str, bool]:
        found = known.get(name)
        if found is None:
            key = name.strip().casefold()
            profile = chosen.get(key) or (key if key in profiles else words.profile_of(name))
            matched = profile or FALLBACK
            found = known[name] = (matched, rules.class_of(matched), profile is not None)
        return found

    return match


def audit_part(job: Job, part: int, step: Callable[[int], None], shelf: Shelf) -> PartResult:
    """Audit one part by these books.

    `step` is told of about how many rows are done and may raise to stop. Findings come back in the
    order of the file. Notes of other patients are left to be compared where all parts meet.
    """
    found = Part()
    fold = Fold(shelf, job.day, across=False)
    kept: list[Item] = []
    encounters = read_part(
        job.file, job.columns, part, job.parts, payer_match(job.payers), lambda _: step(0), found
    )
    told = 0
    for number, seen in enumerate(encounters, start=1):
        findings = fold.add(seen)
        if not number % _TOLD_EVERY:
            fresh = min(found.rows, told + _TOLD_EVERY * max(len(seen.services), 1))
            step(fresh - told)
            told = fresh
        noted = seen if seen.note else None
        if findings or noted:
            kept.append((seen.row, noted, tuple(findings)))
    step(found.rows - told)
    kept.sort(key=_row_of)
    items: Packed[Item] = Packed()
    items.extend(kept)
    problems: Packed[RowProblem] = Packed()
    problems.extend(found.problems)
    return PartResult(
        items.close(),
        problems.close(),
        fold.totals,
        fold.series.habits,
        found.rows,
        found.unmatched,
        found.no_discipline,
    )


def _row_of(item: Item) -> int:
    return item[0]
