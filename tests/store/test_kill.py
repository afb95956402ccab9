"""Killing the program in the middle of saving loses nothing that it had said was saved."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import UserProblem
from core.services import opening
from core.store import verify
from tests.support.practice import new_practice, reopen

ROOT = Path(__file__).parents[2]
KILLS = 20


@pytest.fixture
def path(tmp_path):
    practice = new_practice(tmp_path)
    opening.close(practice)
    return practice.file.path


def start(path: Path, first: int) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.support.saver", str(path), str(first)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "open\n"
    return child


def acknowledged(child: subprocess.Popen[str]) -> set[int]:
    output, _ = child.communicate()
    whole = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return {int(line) for line in whole}


def numbers(practice, place: str) -> set[int]:
    rows = practice.file.db.execute(
        "SELECT name FROM settings WHERE name LIKE ? || '.%'", (place,)
    ).fetchall()
    return {int(name.split(".")[1]) for (name,) in rows}


def audited(practice) -> list[int]:
    rows = practice.file.db.execute(
        "SELECT object_id FROM audit_events WHERE action = 'test.save' ORDER BY seq"
    ).fetchall()
    return [number for (number,) in rows]


def test_kills_in_the_middle_of_saves_lose_nothing_and_leave_nothing_half(path):
    rng, saved, kept = random.Random(3), set(), set()
    for _ in range(KILLS):
        child = start(path, max(kept, default=0) + 1)
        time.sleep(rng.uniform(0, 0.05))
        child.kill()
        saved |= acknowledged(child)
        practice = reopen(path)
        kept = numbers(practice, "here")
        assert saved <= kept
        assert numbers(practice, "there") == kept
        assert sorted(audited(practice)) == sorted(kept)
        practice.file.close()
    assert len(saved) > KILLS
    practice = reopen(path)
    assert verify.faults(practice.file) == ()
    practice.file.close()


def test_a_second_program_is_told_that_the_practice_is_open(path):
    child = start(path, 1)
    try:
        with pytest.raises(UserProblem, match="already open"):
            reopen(path)
        assert child.poll() is None
        assert int(child.stdout.readline()) > 0  # the first goes on saving
    finally:
        child.kill()
        child.communicate()
    reopen(path).file.close()
