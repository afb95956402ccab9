"""Headed tables whose cells may run over several lines and whose head comes again overleaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.reports.page import (
    BODY,
    FAINT,
    HAIRLINE,
    HEADING,
    LEFT,
    RIGHT,
    SMALL,
    THIN,
    Block,
    Pen,
    Style,
    para,
    space,
)

_TITLE = Style(10.2, 14, bold=True)
_PAD = 1.8
_LEAST_AFTER = 2  # rows that stay with the head


@dataclass(frozen=True, slots=True)
class Column:
    """A column from `x` on, or ending there for figures."""

    heading: str
    x: float
    width: float
    style: Style = BODY
    figure: bool = False


def title_block(text: str) -> Block:
    """A heading over the whole width, kept with what follows."""

    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 11, text, _TITLE)

    return Block(16, draw, glued=True)


def table_blocks(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], nothing: str = ""
) -> list[Block]:
    """A titled table; without rows the sentence `nothing`, or no table at all."""
    if not rows:
        return [title_block(title), text_block(nothing), space(9)] if nothing else []
    head = _head(columns)
    shown = [_row(columns, texts, head) for texts in rows]
    glued = [replace(row, glued=place < _LEAST_AFTER - 1) for place, row in enumerate(shown[:-1])]
    last = replace(shown[-1], glued=True)
    return [title_block(title), replace(head, glued=True), *glued, last, space(9)]


def text_block(text: str, style: Style = BODY) -> Block:
    """A paragraph over the whole width."""
    words = para(text, RIGHT - LEFT, style)
    return Block(words.height + 2, lambda pen, top: words.draw(pen, LEFT, top))


def note_blocks(texts: Sequence[str]) -> list[Block]:
    """Small print, a paragraph each."""
    return [text_block(text, SMALL) for text in texts]


def _head(columns: Sequence[Column]) -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top, THIN)
        for column in columns:
            put = pen.right if column.figure else pen.left
            put(column.x, top - 9.5, column.heading, HEADING)
        pen.rule(LEFT, RIGHT, top - 13, THIN)

    return Block(14, draw)


def _row(columns: Sequence[Column], texts: Sequence[str], head: Block) -> Block:
    cells = [para(text, one.width, one.style) for one, text in zip(columns, texts, strict=True)]
    height = max(cell.height for cell in cells) + 2 * _PAD

    def draw(pen: Pen, top: float) -> None:
        for column, cell in zip(columns, cells, strict=True):
            if column.figure:
                cell.draw_right(pen, column.x, top - _PAD)
            else:
                cell.draw(pen, column.x, top - _PAD)
        pen.rule(LEFT, RIGHT, top - height, HAIRLINE, FAINT)

    return Block(height, draw, head=head)
