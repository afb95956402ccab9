"""Files that are not as they were: single bits flipped, and files that never were a practice."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from core.errors import DamagedFile, UserProblem
from core.services import verifying
from tests.support import refusal_cases
from tests.support.practice import PASSWORD, clock_on, reopen
from tests.torture import clinic
from tests.torture.outcome import Outcome


def flips(folder: Path, size: int) -> Outcome:
    """Flip one bit of a practice file, `size` times; each has to be found."""
    outcome, rng = Outcome("one bit flipped in the practice file"), random.Random(17)
    path = clinic.copy_of(clinic.make(folder / "base"), folder / "run")
    body = path.read_bytes()
    if not _is_good(path):
        outcome.add(["unclear: the file was not good to begin with"])
    for _ in range(size):
        place, bit = rng.randrange(len(body)), rng.randrange(8)
        spoilt = bytearray(body)
        spoilt[place] ^= 1 << bit
        path.write_bytes(spoilt)
        outcome.runs += 1
        is_good = _is_good(path)
        outcome.hits += not is_good
        outcome.add([f"unnoticed: byte {place} bit {bit}"] if is_good else [])
        if path.read_bytes() != spoilt:
            outcome.add([f"changed: byte {place} bit {bit}: the original was written to"])
    outcome.note = "hits: found by opening or verifying"
    return outcome.done()


def foreign(folder: Path, size: int) -> Outcome:
    """Open and verify files that are empty, cut, or another program's; none may be changed."""
    outcome = Outcome("foreign, empty, cut or keyless files")
    base = clinic.make(folder / "base")
    for name, (spoil, _) in list(refusal_cases.CASES.items())[:size]:
        path = clinic.copy_of(base, folder / "run")
        spoil(path)
        before = refusal_cases.sums(folder / "run")
        outcome.runs += 1
        for way in (_opens, _verifies):
            if way(path):
                outcome.add([f"opened: {name}"])
            if refusal_cases.sums(folder / "run") != before:
                outcome.add([f"changed: {name}"])
        outcome.hits += 1
    shutil.rmtree(folder / "run")
    return outcome.done()


def _is_good(path: Path) -> bool:
    return verifying.verify_file(path, PASSWORD, clock_on(), allow_cheap_keys=True).is_good


def _opens(path: Path) -> bool:
    try:
        reopen(path).file.close()
    except UserProblem:
        return False
    return True


def _verifies(path: Path) -> bool:
    try:
        return _is_good(path)
    except UserProblem as problem:
        return isinstance(problem, DamagedFile)
