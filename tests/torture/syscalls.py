"""A kill, or an error of the disk, at every write, sync, truncate, unlink and rename of a job."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.errors import UnitwiseError
from core.store.file_names import keys_path
from tests.torture import clinic, first_release, tracing
from tests.torture.outcome import Outcome

ERRORS = {"ENOSPC": ("write", "pwrite64"), "EIO": ("write", "pwrite64", "fsync", "fdatasync")}
_AT_ONCE = 2
_WIDE = 20
_NARROW = ("save", "sign", "amend", "remove", "restore", "rekey", "people")


@dataclass(frozen=True)
class Job:
    """A job of the worker, ready to be run in a folder of its own."""

    name: str
    words: tuple[str, ...] = ()

    def lay_out(self, base: Path, folder: Path) -> tuple[Path, tuple[str, ...]]:
        """A fresh practice for one run, and the words the worker gets."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "people.csv").write_text(clinic.csv_of_people())
        path = clinic.copy_of(base, folder / "run")
        if self.name == "migrate":
            return clinic.copy_of(first_release.beside(base), folder / "run"), ()
        if self.name == "restore":
            (copy,) = (folder / "run" / "clinic backups").glob("*.unitwise")
            return folder / "new" / "again.unitwise", (str(copy),)
        return path, self.words


JOBS = tuple(
    Job(*job)
    for job in (
        ("save", ("100", "4")), ("sign", ("100", "3")), ("amend", ("100",)), ("remove", ("100",)),
        ("load",), ("paper",), ("copy",), ("keys",), ("migrate",), ("restore",), ("rekey",),
        ("people",),
    )
)  # fmt: skip


def kills(folder: Path, step: int, only: str = "") -> Iterator[Outcome]:
    """For each job: kill it at every `step`-th of its calls; see `_jobs`."""
    base = clinic.make(folder / "base")
    for job in _jobs(step, only):
        outcome = Outcome(f"kill at every write, sync, truncate, unlink, rename of: {job.name}")
        if step > 1:
            outcome.what = outcome.what.replace("every", f"every {step}th")
        _sweep(outcome, job, base, folder, step, [(name, "signal=KILL") for name in tracing.CALLS])
        yield outcome.done()


def errors(folder: Path, step: int, only: str = "") -> Iterator[Outcome]:
    """For each job and error: let every `step`-th write or sync fail once."""
    base = clinic.make(folder / "base")
    for error, calls in ERRORS.items():
        for job in _jobs(step, only):
            outcome = Outcome(f"{error} at every {' and '.join(calls)} of: {job.name}")
            _sweep(outcome, job, base, folder, step, [(name, f"error={error}") for name in calls])
            yield outcome.done()


def _jobs(step: int, only: str) -> tuple[Job, ...]:
    """The job asked for, or all; few when steps are so wide that others would hardly be hit."""
    if only:
        return tuple(job for job in JOBS if job.name == only)
    return JOBS if step < _WIDE else tuple(job for job in JOBS if job.name in _NARROW)


def _sweep(
    outcome: Outcome, job: Job, base: Path, folder: Path, step: int, faults: list[tuple[str, str]]
) -> None:
    path, words = job.lay_out(base, folder / "count")
    windows = tracing.windows(job.name, path, words, folder / "count")
    points = [(n, fault, at) for n, fault in faults for at in windows.get(n, ())]
    points = points[:: max(1, step)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        numbered = list(enumerate(points))
        for said, hit, found, where in pool.map(
            lambda one: _one(job, base, folder, *one), numbered
        ):
            outcome.runs += 1
            outcome.hits += hit
            outcome.acknowledged += said.count
            outcome.add(found, where)


def _one(
    job: Job, base: Path, folder: Path, number: int, point: tuple[str, str, int]
) -> tuple[clinic.Acknowledged, bool, list[str], str]:
    name, fault, at = point
    own = folder / f"at-{number}"
    path, words = job.lay_out(base, own)
    inject = ["-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={at}"]
    traced = tracing.run(job.name, path, words, inject, own)
    said = clinic.Acknowledged().read(traced.output)
    killed = fault == "signal=KILL"
    hit = traced.returned == -signal.SIGKILL if killed else "(INJECTED)" in traced.log.read_text()
    found = [f"unclear: {line}" for line in said.bugs]
    if not killed and traced.returned != 0:
        found.append(f"unclear: ended with {traced.returned}: {traced.errors[-300:]}")
    found += look(job, path, words, said)
    shutil.rmtree(own)
    return said, hit, found, f"{job.name} {name} {at} {fault}"


def look(job: Job, path: Path, words: tuple[str, ...], said: clinic.Acknowledged) -> list[str]:
    """What is wrong after a fault; a restored file may be absent unless it was acknowledged."""
    if job.name != "restore":
        return clinic.look(path, said)
    if path.exists() and keys_path(path).exists():
        return clinic.look(path, said)
    if "restored" in said.words:
        return ["lost: the restored file"]
    wrong = ["half: a restored file without its keys"] if path.exists() else []
    try:
        again = clinic.restore(Path(words[0]), path)
    except UnitwiseError as error:
        return [*wrong, f"half: what was left stops the next restore: {error}"]
    return wrong + clinic.look(again, said)
