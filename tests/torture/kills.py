"""Kills at random moments of a day's work; the practice goes on from what each kill left."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests.torture import clinic, leaks, worker
from tests.torture.outcome import Outcome

_SERIES = 50  # kills before a fresh practice, so that files stay small


def run(folder: Path, size: int) -> Outcome:
    """Kill a saving program `size` times."""
    outcome = Outcome("kill at a random moment of save, sign, import, print, backup")
    rng = random.Random(3)
    base = clinic.make(folder / "base")
    (folder / "people.csv").write_text(clinic.csv_of_people())
    for number in range(size):
        if number % _SERIES == 0:
            path = clinic.copy_of(base, folder / "run")
            said, first = clinic.Acknowledged(), 100
        job = rng.choices(("save", "sign", "day"), (5, 3, 2))[0]
        before = dict(said.sessions)
        was_killed, output = _killed(job, path, first, rng.uniform(0, 0.06))
        said.read(output)
        outcome.runs += 1
        outcome.hits += was_killed
        outcome.acknowledged += len(said.sessions) - len(before)
        found = leaks.readable(folder / "run", clinic.MARKERS)
        found += [f"unclear: {line}" for line in said.problems + said.bugs]
        outcome.add(found + clinic.look(path, said), f"kill {number}")
        # The one under way may be there without having been told of: its day is not used again.
        first = max([first, *said.sessions.values()]) + 2
        said.problems.clear()
        said.bugs.clear()
    return outcome.done()


def _killed(job: str, path: Path, first: int, after: float) -> tuple[bool, str]:
    """Fork the program, let it begin, kill it; whether it still ran and what it had said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        try:
            worker.JOBS[job](path, str(first), "6" if job == "day" else "0")
        finally:
            os._exit(0)
    os.close(writing)
    output = b""
    while not output.endswith(b"begin\n"):
        more = os.read(reading, 6)
        if not more:
            break
        output += more
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65536):
        output += more
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), output.decode()
