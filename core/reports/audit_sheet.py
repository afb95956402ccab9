"""What the papers of an audit share: letterhead, running head, counsel's line, outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.reports.audit_record import COUNSEL, AuditPaper
from core.reports.encounter_explained_tables import title_block
from core.reports.page import (
    BOTTOM,
    FOOT,
    HAIRLINE,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THICK,
    THIN,
    TOP,
    Block,
    Pdf,
    Pen,
    Style,
    paginate,
    para,
    space,
)
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, letterhead

_NAME = Style(14.5, 18, bold=True)
_TITLE = Style(19, 22, bold=True)
_LEAD = Style(10.6, 14.6)
_LABEL_WIDTH = 84.0
_MIDDLE = (LEFT + RIGHT) / 2 + 12


def lay_out(paper: AuditPaper, blocks: Iterable[Block], title: str) -> Pdf:
    """Deal the blocks out to pages; head, counsel's line and page x of y stand on each."""
    running = _running_head(paper, title)
    counsel = _counsel_block() if paper.for_counsel else space(0)
    room = TOP - BOTTOM - counsel.height
    pages = paginate(blocks, room, room - running.height)
    pen = Pen(title, paper.author, paper.issued_on)
    for number, page in enumerate(pages, start=1):
        top = TOP
        for block in [counsel, running, *page] if number > 1 else [counsel, *page]:
            block.draw(pen, top)
            top -= block.height
        if number < len(pages) and page[-1].head is not None:  # a table goes on overleaf
            pen.rule(LEFT, RIGHT, top, THIN)
        pen.rule(LEFT, RIGHT, FOOT + 10, HAIRLINE)
        pen.left(LEFT, FOOT, f"{title}, printed {us_date(paper.issued_on)}", SMALL)
        pen.right(RIGHT, FOOT, f"Page {number} of {len(pages)}", SMALL)
        pen.next_page()
    return pen.finish(len(pages))


def opening(paper: AuditPaper, title: str, subtitle: str, facts: Sequence[Field]) -> list[Block]:
    """The head of the first page."""
    told = [*facts, ("Period", period(paper.first, paper.last))]
    if paper.billing is not None:
        return [marked(letterhead(paper.billing, title, subtitle, told), title), space(10)]
    name = para(paper.source, _MIDDLE - LEFT - 16, _NAME)
    height = max(name.height + 14, 46 + len(told) * 11.6) + 8

    def draw(pen: Pen, top: float) -> None:
        name.draw(pen, LEFT, top)
        pen.left(LEFT, top - name.height - 9, "Another system’s export", SMALL)
        pen.left(_MIDDLE, top - 15, title, _TITLE)
        pen.left(_MIDDLE, top - 27, subtitle, SMALL)
        for place, (label, value) in enumerate(told):
            pen.left(_MIDDLE, top - 46 - place * 11.6, label, SMALL)
            pen.left(_MIDDLE + _LABEL_WIDTH, top - 46 - place * 11.6, value)
        pen.rule(LEFT, RIGHT, top - height, THICK)

    return [marked(Block(height, draw), title), space(10)]


def part(text: str, level: int = 1) -> Block:
    """A heading that is an entry of the outline too."""
    return marked(title_block(text), text, level)


def marked(block: Block, text: str, level: int = 0) -> Block:
    """The block with an entry of the file's outline that leads to it."""

    def draw(pen: Pen, top: float) -> None:
        pen.bookmark(text, top, level)
        block.draw(pen, top)

    return Block(block.height, draw, block.glued, block.head)


def lead_block(text: str, *, bold: bool = False) -> Block:
    """A sentence of the summary, a little larger."""
    words = para(text, RIGHT - LEFT, Style(_LEAD.size, _LEAD.leading, bold=bold))
    return Block(words.height + 4, lambda pen, top: words.draw(pen, LEFT, top))


def period(first: date | None, last: date | None) -> str:
    """The days that are covered, as printed."""
    if first is None or last is None:
        return "not known"
    return f"{us_date(first)} to {us_date(last)}"


def _running_head(paper: AuditPaper, title: str) -> Block:
    name = paper.billing.name if paper.billing else paper.source
    width = RIGHT - LEFT - 190
    words = para(name, width, STRONG)
    said = f"{title}, {period(paper.first, paper.last)}"

    def draw(pen: Pen, top: float) -> None:
        words.draw(pen, LEFT, top)
        pen.right(RIGHT, top - 9, said, SMALL)
        pen.rule(LEFT, RIGHT, top - words.height - 3, THICK)

    return Block(words.height + 13, draw)


def _counsel_block() -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.frame(LEFT, top - 15, RIGHT - LEFT, 16, THIN)
        pen.centre((LEFT + RIGHT) / 2, top - 10.5, COUNSEL, STRONG)

    return Block(24, draw)
