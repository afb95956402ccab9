"""Auditing another system's export: nothing of it is kept, and every processor helps."""

from __future__ import annotations

import csv
import heapq
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.sharedctypes import SynchronizedArray
from pathlib import Path
from typing import Any

from core.audit.findings import Finding
from core.audit.look import Shelf
from core.audit.series import MinuteHabit, check_across, habit_findings, merge_habits, start_series
from core.audit.totals import Totals
from core.errors import UserProblem
from core.imports.audit_columns import (
    ColumnMap,
    ColumnUse,
    DateOrder,
    Field,
    guess_columns,
    lacking,
    saved_columns,
)
from core.imports.audit_table import AuditFile, look_at_file
from core.imports.import_report import RowProblem
from core.library.audit_files import FALLBACK
from core.library.rulebook import load_rulebook
from core.rules.wording import plural
from core.services.file_audit_part import Item, Job, PartResult, audit_part, shipped_shelf
from core.services.packed import Packed

__all__ = [
    "AuditFile", "ColumnMap", "ColumnUse", "DateOrder", "Field", "FileAudit", "RowProblem",
    "Watcher", "audit_file", "guess_columns", "lacking", "open_export", "saved_columns",
    "write_problems",
]  # fmt: skip
PART_BYTES = 16_000_000  # of a text file; a part's rows take about eight times that in memory
_SMALL = 2_000_000  # below this a second process would take longer to start than to help
_MOST_WORKERS = 4
_POLL_SECONDS = 0.2
_ENDED = (
    "A helper process of the audit was ended from outside, perhaps for want of memory. Nothing was"
    " changed. Close other programs, then try again."
)
STOPPED = "The audit was stopped. Nothing was changed."


def _nothing(_done: int, _total: int) -> None:
    return


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watcher:
    """Told how many rows are read of about how many; `stopped` is asked often."""

    progress: Callable[[int, int], None] = _nothing
    stopped: Callable[[], bool] = _never


@dataclass(frozen=True, slots=True)
class FileAudit:
    """What an export's audit found, in the order of the file; `assumptions` are to be shown.

    `unmatched` are payers' names that no profile is known by, with their encounters.
    """

    file: AuditFile
    columns: ColumnMap
    findings: Packed[Finding]
    problems: Packed[RowProblem]
    totals: Totals
    rows: int
    unmatched: dict[str, int] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()


def open_export(path: Path) -> AuditFile:
    """Look at a file and guess its columns; raises UserProblem for what is no table."""
    return look_at_file(path)


def audit_file(
    file: AuditFile,
    columns: ColumnMap,
    day: date,
    payers: tuple[tuple[str, str], ...] = (),
    watcher: Watcher | None = None,
    workers: int | None = None,
    own: Shelf | None = None,
) -> FileAudit:
    """Audit every row that can be read; the others are listed.

    `own` are a practice's books, else the shipped ones are read.
    `payers` pairs a payer's name in the file with a profile's id. Raises UserProblem where the
    map lacks a needed column or a profile is unknown, and when it was stopped. What holds: rows
    of one encounter (patient, day, clinician, discipline) are found together wherever they stand;
    memory is that of one part of the patients for each process, whatever the size of a text file.
    """
    missing = lacking(columns)
    if missing:
        raise UserProblem(missing, "columns")
    for _, profile in payers:
        if profile not in load_rulebook().profiles:
            raise UserProblem(f"No payer profile is called “{profile}”.", "payer")
    watch = watcher or Watcher()
    many = workers or _workers(file)
    parts = max(1 if many == 1 else many, -(-file.size // PART_BYTES))
    if file.is_workbook:
        parts = many  # each pass over a workbook takes long
    job = Job(file, columns, payers, day, parts)
    shelf = own or shipped_shelf()
    results = _in_line(job, watch, shelf) if many == 1 else _in_processes(job, many, watch, own)
    return _together(job, results, shelf)


def write_problems(path: Path, problems: Iterable[RowProblem]) -> None:
    """The rows in error as a table: where, what and why, without what stood in them.

    Raises UserProblem where it cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(["row", "field", "message"])
            table.writerows([one.row, one.field, one.message] for one in problems)
    except OSError as error:
        raise UserProblem(f"{path} cannot be written: {error.strerror}.") from error


def _workers(file: AuditFile) -> int:
    if file.size < _SMALL:
        return 1
    return max(1, min(os.cpu_count() or 1, _MOST_WORKERS))


def _in_line(job: Job, watch: Watcher, shelf: Shelf) -> list[PartResult]:
    done = 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        watch.progress(done, max(job.file.rows, done))
        if watch.stopped():
            raise UserProblem(STOPPED)

    return [audit_part(job, part, step, shelf) for part in range(job.parts)]


_shared: dict[str, Any] = {}


def _begin(counts: SynchronizedArray[int], stop: Any, own: Shelf | None) -> None:
    """What each worker process is told at its start; it reads the shipped books itself."""
    _shared["counts"], _shared["stop"] = counts, stop
    _shared["shelf"] = own or shipped_shelf()


def _work(job: Job, part: int) -> PartResult | None:
    """Audit one part in a worker; None when it was stopped."""

    def step(rows: int) -> None:
        _shared["counts"][part] += rows
        if _shared["stop"].is_set():
            raise UserProblem(STOPPED)

    try:
        return audit_part(job, part, step, _shared["shelf"])
    except UserProblem:
        if _shared["stop"].is_set():
            return None
        raise


def _in_processes(job: Job, workers: int, watch: Watcher, own: Shelf | None) -> list[PartResult]:
    context = multiprocessing.get_context("spawn")
    counts, stop = context.Array("q", job.parts), context.Event()
    pool = ProcessPoolExecutor(workers, context, _begin, (counts, stop, own))
    try:
        futures = [pool.submit(_work, job, part) for part in range(job.parts)]
        _watch(futures, counts, stop, job, watch)
        results = [future.result() for future in futures]
    except BrokenProcessPool as error:
        raise UserProblem(_ENDED) from error
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
    if any(result is None for result in results):
        raise UserProblem(STOPPED)
    return [result for result in results if result is not None]


def _watch(
    futures: list[Future[PartResult | None]],
    counts: SynchronizedArray[int],
    stop: Any,
    job: Job,
    watch: Watcher,
) -> None:
    waiting = set(futures)
    while waiting:
        _, waiting = wait(waiting, _POLL_SECONDS, FIRST_COMPLETED)
        done = sum(counts[:])
        watch.progress(done, max(job.file.rows, done))
        if watch.stopped():
            stop.set()
            raise UserProblem(STOPPED)


def _together(job: Job, results: list[PartResult], shelf: Shelf) -> FileAudit:
    """All parts in the order of the file, with what only the whole shows."""
    totals, habits = Totals(), dict[str, MinuteHabit]()
    unmatched: dict[str, int] = {}
    for result in results:
        totals.merge(result.totals)
        merge_habits(habits, result.habits)
        for name, count in result.unmatched.items():
            unmatched[name] = unmatched.get(name, 0) + count
    findings: Packed[Finding] = Packed()
    series = start_series(shelf, job.day)
    for _, seen, found in _in_order(results):
        findings.extend(found)
        if seen is not None:
            more = check_across(series, seen)
            totals.add_findings(more, again=bool(found))
            findings.extend(more)
    last = habit_findings(habits, shelf)
    totals.add_findings(last)
    findings.extend(last)
    problems: Packed[RowProblem] = Packed()
    problems.extend(heapq.merge(*(r.problems for r in results), key=lambda one: one.row))
    rows = sum(result.rows for result in results)
    unknown = sum(result.no_discipline for result in results)
    told = _assumptions(job, unmatched, unknown)
    return FileAudit(
        job.file, job.columns, findings.close(), problems.close(), totals, rows, unmatched, told
    )


def _in_order(results: list[PartResult]) -> Iterator[Item]:
    return heapq.merge(*(result.items for result in results), key=lambda item: item[0])


def _assumptions(job: Job, unmatched: dict[str, int], no_discipline: int) -> tuple[str, ...]:
    """What was assumed because the file does not tell it, as sentences."""
    assumed = load_rulebook().profiles[FALLBACK].name
    told = []
    for name, count in sorted(unmatched.items()):
        who = f"“{name}” is no payer this program knows" if name else "No payer is named"
        told.append(f"{who}: {plural(count, 'session')} counted as “{assumed}” ({FALLBACK}).")
    if no_discipline:
        told.append(f"{plural(no_discipline, 'session')} without a discipline: counted as PT.")
    if job.columns.dates.value == "month-first":
        told.append("Dates like 3/2/2026 were read month first.")
    else:
        told.append("Dates like 3/2/2026 were read day first.")
    return tuple(told)
