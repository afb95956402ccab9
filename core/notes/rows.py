"""Minutes in the rows and columns of a table: `MT | STM R UT | 15`, `[15] 97140`, `Min` above."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from core.notes.page import Page
from core.notes.quantities import Kind, Quantity
from core.notes.words import NEWLINE, bag

if TYPE_CHECKING:
    from core.notes.treatment import Treatment

_LEAST, _MOST = 5, 120
_LEAST_ROWS = 2
_LEADERS = bag(". | : - = …")
_OPENS = 4
_HEADS = bag("minute min mins time duration")
_KINDS = ("label", "unnamed", "modality", "exercise", "machine", "bandage")
_HEAD_WORDS = 3


def as_minutes(page: Page, at: int) -> int | None:
    """The whole number of a treatment's length that stands here."""
    number = page.words.number(at)
    if number is None or number != int(number) or not _LEAST <= number <= _MOST:
        return None
    return int(number)


def find_rows(page: Page, treatment: Treatment) -> list[Quantity]:
    """The numbers of a table's rows, each owned by the service its row names."""
    opening: dict[int, int] = {}
    for mention in [m for kind in _KINDS for m in page.of(kind)] + treatment.techniques:
        opening.setdefault(mention.first, mention.last)
    lines = _lines(page)
    column = _under_heads(page, opening, lines)
    if column:
        return column
    return _trailing(page, opening, lines) + _leading(page, opening, lines)


def _lines(page: Page) -> list[tuple[int, int]]:
    """The lines of the text as ranges of words."""
    cuts = [-1, *page.words.spots(NEWLINE), len(page.words)]
    return [(a + 1, b) for a, b in pairwise(cuts) if b > a + 1]


def _cells(page: Page, first: int, last: int) -> list[tuple[int, int]]:
    bars = [at for at in range(first, last) if page.words.stems[at] == "|"]
    return list(pairwise([first - 1, *bars, last])) if bars else []


def _under_heads(
    page: Page, opening: dict[int, int], lines: list[tuple[int, int]]
) -> list[Quantity]:
    """Rows below a line whose cells are heads, one of them `Min`: that column's numbers."""
    column, found = -1, []
    if "|" not in page.words.stems:
        return []
    for first, last in lines:
        cells = _cells(page, first, last)
        heads = [n for n, cell in enumerate(cells) if _is_head(page, *cell)]
        if heads and page.words.number(cells[heads[0]][1] + 1) is None:
            column = heads[0]
        elif 0 <= column < len(cells):
            low, high = cells[column]
            number = as_minutes(page, low + 1) if high - low == _LEAST_ROWS else None
            owner = next((at for at in range(first, last) if at in opening), None)
            if number is not None and owner is not None:
                found.append(Quantity(number, low + 1, high, Kind.MINUTES, owner=owner))
    return found


def _is_head(page: Page, before: int, last: int) -> bool:
    words = page.words.stems[before + 1 : last]
    return 0 < len(words) <= _HEAD_WORDS and words[-1] in _HEADS


def _trailing(page: Page, opening: dict[int, int], lines: list[tuple[int, int]]) -> list[Quantity]:
    """Lines that open with a service and end with a number, where two or more end so."""
    found: list[Quantity] = []
    unknown = 0
    for line, end in lines:
        last = end
        while last > line and page.words.stems[last - 1] in ("|", "."):
            last -= 1
        if last == line:
            continue
        first = max(line, page.sentence_at(last - 1).first)
        number = as_minutes(page, last - 1)
        if number is None or last - first < _LEAST_ROWS:
            continue
        owner = next((at for at in range(first, min(first + _OPENS, last)) if at in opening), None)
        led = page.words.stems[last - 2] in _LEADERS
        if owner is None:
            unknown += page.words.stems[last - 2] == "|"
        elif led or last - 1 == opening[owner]:
            found.append(Quantity(number, last - 1, last, Kind.MINUTES, owner=owner))
    return found if len(found) + unknown >= _LEAST_ROWS else []


def _leading(page: Page, opening: dict[int, int], lines: list[tuple[int, int]]) -> list[Quantity]:
    """`[15] 97140 STM`, `15 | MT`: lines that begin with a number, two or more of them."""
    stems, found, rows = page.words.stems, [], 0
    for line, end in lines:
        at = line + (stems[line] in ("[", "("))
        number = as_minutes(page, at)
        after = stems[at + 1 : at + 2]
        if number is None or after not in (["]"], ["|"], [":"], ["-"]):
            continue
        rows += 1
        owner = next((n for n in range(at + 2, min(at + 4, end)) if n in opening), None)
        if owner is not None:
            found.append(Quantity(number, at, at + 1, Kind.MINUTES, owner=owner))
    return found if rows >= _LEAST_ROWS else []
