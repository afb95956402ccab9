"""Running a worker under strace: to watch its system calls, or to break one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What changes a file or its name, or waits for the disk; telling goes by writev and is left out.
CALLS = (
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename",
    "renameat", "renameat2",
)  # fmt: skip
MISSING = "strace is not there: apt-get install strace"
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\(")
_SECONDS = 120


@dataclass(frozen=True)
class Traced:
    """What a worker said and how it ended; below zero is the signal that killed it."""

    returned: int
    output: str
    errors: str
    log: Path


def is_there() -> bool:
    """Whether this PC has strace."""
    return shutil.which("strace") is not None


def run(job: str, path: Path, words: tuple[str, ...], options: list[str], folder: Path) -> Traced:
    """Run one job of the worker under strace with these options; the log lies in `folder`."""
    log = folder / "trace.log"
    # With --seccomp-bpf an injected signal is never delivered (seen with strace 6.1).
    quick = [] if any("signal=" in option for option in options) else ["--seccomp-bpf"]
    command = ["strace", "-qq", "-f", *quick, "-o", str(log), *options]
    done = _ended([*command, "--"], job, path, words)
    return Traced(done.returncode, done.stdout, done.stderr, log)


def plain(job: str, path: Path, words: tuple[str, ...]) -> str:
    """What one job of the worker says without strace."""
    return _ended([], job, path, words).stdout


def _ended(
    before: list[str], job: str, path: Path, words: tuple[str, ...]
) -> subprocess.CompletedProcess[str]:
    worker = [sys.executable, "-m", "tests.torture.worker", job, str(path), *words]
    variables = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*before, *worker],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def windows(job: str, path: Path, words: tuple[str, ...], folder: Path) -> dict[str, range]:
    """For each call that a job makes after it said `begin`, which of them are the job's own."""
    trace = "trace=" + ",".join((*CALLS, "writev"))
    log = run(job, path, words, ["-e", trace], folder).log
    before: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        if match[1] == "writev" and '"begin' in line:
            before = total.copy()
        total[match[1]] += 1
    return {name: range(before[name] + 1, total[name] + 1) for name in CALLS if total[name]}
