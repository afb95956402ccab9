"""Measure Unitwise and print the table: `python -m tests.benchmarks [--quick] [NAME …]`.

Every figure stands beside a floor measured in the same run; no test asserts on the clock.
"""

from __future__ import annotations

import argparse
import platform
import sys
from datetime import date
from pathlib import Path

from tests.benchmarks import (
    audit_report,
    auditing,
    engine,
    engine_before,
    lists,
    ncci_import,
    notes,
    paper,
    window,
)  # fmt: skip
from tests.benchmarks.measure import Row

MEASURES = {
    "engine": lambda _: engine.run() + engine_before.run(),
    "lists": lists.run,
    "notes": lambda _: notes.run(),
    "paper": paper.run,
    "audit-report": audit_report.run,
    "window": window.run,
    "audit": lambda quick: auditing.run(quick=quick),
    "ncci": lambda quick: ncci_import.run(quick=quick),
}


def main(argv: list[str]) -> int:
    """Run the named measurements, or all; print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="a practice a hundredth the size")
    parser.add_argument("--write", type=Path, help="write the table to this file as well")
    options = parser.parse_args(argv)
    rows: list[Row] = []
    for name in options.names or MEASURES:
        print(f"measuring: {name}", file=sys.stderr)
        rows += MEASURES[name](options.quick)
    table = _table(rows)
    print(table)
    if options.write:
        options.write.write_text(table, encoding="utf-8")
    return 0


def _table(rows: list[Row]) -> str:
    head = "| what | ours | floor | ratio | the floor is |\n|---|---|---|---|---|\n"
    body = "".join(
        f"| {r.what} | {r.ours} | {r.floor} | {r.ratio} | {r.floor_is} |\n" for r in rows
    )
    where = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"# Benchmarks\n\nLast run {date.today()} on {where}.\n\n{head}{body}"  # noqa: DTZ011 - printed only


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
