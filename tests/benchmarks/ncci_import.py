"""A whole quarter of code pairs into the reference library, against a bare read of its files.

The rows are made up in CMS's layout: 2.6 million over four zips, as CMS delivers them. Each
side runs in a process of its own, so that the peak of memory is its own too.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Row, ratio

_ROWS, _PARTS, _CODES = 2_600_000, 4, 12_000
_HEAD = (
    "A notice\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
)
_WORDS = (
    "Misuse of Column Two code with Column One code",
    "Mutually exclusive procedures",
    "Standards of medical/surgical practice",
    "CPT Manual or CMS manual coding instruction",
)
_ENTRY = "ccipra-v322r0-f{}.TXT"
_READ = """
import io, sys, zipfile
rows = 0
for name in sys.argv[1:]:
    with zipfile.ZipFile(name) as archive:
        for entry in archive.namelist():
            with archive.open(entry) as stream:
                for line in io.TextIOWrapper(stream, encoding="latin-1"):
                    rows += len(line.split("\\t")) == 7
"""
_IMPORT = """
import sys
from pathlib import Path
from core.library.rulebook import load_rulebook
from core.services.table_import import Chosen, Watch, import_ncci
library, *parts = map(Path, sys.argv[1:])
import_ncci(library, parts, load_rulebook(), Chosen(), Watch())
"""
# The kernel's own high-water mark: `getrusage` would count the parent this process was forked from.
_PEAK = """
from pathlib import Path as _Path
_status = _Path("/proc/self/status")
_lines = _status.read_text().splitlines() if _status.exists() else []
print(next((line.split()[1] for line in _lines if line.startswith("VmHWM")), 0))
"""


def run(*, quick: bool = False) -> list[Row]:
    """Import the quarter and read it bare; `quick` makes a tenth of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = list(_parts(folder, _ROWS // 10 if quick else _ROWS))
        library = str(folder / "reference.sqlite")
        ours, peak = min(_process(_IMPORT, library, *parts) for _ in range(3))
        floor, floor_peak = min(_process(_READ, *parts) for _ in range(3))
    return [
        Row(
            "Import a quarter of code pairs",
            f"{ours:.2f} s, {peak:.0f} MB",
            f"{floor:.2f} s, {floor_peak:.0f} MB",
            ratio(ours, floor),
            "unzip, decode and split every row, keep nothing",
        )
    ]


def _process(program: str, *arguments: str) -> tuple[float, float]:
    """Seconds and megabytes at the peak (0 where the system does not tell), start included."""
    start = time.perf_counter()
    command = [sys.executable, "-c", program + _PEAK, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(done.stdout) / 1024


def _parts(folder: Path, rows: int) -> Iterator[str]:
    rng = random.Random(1)
    codes = [f"{number:05d}" for number in range(10_000, 10_000 + 7 * _CODES, 7)]
    each, per_part = rows // _CODES, _CODES // _PARTS
    for part in range(_PARTS):
        path = folder / f"medicare-ncci-2026q3-practitioner-ccipra-v322r0-f{part + 1}.zip"
        mine = codes[part * per_part : (part + 1) * per_part]
        text = _HEAD + "".join(_row(rng, code, codes, each) for code in mine)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_ENTRY.format(part + 1), text.encode("latin-1"))
        yield str(path)


def _row(rng: random.Random, code: str, codes: list[str], each: int) -> str:
    """Every pair of one first code, sorted as CMS sorts them."""
    lines = []
    for other in sorted(rng.sample(codes, each)):
        since = rng.choice(("19960101", "20010101", "20130101", "20200701"))
        until = rng.choice(("*", "*", "20191231", since))
        indicator = "9" if until == since else rng.choice("01")
        lines.append(f"{code}\t{other}\t\t{since}\t{until}\t{indicator}\t{rng.choice(_WORDS)}\r\n")
    return "".join(lines)
