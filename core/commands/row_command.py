"""A command that answers each row of a file: the call, the file, the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from core.commands.json_lines import DONE, STANDARD_INPUT, UNUSABLE, answer_rows, open_lines
from core.errors import UserProblem


def row_parser(command: str, description: str) -> argparse.ArgumentParser:
    """The arguments of such a command: the file."""
    parser = argparse.ArgumentParser(prog=f"main.py {command}", description=description)
    parser.add_argument("file", help="one JSON object a line; - for standard input")
    return parser


def run_rows(
    argv: list[str], command: str, description: str, answer: Callable[[object], object]
) -> int:
    """Answer the rows of the file that the arguments name, on standard output."""
    try:
        name = row_parser(command, description).parse_args(argv).file
    except SystemExit as stop:
        return UNUSABLE if stop.code else DONE
    return answer_file(name, answer)


def answer_file(name: str, answer: Callable[[object], object]) -> int:
    """Answer the rows of a file on standard output; returns the exit code."""
    try:
        with open_lines(name) as lines:
            return answer_rows(lines, answer, sys.stdout.buffer, at_once=name == STANDARD_INPUT)
    except BrokenPipeError:
        # The reader has seen enough; Python's own last flush must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except UserProblem as problem:
        print(problem.message, file=sys.stderr)
        return UNUSABLE
