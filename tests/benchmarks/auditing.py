"""An audit of sessions with notes, and of a million rows of another system's export.

Sessions and rows are made up. The floor of each is a bare read of the same rows; the export's
memory is that of every process together, as the kernel shares it out.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from core.audit.fold import Fold, audit
from core.services.file_audit_part import shipped_shelf
from tests.audit.quarter import CASES, visit_of
from tests.benchmarks.measure import Row, ratio, timed

_NOTED, _ROWS, _FEWER = 10_000, 1_000_000, 20
_HEAD = "Visit ID,DOS,MRN,Insurance,Provider,Discipline,CPT Code,Minutes,Units,Modifiers"
_PAYERS = ("Medicare Part B", "UHC", "Aetna", "Blue Moon Mutual", "Cash")
_CODES = ("97140", "97110", "97112", "97530")
_READ = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as text:
    rows = sum(len(row) == 10 for row in csv.reader(text))
"""


def run(*, quick: bool = False) -> list[Row]:
    """Both audits; `quick` makes a twentieth of them."""
    share = _FEWER if quick else 1
    return [_noted(_NOTED // share), _export(_ROWS // share)]


def _noted(count: int) -> Row:
    """The seeded quarter over and over, each time by other clinicians with other patients."""
    lines = (CASES / "quarter.jsonl").read_text("utf-8").splitlines()
    times = -(-count // len(lines))
    visits = [
        replace(
            one, id=f"{n}-{one.id}", patient=f"{n}-{one.patient}", clinician=f"{n}-{one.clinician}"
        )
        for n in range(times)
        for one in (visit_of(json.loads(line)) for line in lines)
    ][:count]
    fold = Fold(shipped_shelf(), date(2024, 9, 30))
    ours = timed(lambda: list(audit(visits, fold)))
    floor = timed(lambda: [visit_of(json.loads(line)) for line in lines * times][:count])
    return Row(
        f"Audit of {count:,} sessions with notes",
        f"{ours:.1f} s",
        f"{floor:.1f} s",
        ratio(ours, floor),
        "the same rows read into the same records, nothing checked",
    )


def _export(rows: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        _write(path, rows)
        command = [sys.executable, "main.py", "audit", str(path), "--json"]
        ours, peak = _watched(command)
        floor, bare = _watched([sys.executable, "-c", _READ, str(path)])
    return Row(
        f"Audit of an export of {rows:,} rows without notes",
        f"{ours:.1f} s, {peak} MB",
        f"{floor:.1f} s, {bare} MB",
        ratio(ours, floor),
        "the same rows read by one process, nothing checked",
    )


def _write(path: Path, rows: int) -> None:
    rng = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(_HEAD.split(","))
        for at in range(rows // 3):
            day = date(2024, 1, 2) + timedelta(days=at // 900)
            patient, payer = rng.randrange(max(rows // 20, 1)), rng.choice(_PAYERS)
            for code in rng.sample(_CODES, 3):
                minutes = rng.choice((8, 10, 12, 15, 15, 15, 15, 15, 23, 30))
                table.writerow(
                    [f"V{at}", f"{day:%m/%d/%Y}", f"M{patient:06}", payer, f"Dr {patient % 12}",
                     "PT", code, minutes, 1 if minutes < 23 else 2, "GP"]
                )  # fmt: skip


def _watched(command: list[str]) -> tuple[float, int]:
    """Seconds of a command, and the peak of memory of it and its children in megabytes."""
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_shared_out, _tree(process.pid))))
            time.sleep(0.2)
        if process.returncode:
            raise RuntimeError(f"{command[1:3]} ended with {process.returncode}")
    return time.perf_counter() - start, peak // 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in children.read_text().split() for one in _tree(int(child))]
        except OSError:
            continue
    return found


def _shared_out(pid: int) -> int:
    """Kilobytes of a process, what it shares counted by its share; 0 where nothing tells."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
