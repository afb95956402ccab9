"""The engine against itself as it was at the end of the first issue, both in the same run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from tests.benchmarks.measure import Row

ROOT = Path(__file__).resolve().parents[2]
FIRST = "623bf68150f8"  # the last change to the engine before the whole rule book
_TURNS = 3


def run() -> list[Row]:
    """Two rows, or none where the history does not reach back so far."""
    packed = subprocess.run(
        [shutil.which("git") or "git", "archive", FIRST, "core", "resources"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode:
        return []
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as tar:
            tar.extractall(folder, filter="data")
        # In turns, so that a busy machine is busy for both; the best of each counts.
        turns = [(_timed(ROOT), _timed(Path(folder))) for _ in range(_TURNS)]
    bare = min(ours[0] for ours, _ in turns)
    every = min(ours[1] for ours, _ in turns)
    then = min(theirs[0] for _, theirs in turns)
    floor = f"{then:.0f} µs"
    return [
        Row("Engine, CPU an encounter", f"{bare:.0f} µs", floor, f"{bare / then:.2f}",
            "the engine of the first issue, same sessions"),
        Row("Engine with every fact given, CPU an encounter", f"{every:.0f} µs", floor,
            f"{every / then:.2f}", "the engine of the first issue, which took no such facts"),
    ]  # fmt: skip


def _timed(tree: Path) -> tuple[float, float]:
    child = Path(__file__).with_name("engine_child.py")
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        [sys.executable, str(child)], cwd=tree, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    bare, every = done.stdout.split()
    return float(bare), float(every)
