"""`backup PRACTICE`: write a verified copy into the practice's backups folder."""

from __future__ import annotations

import argparse
import json
import sys

from core.commands import practice_options as practice
from core.errors import UnitwiseError
from core.services import backups, opening


def run(argv: list[str]) -> int:
    """Run `backup`; returns 0 when the copy is good, 1 when the second place has none, else 2."""
    parser = argparse.ArgumentParser(prog="main.py backup", description=__doc__)
    practice.add_practice(parser)
    practice.add_secret(parser)
    options = parser.parse_args(argv)
    try:
        path = practice.practice_of(options)
        secret, clock = practice.secret_of(options), practice.clock_of(options)
        opened = opening.unlock(path, secret, clock, options.user)
        try:
            report = backups.back_up(opened)
        finally:
            opened.file.close()
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return practice.UNUSABLE
    line = {
        "copy": str(report.path),
        "bytes": report.bytes,
        "verified": report.verified,
        "second": str(report.second) if report.second else None,
    }
    print(json.dumps(line, ensure_ascii=False))
    if report.second_problem:
        print(report.second_problem, file=sys.stderr)
    return practice.FAULTY if report.second_problem else practice.DONE
