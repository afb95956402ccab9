"""Rows of a comma-separated text or of a workbook, and columns found by a heading over lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from core.imports.outside_files import OutsideFile, refuse
from core.imports.spreadsheet import sheet_rows

_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_LONGEST_CELL = 131_072
_ENDS = ("\n", "\r", "\x1a")


def table_rows(file: OutsideFile) -> Iterator[list[str]]:
    """Every row as text cells; quoted cells may run over lines."""
    if file.suffix == ".xlsx":
        yield from sheet_rows(file)
        return
    with file.open() as stream:
        text = io.TextIOWrapper(stream, encoding="latin-1", newline="")
        try:
            for row in csv.reader(_whole_lines(file, text)):
                if row and row[0].startswith("\xef\xbb\xbf"):
                    row[0] = row[0].removeprefix("\xef\xbb\xbf")
                yield row
        except csv.Error:
            refuse(file.name, f"is not a table: a cell is longer than {_LONGEST_CELL:,} letters.")
        finally:
            text.detach()


def _whole_lines(file: OutsideFile, text: io.TextIOWrapper) -> Iterator[str]:
    """The lines; CMS ends every one of them, so a last one without its end was cut off."""
    line = ""
    for line in text:
        yield line
    if line and not line.endswith(_ENDS):
        refuse(file.name, "ends in the middle of a line: it was cut off. Download it again.")


def plain(words: str) -> str:
    """A heading's words as they are compared: small letters and digits only."""
    return _NOT_LETTERS.sub("", words.lower())


def stacked(rows: Sequence[Sequence[str]]) -> list[str]:
    """The headings of a block of rows, each column's words read downwards."""
    width = max((len(row) for row in rows), default=0)
    return [
        plain(" ".join(row[column] for row in rows if column < len(row))) for column in range(width)
    ]


def find_columns(headings: Sequence[str], endings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The column of each name: the first whose heading ends so; absent where none does."""
    found: dict[str, int] = {}
    for name, wanted in endings.items():
        for number, heading in enumerate(headings):
            if heading and heading.endswith(tuple(wanted)):
                found[name] = number
                break
    return found


def cell(row: Sequence[str], column: int) -> str:
    """One cell without the blanks around it; empty where the row is too short."""
    return row[column].strip() if column < len(row) else ""
