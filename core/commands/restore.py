"""`restore COPY --to FILE`: bring a backup copy back as a new practice file, checked."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from core.commands import practice_options as practice
from core.errors import DamagedFile, UnitwiseError
from core.services import opening, restoring
from core.services.restoring import Holding, Restored


def run(argv: list[str]) -> int:
    """Run `restore`; returns 0 when the new file is whole, 1 when the copy is not, else 2."""
    parser = argparse.ArgumentParser(prog="main.py restore", description=__doc__)
    parser.add_argument("copy", type=Path, metavar="COPY", help="a file in a backups folder")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="the new file")
    parser.add_argument(
        "--practice", type=Path, metavar="FILE", help="the present file, to show what differs"
    )
    practice.add_secret(parser)
    options = parser.parse_args(argv)
    try:
        secret = practice.secret_of(options)
        present = _present(options, secret)
        done = restoring.restore_copy(
            options.copy, secret, options.to, practice.clock_of(options), present, options.user
        )
    except DamagedFile as problem:
        print(problem, file=sys.stderr)
        return practice.FAULTY
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return practice.UNUSABLE
    _tell(done)
    return practice.DONE


def _present(options: argparse.Namespace, secret: str) -> Holding | None:
    if options.practice is None:
        return None
    opened = opening.unlock(options.practice, secret, practice.clock_of(options), options.user)
    try:
        return restoring.holding(opened)
    finally:
        opened.file.close()


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _tell(done: Restored) -> None:
    changed, present_changed = _text(done.last_change), _text(done.present_last_change)
    line = {
        "practice": str(done.path),
        "last_change": changed,
        "present_last_change": present_changed,
        "entries": done.entries,
        "differences": [asdict(one) for one in done.differences],
    }
    print(json.dumps(line, ensure_ascii=False))
    print(f"Restored to {done.path}; its last change is of {changed}.", file=sys.stderr)
    if present_changed:
        print(f"The present file's last change is of {present_changed}.", file=sys.stderr)
    for one in done.differences:
        present = "" if one.at_present is None else f", {one.at_present:,} at present"
        print(f"  {one.what}: {one.in_copy:,} in the copy{present}", file=sys.stderr)
