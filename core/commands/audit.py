"""`audit FILE`: another system's export audited; nothing of it is kept."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.audit.lines import Line, OwnLine, line_on
from core.audit.look import Shelf
from core.audit.words import line_words
from core.commands.audit_json import finding_to_json, summary_to_json
from core.commands.audit_text import summary_lines
from core.commands.json_lines import DONE, DONE_WITH_ERRORS, UNUSABLE, write_row
from core.commands.own_rules import opened
from core.commands.practice_options import add_own_rules
from core.commands.progress import Meter
from core.errors import FieldProblem, UnitwiseError, UserProblem
from core.library.audit_files import load_audit_rules
from core.model.clock import Clock
from core.services.audit_lines import own_lines, share_problem, share_typed
from core.services.audit_papers import draw_report, paper_of_file
from core.services.file_audit import (
    ColumnMap,
    DateOrder,
    Field,
    FileAudit,
    Watcher,
    audit_file,
    guess_columns,
    open_export,
    write_problems,
)
from core.services.own_books import audit_books


def run(argv: list[str]) -> int:
    """Audit the file; 0 done, 1 done with rows in error, 2 unusable call."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return UNUSABLE if stop.code else DONE
    try:
        own, lines = _own_books(options)
        line = _line(options, lines)  # a wrong one is told before a million rows are read
        found = _audit(options, own)
        if options.errors:
            write_problems(options.errors, found.problems)
        if options.out:
            _write_report(options, found, line)
        (_print_json if options.json else _print_text)(found, line.share)
    except BrokenPipeError:
        # The reader has seen enough; Python's own last flush must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    return DONE_WITH_ERRORS if len(found.problems) else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py audit", description="Audit sessions that another system has exported."
    )
    parser.add_argument("file", type=Path, help="CSV, TSV or XLSX with a heading for each column")
    for field in Field:
        name = field.value.replace("_", "-")
        parser.add_argument(
            f"--{name}-column", dest=f"column_{field.value}", metavar="NAME",
            help=f"the column that holds {field.value.replace('_', ' ')}",
        )  # fmt: skip
    parser.add_argument(
        "--payer", action="append", default=[], metavar="NAME=PROFILE",
        help="the profile of a payer called so in the file; may be repeated",
    )  # fmt: skip
    parser.add_argument("--dates", type=DateOrder, choices=list(DateOrder), help="of 3/2/2026")
    parser.add_argument("--json", action="store_true", help="findings as JSON Lines, then the sum")
    parser.add_argument("--out", type=Path, metavar="PDF", help="write the report there")
    parser.add_argument(
        "--threshold", metavar="PERCENT",
        help="the share of sessions in error not to be reached, such as 15; else the shipped line",
    )  # fmt: skip
    parser.add_argument("--counsel", action="store_true", help="mark the report for counsel")
    parser.add_argument("--errors", type=Path, metavar="CSV", help="write the rows in error there")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="fix the day")
    add_own_rules(parser)
    return parser


def _own_books(options: argparse.Namespace) -> tuple[Shelf | None, tuple[OwnLine, ...]]:
    """The practice's rules, words and lines where one is named; nothing is written into it."""
    with opened(options) as practice:
        return (audit_books(practice), own_lines(practice)) if practice else (None, ())


def _audit(options: argparse.Namespace, own: Shelf | None) -> FileAudit:
    file = open_export(options.file)
    columns, day = _columns(options, file.columns), _day(options.today)
    return audit_file(file, columns, day, _payers(options.payer), Watcher(Meter()), own=own)


def _day(today: date | None) -> date:
    return today or Clock.system().today()


def _columns(options: argparse.Namespace, guessed: ColumnMap) -> ColumnMap:
    columns = guessed
    if options.dates:
        columns = guess_columns([use.heading for use in guessed.columns], options.dates)
    for field in Field:
        heading = getattr(options, f"column_{field.value}")
        if heading:
            columns = columns.with_field(heading, field)
    return columns


def _payers(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for word in words:
        name, sign, profile = word.rpartition("=")
        if not sign:
            raise UserProblem("Write --payer as NAME=PROFILE.", "payer")
        found.append((name.strip(), profile.strip()))
    return tuple(found)


def _print_json(found: FileAudit, threshold: float) -> None:
    out = sys.stdout.buffer
    for problem in found.problems:
        error = {"field": problem.field, "message": problem.message}
        write_row({"id": f"row {problem.row}", "error": error}, out)
    for one in found.findings:
        write_row(finding_to_json(one), out)
    write_row({"summary": summary_to_json(found, threshold)}, out)
    out.flush()


def _print_text(found: FileAudit, threshold: float) -> None:
    for line in summary_lines(found, threshold):
        print(line)
    for problem, _ in zip(found.problems, range(20), strict=False):
        print(f"row {problem.row}, {problem.field}: {problem.message}", file=sys.stderr)


def _line(options: argparse.Namespace, own: tuple[OwnLine, ...]) -> Line:
    """The line that was typed, else the practice's, else the one shipped for the day."""
    if options.threshold is None:
        found = line_on(own, load_audit_rules(), _day(options.today))
        if found is None:
            raise UserProblem("No error rate is known for that day.", "today")
        return found
    try:
        share = share_typed(options.threshold)
    except FieldProblem as problem:
        raise UserProblem(_refused(options.threshold, problem.message), "threshold") from problem
    if wrong := share_problem(share):
        raise UserProblem(_refused(options.threshold, wrong), "threshold")
    return Line(float(share), "given with --threshold", is_own=True)


def _refused(typed: str, why: str) -> str:
    return f"--threshold {typed}: {why} The line is per cent of the sessions looked at."


def _write_report(options: argparse.Namespace, found: FileAudit, line: Line) -> None:
    paper = paper_of_file(found, _day(options.today), line.share, for_counsel=options.counsel)
    paper = replace(paper, line=line_words(line))
    try:
        options.out.write_bytes(draw_report(paper).body)
    except OSError as error:
        raise UserProblem(f"{options.out} cannot be written: {error.strerror}.") from error
