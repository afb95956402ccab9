"""A disk that is full and a disk that is read-only, as small file systems of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.torture.outcome import Outcome
from tests.torture.tracing import ROOT

MISSING = "no small disk can be mounted here: unshare -rm is refused"
_MOUNT = 'mount -t tmpfs -o size=6m,mode=0700 tmpfs "$1" && exec "$2" -m tests.torture.cramped "$1"'


def is_there() -> bool:
    """Whether this account may mount a small disk in a name space of its own."""
    tool = shutil.which("unshare")
    if tool is None:
        return False
    call = [tool, "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(call, capture_output=True, check=False).returncode == 0


def run(folder: Path, _size: int) -> Outcome:
    """Every act on a full disk and on a read-only one: a sentence, nothing half, then it works."""
    outcome = Outcome("a full disk and a read-only one, each a real file system")
    place = folder / "disk"
    place.mkdir()
    tool = shutil.which("unshare") or "unshare"
    call = [tool, "-rm", "sh", "-c", _MOUNT, "sh", str(place), sys.executable]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    *found, last = done.stdout.splitlines() or [""]
    outcome.runs = 1
    outcome.add(found)
    if last.startswith("looked "):
        outcome.hits = int(last.split()[1])
    else:
        outcome.add([f"unclear: it ended early: {last} {done.stderr[-300:]}"])
    outcome.note = "hits: acts that the disk refused"
    return outcome.done()
