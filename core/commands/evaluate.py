"""`evaluate FILE|-`: encounters as JSON Lines in, bills as JSON Lines out."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from dataclasses import replace
from datetime import date

from core.commands.encounter_json import read_encounter
from core.commands.json_lines import DONE, STANDARD_INPUT, UNUSABLE, answer_rows, id_of, open_lines
from core.commands.practice_options import add_own_rules
from core.errors import UnitwiseError, UserProblem
from core.library.rulebook import load_rulebook
from core.model.bill_json import bill_to_json
from core.rules.engine import evaluate
from core.rules.rulebook import RuleBook


def run(argv: list[str]) -> int:
    """Bill every row; returns 0 done, 1 done with rows in error, 2 unusable call.

    By the shipped rules, or with `--practice` by that practice's own values and imported tables.
    """
    parser = argparse.ArgumentParser(
        prog="main.py evaluate", description="Bill encounters by the rules of their dates."
    )
    parser.add_argument("file", help="encounters, one JSON object a line; - for standard input")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="the day, for rows without as_of"
    )
    add_own_rules(parser)
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return UNUSABLE if stop.code else 0
    try:
        book = _book(options)
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    return bill_file(options.file, book, options.today)


def _book(options: argparse.Namespace) -> RuleBook:
    if options.practice is None:
        return load_rulebook()
    own_rules = importlib.import_module("core.commands.own_rules")  # most calls open no practice
    with own_rules.opened(options) as practice:
        book: RuleBook = practice.book
    return book


def bill_file(name: str, book: RuleBook, today: date | None = None) -> int:
    """Bill the rows of a file, writing to standard output; returns the exit code.

    `today` stands in where a row names no `as_of`; None: then it is not known.
    """

    def answer(row: object) -> object:
        encounter = read_encounter(row, book)
        if today and encounter.as_of is None:
            encounter = replace(encounter, as_of=today)
        return bill_to_json(evaluate(encounter, book), id_of(row))

    try:
        with open_lines(name) as lines:
            at_once = name == STANDARD_INPUT
            return answer_rows(lines, answer, sys.stdout.buffer, at_once=at_once)
    except BrokenPipeError:
        # The reader has seen enough; Python's own last flush must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except UserProblem as problem:
        print(problem.message, file=sys.stderr)
        return UNUSABLE
