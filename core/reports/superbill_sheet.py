"""What documents about a patient share: letterhead, pages, running head, notice and foot line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.reports.page import (
    BODY,
    BOTTOM,
    FOOT,
    HAIRLINE,
    HEADING,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THICK,
    THIN,
    TOP,
    Block,
    Paragraph,
    Pdf,
    Pen,
    Style,
    first_baseline,
    paginate,
    para,
    space,
)
from core.reports.superbill_record import BillingProvider, Notice, Person, us_date

_NOTICE = Style(12, 16, bold=True)
_NAME = Style(14.5, 18, bold=True)
_TITLE = Style(19, 22, bold=True)
_GUTTER = 24.0
_COLUMN = (RIGHT - LEFT - _GUTTER) / 2
_SECOND = LEFT + _COLUMN + _GUTTER  # left edge of the second column
_LABEL_WIDTH = 84.0

Field = tuple[str, str]


class Headed(Protocol):
    """What every page of a document names."""

    @property
    def number(self) -> int: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def billing(self) -> BillingProvider: ...
    @property
    def patient(self) -> Person: ...
    @property
    def notice(self) -> Notice | None: ...


def lay_out(record: Headed, blocks: Sequence[Block], title: str) -> Pdf:
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


def _running_head(record: Headed) -> Block:
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


def letterhead(
    billing: BillingProvider, title: str, subtitle: str, facts: Sequence[Field]
) -> Block:
    """The practice at the left; what the paper is, and its number and dates, at the right."""
    name = para(billing.name, _COLUMN, _NAME)
    contact = " · ".join(t for t in (billing.phone, billing.email) if t)
    place = ", ".join(t for t in (billing.address.street, billing.address.city_line) if t)
    lines = [para(text, _COLUMN) for text in (place, contact) if text]
    ids = para(
        f"{billing.tax_id_kind} {billing.tax_id or 'not recorded'} · "
        f"Group NPI {billing.npi or 'not recorded'}",
        _COLUMN,
        STRONG,
    )
    texts: list[Paragraph] = [name, *lines, ids]
    height = max(sum(t.height for t in texts), _NAME.leading + BODY.leading * (2 + len(facts))) + 8

    def draw(pen: Pen, top: float) -> None:
        at = top
        for text in texts:
            text.draw(pen, LEFT, at)
            at -= text.height
        # Title, subtitle and number stand on the baselines of name, address and tax ID.
        under = top - _NAME.leading - first_baseline(BODY)
        pen.left(_SECOND, top - first_baseline(_NAME), title, _TITLE)
        pen.left(_SECOND, under, subtitle, SMALL)
        at = under - 2 * BODY.leading
        for label, value in facts:
            pen.left(_SECOND, at, label, LABEL)
            pen.left(_SECOND + _LABEL_WIDTH, at, value)
            at -= BODY.leading
        pen.rule(LEFT, RIGHT, top - height, THICK)

    return Block(height, draw)


def panels(*shown: tuple[str, Sequence[Field]]) -> Block:
    """Two headed lists side by side, labels in one column, values in another."""
    columns = [
        [(label, para(value, _COLUMN - _LABEL_WIDTH)) for label, value in fields]
        for _, fields in shown
    ]
    height = 17 + max(sum(text.height for _, text in column) for column in columns)

    def draw(pen: Pen, top: float) -> None:
        for place, (heading, _) in enumerate(shown):
            x = _SECOND if place else LEFT
            pen.left(x, top - 8.5, heading, HEADING)
            pen.rule(x, x + _COLUMN, top - 13, THIN)
            at = top - 16
            for label, text in columns[place]:
                pen.left(x, at - first_baseline(BODY), label, LABEL)
                text.draw(pen, x + _LABEL_WIDTH, at)
                at -= text.height

    return Block(height, draw)
