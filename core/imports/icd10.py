"""ICD-10-CM tables from outside become codes with descriptions.

Three shapes are read: the tabular list as CDC/NCHS XML, CMS's `icd10cm-codes-YYYY.txt`
(code in columns 1-7, description from column 9) and CMS's `icd10cm-order-YYYY.txt`
(code in columns 7-13, `1` in column 15 when billable, long text from column 78).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from core.errors import UserProblem
from core.model.patient import Icd10Code

_CODE = re.compile(r"^[A-Z]\d[0-9A-Z](?:[0-9A-Z]{0,4})$")
_ORDER_LINE = re.compile(r"^\d{5} ([A-Z0-9]{3,7}) +([01]) ")
_FULL_LENGTH = 7
_PLACEHOLDER = "X"  # fills positions 4 to 6 before a seventh character, guideline I.A.4


def read_tabular(stream: BinaryIO, valid: Container[str]) -> Iterator[Icd10Code]:
    """Yield the billable codes of the tabular list in its own order.

    A leaf under a seventh-character note yields one code per extension; `valid` is the
    list of codes that exist, since a few extensions do not apply to every leaf below them.
    """
    for _, section in ElementTree.iterparse(stream):  # noqa: S314 - a locked dependency's file
        if section.tag != "section":
            continue
        for category in section.iterfind("diag"):
            yield from (entry for entry in _leaves(category, (), "") if entry.code in valid)
        section.clear()  # the whole tree would take ten times the memory


def _leaves(
    diag: ElementTree.Element, inherited: tuple[tuple[str, str], ...], above: str
) -> Iterator[Icd10Code]:
    extensions = _extensions(diag) or inherited
    also = " ".join((above, *(note.text or "" for note in diag.iterfind("inclusionTerm/note"))))
    children = diag.findall("diag")
    if children:
        for child in children:
            yield from _leaves(child, extensions, also)
        return
    code = (diag.findtext("name") or "").replace(".", "")
    description = (diag.findtext("desc") or "").strip()
    if not extensions or len(code) == _FULL_LENGTH:
        yield Icd10Code(code, description, also.strip())
        return
    stem = code.ljust(_FULL_LENGTH - 1, _PLACEHOLDER)
    for letter, meaning in extensions:
        yield Icd10Code(stem + letter, f"{description}, {meaning}", also.strip())


def _extensions(diag: ElementTree.Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.get("char", ""), " ".join((node.text or "").split()))
        for node in diag.findall("sevenChrDef/extension")
    )


def read_cms_text(lines: Iterable[str]) -> tuple[Icd10Code, ...]:
    """Read CMS's codes file or order file; only billable codes are kept.

    Raises UserProblem naming the line when the text is something else, so that a
    wrong or cut file never replaces a good table.
    """
    found: list[Icd10Code] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            continue
        entry = _read_line(line)
        if entry is None:
            raise UserProblem(
                f"Line {number} is not a line of an ICD-10-CM codes file. Nothing was changed: "
                "choose the file icd10cm-codes-YYYY.txt or icd10cm-order-YYYY.txt from CMS."
            )
        code, description, billable = entry
        if billable:
            found.append(Icd10Code(code, description))
    return tuple(found)


def _read_line(line: str) -> tuple[str, str, bool] | None:
    order = _ORDER_LINE.match(line)
    if order:
        text = line[77:].strip()
        return (order.group(1), text, order.group(2) == "1") if text else None
    code, gap, text = line[:7].strip(), line[7:8], line[8:].strip()
    if not _CODE.match(code) or gap.strip() or not text:
        return None
    return code, text, True
