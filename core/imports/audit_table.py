"""The rows of another system's export as a stream: encoding, delimiter and heading found first."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserProblem
from core.imports.audit_cells import guess_order
from core.imports.audit_columns import (
    ColumnMap,
    Field,
    guess_columns,
    known_headings,
)
from core.imports.outside_files import files_in, refuse
from core.imports.spreadsheet import sheet_rows

DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_HEAD = 64 * 1024
_HEADING_WITHIN = 15  # a report's title may stand above the headings
_SAMPLE = 200
_LEAST_KNOWN = 2
Cells = list[str]


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A file looked at: how it is read, its headings, a sample, and the columns as guessed.

    `heading_row` counts from 1. `encoding` and `delimiter` are empty for a workbook. `rows` is an
    estimate from the sample.
    """

    path: Path
    size: int
    encoding: str
    delimiter: str
    heading_row: int
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    columns: ColumnMap
    rows: int

    @property
    def is_workbook(self) -> bool:
        """Whether it is read as a spreadsheet."""
        return not self.delimiter


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that is no row: a quotation mark that never ends, or a cell far too long."""

    row: int


def look_at_file(path: Path) -> AuditFile:
    """Find out how to read a file; raises UserProblem for one that is no table at all."""
    source = files_in(path, lambda _: True)
    if len(source) != 1 or source[0].entry:
        refuse(path.name, "is a zip. Unpack it and choose the table inside.")
    size = path.stat().st_size
    if source[0].suffix == ".xlsx":
        return _looked(path, size, "", "", sheet_rows(source[0]))
    encoding = _encoding(path)
    delimiter = _delimiter(path, encoding)
    return _looked(path, size, encoding, delimiter, _text_rows(path, encoding, delimiter))


def _looked(
    path: Path, size: int, encoding: str, delimiter: str, rows: Iterator[Cells | Broken]
) -> AuditFile:
    first: list[Cells] = []
    for cells in rows:
        first.append([] if isinstance(cells, Broken) else cells)
        if len(first) >= _HEADING_WITHIN + _SAMPLE:
            break
    if not any(any(cell.strip() for cell in cells) for cells in first):
        raise UserProblem("The file is empty: one of its first rows must name the columns.")
    at = max(range(min(len(first), _HEADING_WITHIN)), key=lambda n: (known_headings(first[n]), -n))
    if known_headings(first[at]) < _LEAST_KNOWN:
        at = next(n for n, cells in enumerate(first) if any(cell.strip() for cell in cells))
    headings = tuple(" ".join(cell.split()) for cell in first[at])
    sample = tuple(tuple(cells) for cells in first[at + 1 :])
    columns = guess_columns(headings)
    dated = [use.column for use in columns.of(Field.DATE)]
    texts = (cells[c] for cells in sample for c in dated if c < len(cells))
    columns = ColumnMap(columns.columns, guess_order(texts))
    per_row = sum(sum(len(c) + 1 for c in cells) for cells in sample) / max(len(sample), 1)
    rows_about = int(size / max(per_row, 1)) if delimiter else 0
    return AuditFile(path, size, encoding, delimiter, at + 1, headings, sample, columns, rows_about)


def file_rows(file: AuditFile) -> Iterator[tuple[int, Cells | Broken]]:
    """Every row below the headings with its number, as a spreadsheet counts."""
    if file.is_workbook:
        rows: Iterator[Cells | Broken] = sheet_rows(files_in(file.path, lambda _: True)[0])
    else:
        rows = _text_rows(file.path, file.encoding, file.delimiter)
    for number, cells in enumerate(rows, start=1):
        if number > file.heading_row:
            yield number, cells


def _text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Cells | Broken]:
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            reader = csv.reader(_without_nul(text), delimiter=delimiter)
            number = 0
            while True:
                number += 1
                try:
                    yield next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield Broken(number)
    except OSError as error:
        raise UserProblem(f"{path.name} cannot be read: {error.strerror}.") from error


def _without_nul(text: io.TextIOBase) -> Iterator[str]:
    for line in text:
        yield line.replace("\0", "") if "\0" in line else line


def _encoding(path: Path) -> str:
    """By its mark, by its nulls, else UTF-8 if all of it is, else Windows' Western letters."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        half = len(head) // 2
        if half and head[1::2].count(0) > half * 0.6:
            return "utf-16-le"
        if half and head[0::2].count(0) > half * 0.6:
            return "utf-16-be"
        if head.count(0) > len(head) // 100:
            refuse(path.name, "is not a table of text.")
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            block = head
            while block:
                decoder.decode(block)
                block = stream.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _delimiter(path: Path, encoding: str) -> str:
    """The one that makes the most known headings, then the most cells, of the first rows."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        first = [line for line, _ in zip(_without_nul(text), range(_HEADING_WITHIN), strict=False)]

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(first, delimiter=delimiter))
        except csv.Error:
            return 0, 0
        return max((known_headings(r) for r in rows), default=0), max(map(len, rows), default=0)

    return max(DELIMITERS, key=fit)
