"""The running window: start, a key to the painted bill, search, memory; against a bare window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from tests.benchmarks.large import PASSWORD, path
from tests.benchmarks.measure import Row, percentile, ratio, spread

_FRAME_MS = 16.7


def run(quick: bool) -> list[Row]:
    """Each start is a process of its own; the middle one of three counts."""
    practice = str(path(quick))
    ours = sorted((_child(practice, PASSWORD) for _ in range(3)), key=lambda m: m["today"])[1]
    bare = sorted((_child("bare") for _ in range(3)), key=lambda m: m["start"])[1]
    keys, floor, search = sorted(ours["keys"]), sorted(bare["keys"]), sorted(ours["search"])
    return [
        Row(
            "A key in a minutes cell to the painted bill",
            f"{spread(keys)}{_frame(keys)}",
            spread(floor),
            ratio(percentile(keys, 0.5), percentile(floor, 0.5)),
            "the same key in a bare Qt table",
        ),
        Row(
            "A key in patient search to the painted list",
            f"{spread(search)}{_frame(search)}",
            spread(floor),
            ratio(percentile(search, 0.5), percentile(floor, 0.5)),
            "a key in a bare Qt table",
        ),
        _seconds("Start to the unlock screen", ours["gate"], bare["start"]),
        _seconds(
            "Password typed to a usable Today, key derivation included",
            ours["today"],
            bare["start"],
        ),
        Row(
            "Memory of the window after this tour",
            f"{ours['memory']:.0f} MiB",
            f"{bare['memory']:.0f} MiB",
            ratio(ours["memory"], bare["memory"]),
            "a bare window with a table",
        ),
    ]


def _frame(ordered: list[float]) -> str:
    inside = sum(1 for s in ordered if s * 1000 <= _FRAME_MS)
    return f"; {100 * inside / len(ordered):.0f} % within one frame of {_FRAME_MS} ms"


def _seconds(what: str, ours: float, floor: float) -> Row:
    return Row(
        what,
        f"{ours:.2f} s",
        f"{floor:.2f} s",
        ratio(ours, floor),
        "a bare PySide6 window to be shown",
    )


def _child(*arguments: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="unitwise-home-") as home:
        variables = os.environ | {"UNITWISE_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.window_child",
            *arguments,
            str(time.time()),
        ]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
