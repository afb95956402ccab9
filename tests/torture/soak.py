"""Two days on end at a save a second, as fast as they go: nothing grows, nothing fails.

Run as `python -m tests.torture.soak PRACTICE SAVES` it works in a process of its own, whose
memory nothing else has touched, and prints what `run` reads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import UnitwiseError
from core.model.clock import Clock
from core.model.encounter import Service
from core.model.session import Note, Receipt, SessionRecord
from core.services import backups, encounters, opening
from core.services.practice import OpenPractice
from tests.support.practice import clock_on, reopen
from tests.torture import clinic
from tests.torture.outcome import Outcome
from tests.torture.tracing import ROOT

TWO_DAYS = 172_800
MEMORY_MB, LOG_MB = 50, 64  # G28
_PER_SESSION = 60  # saves of one session before the next begins
_LOOK_FOR_BACKUP = 300  # seconds, as the window's own timer
_LEAST = 4 * 3_600  # seconds that go by in a small run: each save then takes some of them
_MEASURE = 100
_HOUR = 3_600
_MB = 2**20


def run(folder: Path, size: int) -> Outcome:
    """`size` saves and the backups that fall due meanwhile, then every record looked at."""
    outcome = Outcome("saves at one a second on end, and the backups that fall due")
    path = clinic.make(folder / "base")
    words = [sys.executable, "-m", "tests.torture.soak", str(path), str(size)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    found = Found()
    with suppress(ValueError, TypeError):
        found = Found(**json.loads(done.stdout))
    outcome.runs, outcome.acknowledged, outcome.hits = size, found.saves, found.copies
    outcome.add(judged(found, size))
    sessions = {int(number): last for number, last in found.sessions.items()}
    outcome.add(clinic.look(path, clinic.Acknowledged(sessions=sessions)))
    outcome.note = (
        f"hits: backups verified; memory {found.grown:+.1f} MB, log up to {found.log:.1f} MB, "
        f"file {path.stat().st_size / _MB:.0f} MB"
    )
    return outcome.done()


@dataclass
class Found:
    """What the saving process saw; sizes in MB."""

    saves: int = 0
    copies: int = 0
    errors: int = 0
    grown: float = 0.0
    log: float = 0.0
    # By encounter, the last session number kept in it; JSON makes its keys strings.
    sessions: dict[Any, int] = field(default_factory=dict)


def judged(found: Found, size: int) -> list[str]:
    """What is not as it must be."""
    wrong = ["unclear: an error while saving"] * found.errors
    if found.saves + found.errors != size:
        wrong.append(f"lost: {size - found.saves} saves were never made")
    if found.grown >= MEMORY_MB:
        wrong.append(f"grown: memory by {found.grown:.0f} MB")
    if found.log >= LOG_MB:
        wrong.append(f"grown: the log to {found.log:.0f} MB")
    return wrong


class Seconds:
    """A clock that each save moves on."""

    def __init__(self, step: int) -> None:
        self.passed, self._step, self._start = 0, step, clock_on().now()

    def move(self) -> bool:
        """Let a save's time go by; whether it is time to look for a backup that is due."""
        before, self.passed = self.passed, self.passed + self._step
        return before // _LOOK_FOR_BACKUP != self.passed // _LOOK_FOR_BACKUP

    def clock(self) -> Clock:
        """What the program reads."""
        return Clock(today=lambda: self._now().date(), now=self._now)

    def _now(self) -> datetime:
        return self._start + timedelta(seconds=self.passed)


def soak(path: Path, size: int) -> Found:
    """Save on and on; an hour, or a tenth, goes by before growth is measured."""
    seconds, found = Seconds(max(1, _LEAST // size)), Found()
    p = reopen(path, clock=seconds.clock())
    warm, start, last = min(_HOUR, size // 10), 0.0, None
    for number in range(size):
        if number % _PER_SESSION == 0:
            day = clinic.DAY - timedelta(days=number // _PER_SESSION % clinic.DAYS)
            record, last = encounters.new_session(p, 1, day).record, None
        is_time = seconds.move()
        try:
            last = encounters.save(p, _typed(record, number + 100, last), complete=True)
            found.saves += 1
            found.sessions[last.encounter_id] = number + 100
            found.copies += is_time and _copied(p)
        except UnitwiseError:
            found.errors += 1
        if number % _MEASURE == 0:
            held, found.log = memory(), max(found.log, _log_of(path))
            start = max(start, held) if number <= warm else start
            found.grown = max(found.grown, held - start)
        if number % _HOUR == _HOUR - 1:
            print(f"soak: {found.saves} saves, memory {found.grown:+.1f} MB", file=sys.stderr)
    opening.close(p)
    return found


def _typed(record: SessionRecord, number: int, last: Receipt | None) -> SessionRecord:
    """The session as it stands on the screen, typed on and saved again."""
    if last is not None:
        record = replace(record, id=last.encounter_id, version=last.version)
    return replace(
        record,
        services=(Service("97110", clinic.minutes(number)),),
        pointers=("A",),
        note=Note(
            assessment=f"{clinic.MARKERS[3]} March, session {number} of {clinic.MARKERS[2]}."
        ),
    )


def _copied(p: OpenPractice) -> int:
    report = backups.run_if_due(p)
    return int(report is not None and report.verified)


def _log_of(path: Path) -> float:
    log = path.with_name(path.name + "-wal")
    return log.stat().st_size / _MB if log.exists() else 0.0


def memory() -> float:
    """What this process holds in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB


if __name__ == "__main__":
    print(json.dumps(vars(soak(Path(sys.argv[1]), int(sys.argv[2])))), flush=True)
