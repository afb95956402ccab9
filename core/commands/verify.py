"""`verify PRACTICE`: check pages, references, audit trail, anchor, backups and documents."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from core.commands import practice_options as practice
from core.errors import UnitwiseError
from core.services.verifying import Verification, verify_file

if TYPE_CHECKING:
    from pathlib import Path


def run(argv: list[str]) -> int:
    """Run `verify`; returns 0 when all is as written, 1 when it is not, 2 when it cannot tell."""
    parser = argparse.ArgumentParser(prog="main.py verify", description=__doc__)
    practice.add_practice(parser)
    practice.add_secret(parser)
    options = parser.parse_args(argv)
    try:
        path = practice.practice_of(options)
        secret, clock = practice.secret_of(options), practice.clock_of(options)
        found = verify_file(path, secret, clock, options.user)
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return practice.UNUSABLE
    print(json.dumps(_line(path, found), ensure_ascii=False))
    for sentence in _sentences(found):
        print(sentence, file=sys.stderr)
    return practice.DONE if found.is_good else practice.FAULTY


def _line(path: Path, found: Verification) -> dict[str, Any]:
    return {
        "practice": path.name,
        "ok": found.is_good,
        "entries": found.entries,
        "first_bad": found.first_bad,
        "anchor": found.anchor.value,
        "set_back": list(found.set_back),
        "faults": [
            {"check": fault.check.value, "message": fault.message} for fault in found.faults
        ],
    }


def _sentences(found: Verification) -> list[str]:
    said = [fault.message for fault in found.faults]
    if found.is_good:
        said.append(f"All is as it was written: {found.entries:,} audit entries, every page.")
        if found.anchor == "missing":
            said.append(
                "No anchor lies beside the file, so entries cut off at the end would not show."
            )
    said += [
        f"Entry {seq} tells that the file did not continue the trail noted beside it."
        for seq in found.set_back
    ]
    return said
