"""Rows of an .xlsx workbook's first sheet, read as a stream; formulas and styles are ignored."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

from core.imports.outside_files import MOST_BYTES, OutsideFile, refuse

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_MOST_RATIO = 400
_MOST_STRINGS = 2_000_000
_MOST_COLUMNS = 200
_Row = list[str]


def sheet_rows(file: OutsideFile) -> Iterator[_Row]:
    """Every row's cells as text, empty ones included up to the last filled."""
    try:
        with zipfile.ZipFile(file.in_memory()) as book:
            names = [name for name in book.namelist() if _SHEET.fullmatch(name)]
            if not names:
                refuse(file.name, "is not a workbook with a sheet.")
            strings = _strings(file, book)
            with _part(file, book, min(names, key=_sheet_number)) as stream:
                yield from _rows(stream, strings)
    except (zipfile.BadZipFile, ElementTree.ParseError, EOFError):
        refuse(file.name, "is a workbook that was cut off or damaged. Download it again.")


def _sheet_number(name: str) -> int:
    found = _SHEET.fullmatch(name)
    return int(found[1]) if found else 0


def _part(file: OutsideFile, book: zipfile.ZipFile, name: str) -> IO[bytes]:
    """One part of the workbook, after a look at its size and at declarations it must not hold."""
    entry = book.getinfo(name)
    swollen = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1_000)
    if swollen or entry.file_size > MOST_BYTES:
        refuse(file.name, "would swell beyond all measure: it is not a table from CMS.")
    with book.open(name) as stream:
        if b"<!" in stream.read(2_000):
            refuse(file.name, "declares entities, which no workbook from CMS does.")
    return book.open(name)


def _strings(file: OutsideFile, book: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in book.namelist():
        return []
    found: list[str] = []
    with _part(file, book, _STRINGS) as stream:
        for _, item in ElementTree.iterparse(stream):  # noqa: S314 - declarations are refused
            if item.tag == f"{_MAIN}si":
                found.append("".join(text.text or "" for text in item.iter(f"{_MAIN}t")))
                item.clear()
                if len(found) > _MOST_STRINGS:
                    refuse(file.name, "holds far more texts than any table from CMS.")
    return found


def _rows(stream: IO[bytes], strings: list[str]) -> Iterator[_Row]:
    parent: ElementTree.Element | None = None
    for event, node in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314 - as above
        if event == "start":
            if node.tag == f"{_MAIN}sheetData":
                parent = node
        elif node.tag == f"{_MAIN}row":
            yield _cells(node, strings)
            if parent is not None:
                parent.clear()


def _cells(row: ElementTree.Element, strings: list[str]) -> _Row:
    cells: _Row = []
    for cell in row.iter(f"{_MAIN}c"):
        at = _column(cell.get("r", ""), len(cells))
        if at >= _MOST_COLUMNS:
            break
        cells.extend("" for _ in range(at - len(cells)))
        cells.append(_text(cell, strings))
    return cells


def _column(reference: str, default: int) -> int:
    found = _COLUMN.match(reference)
    if not found:
        return default
    number = 0
    for letter in found[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, default)


def _text(cell: ElementTree.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        number = int(value) if value.isdigit() else -1
        return strings[number] if 0 <= number < len(strings) else ""
    return value.removesuffix(".0")
