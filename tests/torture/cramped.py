"""A real disk that is full, and one that is read-only: what is said, what is left.

`python -m tests.torture.cramped FOLDER` runs inside a mount name space in which FOLDER is a small
disk of its own; it prints one line a finding, then `looked`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import UnitwiseError
from core.services import backups, encounters, importing, printing, restoring
from core.services.audit_trail import AuditFilter, ExportFormat, export
from core.services.proofs import prove
from core.store.file_names import keys_path
from tests.support.practice import PASSWORD, clock_on, reopen
from tests.torture import clinic

_MEGABYTE = 1 << 20
_FULL = ("disk is full", "Make room", "did not take")
_READ_ONLY = ("read-only", "Allow writing", "disk is full")
Act = Callable[[], object]


def say(finding: str) -> None:
    print(finding, flush=True)


def fill(folder: Path) -> Path:
    """Take all the room there is."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)
    return ballast


def attempt(name: str, act: Act, words: tuple[str, ...]) -> bool:
    """Whether it was done; a failure has to be a sentence that says what to do."""
    try:
        act()
    except UnitwiseError as problem:
        if not any(word in str(problem) for word in words):
            say(f"unclear: {name}: {problem}")
        return False
    except Exception as error:  # noqa: BLE001 - what is no sentence is the finding
        say(f"unclear: {name}: {type(error).__name__}: {error}")
        return False
    return True


def acts(p: Any, folder: Path, people: Path) -> dict[str, Act]:
    """What a person does that needs room."""
    record = encounters.new_session(p, 1, clinic.DAY).record
    (copy,) = list((folder / "clinic backups").glob("*.unitwise"))[:1]
    draft = printing.superbill(p, 1, [1])
    again = folder / "again.unitwise"
    return {
        "save": lambda: clinic.save(p, 500, None),
        "autosave": lambda: encounters.autosave(p, record, {"rows": ["x" * 15_000]}),
        "sign": lambda: clinic.sign(p, 501),
        "import": lambda: importing.import_patients(p, people, dry_run=False),
        "print": lambda: printing.archive(p, draft, "saved"),
        "backup": lambda: backups.back_up(p),
        "restore": lambda: restoring.restore_copy(
            copy, PASSWORD, again, clock_on(), allow_cheap_keys=True
        ),
        "audit export": lambda: export(
            p, AuditFilter(), folder / "trail.csv", ExportFormat.CSV, prove(p, PASSWORD)
        ),
    }


def leftovers(folder: Path) -> list[str]:
    """Files that nobody asked for: parts, and a copy or a restored file without its keys."""
    found = [one.name for one in folder.rglob("*") if one.name.startswith(".")]
    found += [one.name for one in folder.rglob("*.part")]
    practices = [one for one in folder.rglob("*.unitwise") if not keys_path(one).exists()]
    return found + [one.name for one in practices]


def full(folder: Path, people: Path) -> int:
    """Everything on a full disk, then with room again; how many acts were refused."""
    path = clinic.make(folder)
    p = reopen(path)
    wanted, refused = acts(p, folder, people), 0
    for name, act in wanted.items():
        ballast = fill(folder)
        done = attempt(name, act, _FULL)
        refused += not done
        ballast.unlink()
        for left in leftovers(folder):
            say(f"half: {name} left {left}")
        if not done and not attempt(f"{name}, with room again", act, ()):
            say(f"lost: {name} does not go on once there is room")
    p.file.close()
    for finding in clinic.look(path, clinic.Acknowledged()):
        say(finding)
    return refused


def read_only(folder: Path) -> int:
    """A practice whose disk takes no writing, and such a place for what leaves the program."""
    path = folder / clinic.NAME
    before = sorted((one.name, one.read_bytes()) for one in folder.rglob("*") if one.is_file())
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)  # noqa: S607 - the system's own
    refused = 0
    try:
        opened: list[Any] = []
        refused += not attempt("open", lambda: opened.append(reopen(path)), _READ_ONLY)
        for p in opened:
            refused += not attempt("save", lambda p=p: clinic.save(p, 502, None), _READ_ONLY)
            p.file.close()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)  # noqa: S607 - the system's own
    after = sorted((one.name, one.read_bytes()) for one in folder.rglob("*") if one.is_file())
    if before != after:
        say("half: a read-only disk was written to")
    return refused


def main(folder: Path) -> None:
    """Both, one after the other."""
    people = folder.parent / "people.csv"
    people.write_text(clinic.csv_of_people())
    refused = full(folder, people)
    refused += read_only(folder)
    say(f"looked {refused}")
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
