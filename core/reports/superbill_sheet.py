"""What both layouts of a superbill share: its pages, running head, notice and foot line."""

from __future__ import annotations

from collections.abc import Sequence

from core.reports.page import (
    BODY,
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
    first_baseline,
    paginate,
    para,
    space,
)
from core.reports.superbill_record import Notice, SuperbillRecord, us_date

_NOTICE = Style(12, 16, bold=True)


def lay_out(record: SuperbillRecord, blocks: Sequence[Block], title: str) -> Pdf:
    """Deal the blocks out to pages and draw them under a head that names the patient."""
    running = _running_head(record)
    pages = paginate(blocks, TOP - BOTTOM, TOP - BOTTOM - running.height)
    pen = Pen(f"{title} {record.number}", record.billing.name, record.issued_on)
    for number, page in enumerate(pages, start=1):
        top = TOP
        for block in [running, *page] if number > 1 else page:
            block.draw(pen, top)
            top -= block.height
        if number < len(pages) and page[-1].head is not None:  # a table goes on overleaf
            pen.rule(LEFT, RIGHT, top, THIN)
        pen.rule(LEFT, RIGHT, FOOT + 10, HAIRLINE)
        pen.left(LEFT, FOOT, f"{title} {record.number}, issued {us_date(record.issued_on)}", SMALL)
        pen.right(RIGHT, FOOT, f"Page {number} of {len(pages)}", SMALL)
        pen.next_page()
    return pen.finish(len(pages))


def notice_block(notice: Notice) -> Block:
    """A warning between two rules, readable in black and white and on every page."""
    width = RIGHT - LEFT
    head, text = para(notice.headline, width, _NOTICE), para(notice.text, width)
    height = head.height + text.height + 12

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top, THICK)
        head.draw(pen, LEFT, top - 5)
        text.draw(pen, LEFT, top - 5 - head.height)
        pen.rule(LEFT, RIGHT, top - height, THICK)

    return Block(height, draw)


def _running_head(record: SuperbillRecord) -> Block:
    patient = record.patient
    texts = (
        para(record.billing.name, RIGHT - LEFT, STRONG),
        para(patient.full_name, RIGHT - LEFT - 110),
    )
    born = f"born {us_date(patient.birth_date)}"
    above = notice_block(record.notice) if record.notice else space(0)
    height = sum(text.height for text in texts) + 5

    def draw(pen: Pen, top: float) -> None:
        at = top
        for text in texts:
            text.draw(pen, LEFT, at)
            at -= text.height
        pen.right(RIGHT, top - texts[0].height - first_baseline(BODY), born)
        pen.rule(LEFT, RIGHT, top - height, THICK)
        above.draw(pen, top - height - 8)

    extra = above.height + 8 if record.notice else 0
    return Block(height + extra + 10, draw)
