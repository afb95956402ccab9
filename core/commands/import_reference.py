"""`import icd10|ncci|mue|fees FILE…`: read public tables into the reference library."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from core.commands.json_lines import write_row
from core.commands.own_rules import opened
from core.commands.practice_options import add_own_rules
from core.commands.progress import Meter
from core.errors import UnitwiseError
from core.imports.quarters import read_quarter
from core.library.rulebook import load_rulebook
from core.model.kinds import Setting
from core.services.fee_import import import_fees
from core.services.open_sessions import bills_that_differ, to_be_billed
from core.services.places import reference_path
from core.services.practice import OpenPractice
from core.services.reference import import_icd10
from core.services.rules_in_use import renew_rules
from core.services.table_changes import TableChange
from core.services.table_import import Chosen, Watch, import_mue, import_ncci

_DONE, _UNUSABLE = 0, 2
_SHOWN = 20


def run(argv: list[str]) -> int:
    """Run `import` with its arguments; returns 0 when all files were read, 2 when one was not.

    With `--practice` its open sessions that now bill differently follow as JSON Lines.
    """
    parser = argparse.ArgumentParser(prog="main.py import", description=__doc__)
    parser.add_argument("kind", choices=["icd10", "ncci", "mue", "fees"], help="what they hold")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--year", type=int, help="fiscal year, where the file's name tells none")
    parser.add_argument("--quarter", help="quarter of the table, where the name tells none: 2026Q3")
    parser.add_argument("--setting", type=Setting, choices=list(Setting), help="whose table")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="fix the day")
    add_own_rules(parser)
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return _UNUSABLE if stop.code else _DONE
    try:
        with opened(options) as practice:
            _read(options)
            if practice is not None:
                _tell_sessions(practice)
    except UnitwiseError as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    except KeyboardInterrupt:
        print("The import was stopped. What it had not finished was not changed.", file=sys.stderr)
        return _UNUSABLE
    return _DONE


def _read(options: argparse.Namespace) -> None:
    if options.kind == "icd10":
        _icd10(options.files, options.year)
    else:
        _tables(options)


def _tell_sessions(p: OpenPractice) -> None:
    """Sessions still to be billed that bill differently now, by number and without names."""
    before = p.book
    found = bills_that_differ(p, before, renew_rules(p), to_be_billed(p))
    for one in found:
        row = {"session": one.id, "date": str(one.date), "before": one.before, "now": one.after}
        write_row(row, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    what = "session bills" if len(found) == 1 else "sessions bill"
    print(f"{len(found)} open {what} differently now.", file=sys.stderr)


def _icd10(files: list[Path], year: int | None) -> None:
    for source in files:
        edition = import_icd10(reference_path(), source, year)
        print(
            f"{source.name}: {edition.codes:,} billable codes for fiscal year "
            f"{edition.fiscal_year} ({edition.known_from} to {edition.known_to})",
            file=sys.stderr,
        )


def _tables(options: argparse.Namespace) -> None:
    """Import one kind of table from all files at once, and say what it changes."""
    path, book, watch = reference_path(), load_rulebook(), Watch(Meter())
    quarter = read_quarter(options.quarter) if options.quarter else None
    chosen = Chosen(quarter, options.setting)
    if options.kind == "ncci":
        changes = import_ncci(path, options.files, book, chosen, watch)
    elif options.kind == "mue":
        changes = import_mue(path, options.files, book, chosen, watch)
    else:
        changes = import_fees(path, options.files, book, watch)
    for change in changes:
        _say(change)


def _say(change: TableChange) -> None:
    name = " ".join(part for part in (change.kind, change.variant, change.period) if part)
    print(f"{name}: {change.rows:,} rows", file=sys.stderr)
    if change.warning:
        print(change.warning, file=sys.stderr)
    if not change.changes:
        return
    against = f" against {change.before}" if change.before else ""
    print(
        f"For this program's codes{against}: {len(change.added)} new, "
        f"{len(change.removed)} gone, {len(change.changed)} changed",
        file=sys.stderr,
    )
    for one in change.changes[:_SHOWN]:
        codes = " with ".join(one.codes)
        print(f"  {codes}: {one.before or 'none'} -> {one.after or 'none'}", file=sys.stderr)
    if len(change.changes) > _SHOWN:
        print(f"  and {len(change.changes) - _SHOWN} more", file=sys.stderr)
