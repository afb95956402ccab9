"""A table out of a CSV file of unknown make: finds its encoding and its delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserProblem

DELIMITERS = (",", ";", "\t")
LARGEST_FILE = 50 * 1024 * 1024  # bytes; ten times a list of 20,000 patients
MOST_ROWS = 100_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_UNREADABLE = (
    "This file is not a text table. Save it from the spreadsheet as “CSV UTF-8” and try again."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows; each row with its number, the header being row 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    delimiter: str


def read_table(path: Path, known: Callable[[str], bool]) -> Table:
    """Read a delimited file; `known` tells a header name this import understands.

    Raises UserProblem when the file cannot be read as a table at all.
    """
    text, encoding = _text(path)
    delimiter = _delimiter(text, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise UserProblem(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            if number == 1 or any(cell.strip() for cell in cells):
                rows.append((number, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise UserProblem(
            f"Row {number + 1} cannot be read: a quotation mark is never closed, or a cell is"
            " far too long. Mend that row, then import again."
        ) from error
    if not rows or not any(rows[0][1]):
        raise UserProblem("The file is empty: its first row must name the columns.")
    return Table(rows[0][1], tuple(rows[1:]), encoding, delimiter)


def _text(path: Path) -> tuple[str, str]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserProblem("The file is larger than 50 MB. Split it.")
        body = path.read_bytes()
    except OSError as error:
        raise UserProblem("The file cannot be opened. Check that it is still there.") from error
    encoding = _encoding(body)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserProblem(_UNREADABLE) from error
    if text.count("\0") > len(text) // 100:
        raise UserProblem(_UNREADABLE)
    return text.replace("\0", ""), encoding


def _encoding(body: bytes) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    half = len(body[:2000]) // 2
    if half and body[1:2000:2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and body[0:2000:2].count(0) > half * 0.6:
        return "utf-16-be"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str, known: Callable[[str], bool]) -> str:
    first = next(iter(text.splitlines()), "")

    def fit(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(known(cell) for cell in cells), len(cells)

    return max(DELIMITERS, key=fit)
