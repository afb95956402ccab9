"""Backups while sessions are being saved: each copy holds all that was acknowledged before it."""

from __future__ import annotations

import random
from pathlib import Path

from core.services import backups
from core.store import audit
from tests.support.practice import reopen, reopen_copy
from tests.torture import clinic
from tests.torture.outcome import Outcome


def run(folder: Path, size: int) -> Outcome:
    """`size` copies with one to twenty saves between them, each opened and compared."""
    outcome, rng = Outcome("backup under load, opened and compared"), random.Random(23)
    p = reopen(clinic.make(folder / "base"))
    said, number = clinic.Acknowledged(), 100
    for _ in range(size):
        last = None
        for _ in range(rng.randrange(1, 21)):
            last = clinic.save(p, number, last if rng.random() < 0.3 else None)
            said.sessions[last.encounter_id] = number
            number += 1
        report, seq = backups.back_up(p), audit.last_change(p.file.db)
        outcome.runs += 1
        copy = clinic.copy_of(report.path, folder / "look")
        outcome.add([] if _seq(copy) == seq else [f"lost: the copy ends before entry {seq}"])
        outcome.add(clinic.look(copy, said), report.path.name)
        outcome.hits += report.verified
    p.file.close()
    outcome.acknowledged = number - 100
    outcome.note = "hits: verified"
    return outcome.done()


def _seq(copy: Path) -> int:
    p = reopen_copy(copy)
    try:
        return audit.last_change(p.file.db)
    finally:
        p.file.close()
