"""JSON Lines in and out: one bad row never stops the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NoReturn

from core.errors import FieldProblem, UserProblem

DONE, DONE_WITH_ERRORS, UNUSABLE = 0, 1, 2
STANDARD_INPUT = "-"


def read_row(line: bytes) -> object:
    """One JSON value; refuses repeated keys, NaN and what is not UTF-8."""
    try:
        return json.loads(
            line.decode("utf-8"),
            parse_float=_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_table,
        )
    except UnicodeDecodeError:
        raise FieldProblem("The row is not UTF-8 text.", "row") from None
    except (ValueError, RecursionError):
        raise FieldProblem("The row is not JSON.", "row") from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise FieldProblem("The row holds a number beyond every measure.", "row") from None


def _refuse_constant(name: str) -> NoReturn:
    raise FieldProblem(f"The row holds {name}, which is not a number.", "row")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise FieldProblem("The row names a key twice.", "row")
    return table


def write_row(value: object, out: IO[bytes]) -> None:
    """One value as one line; a lone surrogate is written as its JSON escape."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    out.write(line.encode("utf-8", "backslashreplace") + b"\n")


def id_of(row: object) -> object:
    """The row's id where it has a plain one, else None."""
    found = row.get("id") if isinstance(row, dict) else None
    return found if type(found) in (str, int) else None


def answer_rows(
    lines: Iterable[bytes], answer: Callable[[object], object], out: IO[bytes], *, at_once: bool
) -> int:
    """Write one answer for each row, or the row's error; returns the exit code.

    `at_once` flushes after each row, for a caller that waits for the answer.
    """
    faults = 0
    for line in lines:
        if not line.strip():
            continue
        row: object = None
        try:
            row = read_row(line)
            result = answer(row)
        except FieldProblem as problem:
            faults += 1
            result = _error(row, problem)
        except (ArithmeticError, ValueError, RecursionError):
            faults += 1
            result = _error(row, FieldProblem("The row cannot be read.", "row"))
        write_row(result, out)
        if at_once:
            out.flush()
    out.flush()
    return DONE_WITH_ERRORS if faults else DONE


def _error(row: object, problem: FieldProblem) -> object:
    return {"id": id_of(row), "error": {"field": problem.field, "message": problem.message}}


@contextmanager
def open_lines(name: str) -> Iterator[IO[bytes]]:
    """A file's lines, or standard input's for `-`; a byte order mark is passed over.

    Raises UserProblem for a file that cannot be read.
    """
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed by the with below
    except OSError as error:
        raise UserProblem(f"{name} cannot be read: {error.strerror}.") from error
    with file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        yield file
