"""Power cuts: the writes of real runs are recorded and cut off anywhere; the rest is opened."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.torture import clinic, syscalls, tracing
from tests.torture.outcome import Outcome
from tests.torture.recording import OPTIONS, Recording

# A job and how many cuts it gets for each one asked for.
JOBS = (
    (syscalls.Job("day", ("100", "24")), 0.5),
    (syscalls.Job("sign", ("100", "12")), 0.2),
    (syscalls.Job("amend", ("100",)), 0.15),
    (syscalls.Job("remove", ("100",)), 0.15),
    (syscalls.Job("migrate"), 0.15),
    (syscalls.Job("restore"), 0.15),
    (syscalls.Job("rekey"), 0.15),
    (syscalls.Job("people"), 0.15),
)


def run(folder: Path, size: int, only: str = "") -> Iterator[Outcome]:
    """Replay `size` cuts over the jobs, or the share of the one that is asked for."""
    base, rng = clinic.make(folder / "base"), random.Random(41)
    for job, share in JOBS:
        if only and job.name != only:
            continue
        outcome = Outcome(f"power cut during: {job.name}")
        _cuts(outcome, job, base, folder / job.name, max(1, round(size * share)), rng)
        yield outcome.done()


def _cuts(
    outcome: Outcome, job: syscalls.Job, base: Path, folder: Path, size: int, rng: random.Random
) -> None:
    path, words = job.lay_out(base, folder)
    before = folder.with_name(f"{job.name}-before")
    shutil.rmtree(before, ignore_errors=True)
    shutil.copytree(folder, before)
    traced = tracing.run(job.name, path, words, OPTIONS, folder.parent)
    shutil.rmtree(folder)
    before.rename(folder)
    recording = Recording(traced.log, folder)
    wanted = sorted(rng.choices(range(len(recording)), k=size))
    for number in recording.steps():
        while wanted and wanted[0] == number:
            wanted.pop(0)
            said = clinic.Acknowledged().read(recording.said.decode())
            outcome.runs += 1
            outcome.hits += 1
            outcome.acknowledged += said.count
            _lay_down(folder, recording.disk.after_cut(rng))
            outcome.add(syscalls.look(job, path, words, said), f"{job.name}, call {number}")


def _lay_down(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    for name, body in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(body)
