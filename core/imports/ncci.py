"""CMS's quarterly pairs of codes (NCCI PTP) become packed rows by their first code.

A quarter holds 2.6 million rows, so a row is never taken apart here: large slices of the file
are checked and cut by first code in a few passes. A packed row keeps second code, the mark of
before 1996, first and last day, and the indicator; the rationale's words are left behind.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn

from core.imports.outside_files import OutsideFile, refuse
from core.imports.quarters import Quarter
from core.imports.spreadsheet import sheet_rows
from core.model.public_rows import PackedPairs

Progress = Callable[[int], None]
_SLICE = 4 << 20
_HEAD = 64 << 10
# Lower-case letters, blanks and carriage returns stand in rationales and line ends only.
_NOISE = b"abcdefghijklmnopqrstuvwxyz ,.;:()'\"/\r"
_ROWS = re.compile(
    rb"(?:[0-9A-Z]{5}\t[0-9A-Z]{5}\t\*?\t[0-9]{8}\t(?:[0-9]{8}|\*)\t[019]\b[^\n]*\n)*+"
)
_BLANK = re.compile(rb"^\t*\n", re.MULTILINE)
_FIRST = re.compile(rb"^[0-9A-Z]{5}\t[0-9A-Z]{5}\t\*?\t[0-9]{8}\t", re.MULTILINE)
_MEDICAID = re.compile(rb"^[0-9A-Z]{5}\t[0-9A-Z]{5}\t[0-9]{8}\t(?:[0-9]{8}|\*)?\t", re.MULTILINE)
_GROUP = re.compile(rb"^([0-9A-Z]{5})\t[^\n]*\n(?:\1\t[^\n]*\n)*", re.MULTILINE)


def read_pairs(file: OutsideFile, quarter: Quarter, progress: Progress) -> Iterator[PackedPairs]:
    """Every row of the file, packed by first code; `progress` is told the bytes read so far.

    Raises UserProblem for the wrong file, a bad line, a cut file, or rows of a later quarter.
    """
    slices = _sheet_slices(file) if file.suffix == ".xlsx" else _text_slices(file)
    later = re.compile(rb"\t\*?\t(?:%b)\t" % b"|".join(_days_after(quarter)))
    lines = 0
    for slice_ in _without_head(file, slices):
        rows = slice_.translate(None, _NOISE)
        end = _good_to(rows)
        if end < len(rows):
            rows = _BLANK.sub(b"", rows)
            end = _good_to(rows)
        if end < len(rows):
            _refuse_line(file, lines + rows.count(b"\n", 0, end) + 1)
        if any(day in rows for day in _days_after(quarter)) and later.search(rows):
            refuse(file.name, f"holds pairs that begin after {quarter}: it is of a later quarter.")
        lines += rows.count(b"\n")
        for group in _GROUP.finditer(rows):
            yield _pack(group[1], group[0])
        progress(len(slice_))
    if not lines:
        refuse(file.name, "holds no pair of codes.")


def _good_to(rows: bytes) -> int:
    found = _ROWS.match(rows)
    return found.end() if found else 0


def _pack(code: bytes, rows: bytes) -> PackedPairs:
    lean = rows[6:].replace(b"\n%b\t" % code, b"\n")
    return PackedPairs(code.decode(), zlib.compress(lean, 1), rows.count(b"\n"))


def _days_after(quarter: Quarter) -> list[bytes]:
    """First days of the next two quarters: pairs begin on such days."""
    after = quarter.next()
    return [f"{one.first_day:%Y%m%d}".encode() for one in (after, after.next())]


def _text_slices(file: OutsideFile) -> Iterator[bytes]:
    """The file in slices of whole lines; the last line may lack its end."""
    rest = b""
    with file.open() as stream:
        while more := stream.read(_SLICE):
            whole = rest + more
            cut = whole.rfind(b"\n") + 1
            rest = whole[cut:]
            if len(rest) > _HEAD:
                refuse(file.name, "is not a text of lines.")
            if cut:
                yield whole[:cut]
    if rest.strip():
        yield _ended(file, rest, whole[: -len(rest)])


def _ended(file: OutsideFile, line: bytes, before: bytes) -> bytes:
    """A last line without its end is whole only if its last words are those of another line."""
    words = line[line.rfind(b"\t") :].rstrip()
    if words + b"\r\n" not in before and words + b"\n" not in before:
        refuse(file.name, "ends in the middle of a line: it was cut off. Download it again.")
    return line + b"\n"


def _sheet_slices(file: OutsideFile) -> Iterator[bytes]:
    lines: list[str] = []  # 50,000 of them make about one slice
    for row in sheet_rows(file):
        cells = [" ".join(cell.split()) for cell in row[:7]]
        cells[:2] = [cell.zfill(5) if cell.isdigit() else cell for cell in cells[:2]]
        lines.append("\t".join(cells))
        if len(lines) == 50_000:
            yield _joined(lines)
            lines.clear()
    if lines:
        yield _joined(lines)


def _joined(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("latin-1", "replace")


def _without_head(file: OutsideFile, slices: Iterator[bytes]) -> Iterator[bytes]:
    """Pass over the notice and the heading, however many lines they take."""
    first = next(slices, b"")
    start = _FIRST.search(first, 0, _HEAD)
    if start is None:
        _refuse_kind(file, first)
    yield first[start.start() :]
    yield from slices


def refuse_another_table(file: OutsideFile) -> None:
    """Refuse a text that does not begin as a table of pairs, before its name is asked for more."""
    if file.suffix == ".xlsx":
        return
    with file.open() as stream:
        start = stream.read(_HEAD)
    if _FIRST.search(start) is None:
        _refuse_kind(file, start)


def _refuse_kind(file: OutsideFile, start: bytes) -> NoReturn:
    """Say what the file seems to be instead."""
    head = start[:_HEAD]
    if _MEDICAID.search(head) or "medicaid" in file.names.lower():
        refuse(
            file.name,
            "is the Medicaid programme's table, which has no column for before 1996. "
            "Medicare's pairs are another file.",
        )
    if b"MUE" in head:
        refuse(file.name, "seems to be a table of unit limits (MUE), not of pairs.")
    refuse(file.name, "is not CMS's table of code pairs: no line holds two codes and a date.")


def _refuse_line(file: OutsideFile, number: int) -> None:
    refuse(
        file.name,
        f"has a line that is not a pair of codes, about {number:,} pairs from its start. "
        "It may have been cut off or changed; download it again.",
    )
