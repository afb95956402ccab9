"""The end of a superbill: payments, totals, remarks, assignment and signature."""

from __future__ import annotations

from dataclasses import replace

from core.model.money import format_cents
from core.reports.page import (
    BODY,
    HEADING,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THICK,
    THIN,
    Block,
    Paragraph,
    Pen,
    Style,
    first_baseline,
    para,
    space,
)
from core.reports.superbill_record import METHOD_WORDS, Paid, SuperbillRecord, us_date
from core.reports.superbill_table import money

_TOTALS = RIGHT - 200  # left edge of the totals
_PAID_RIGHT = _TOTALS - 24  # right edge of the payments
_HEADING = 16.0  # height of the heading over the payments
_ROW = 13.0  # from payment to payment
_BESIDE = 12  # so many payments fit beside the totals; more flow above them
_BALANCE = Style(11, 14, bold=True)
_STAMP = Style(12, 16, bold=True)


def foot_blocks(record: SuperbillRecord) -> list[Block]:
    """Everything under the visits, kept together as far as a page can hold it."""
    blocks: list[Block] = []
    beside = record.payments
    if len(record.payments) > _BESIDE:
        beside = ()
        blocks += _payment_list(record.payments)
    blocks.append(replace(_money(record, beside), glued=True))
    blocks.append(replace(space(10), glued=True))
    remarks = (*record.remarks, *record.later)
    for remark in remarks:
        blocks.append(replace(_remark(remark), glued=True))
    if remarks:
        blocks.append(replace(space(6), glued=True))
    blocks.append(_signature(record))
    return blocks


def _payment_head() -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 8.5, "Payments from the patient", HEADING)
        pen.rule(LEFT, _PAID_RIGHT, top - 13, THIN)

    return Block(_HEADING, draw)


def _payment_list(payments: tuple[Paid, ...]) -> list[Block]:
    head = _payment_head()
    rows = [replace(_payment_row(paid), head=head) for paid in payments]
    rows[0] = replace(rows[0], glued=True)
    rows[-2] = replace(rows[-2], glued=True)
    return [replace(head, glued=True), *rows, space(8)]


def _payment_row(paid: Paid) -> Block:
    words = METHOD_WORDS[paid.method] + (f", {paid.reference}" if paid.reference else "")
    if paid.amount_cents < 0:
        words = f"Paid back: {words}"
    if paid.on_account:
        words = f"On account: {words}"
    text = para(words, _PAID_RIGHT - LEFT - 62 - 62)

    def draw(pen: Pen, top: float) -> None:
        base = top - first_baseline(BODY)
        pen.left(LEFT, base, us_date(paid.day))
        text.draw(pen, LEFT + 62, top)
        pen.right(_PAID_RIGHT, base, money(paid.amount_cents))

    return Block(text.height + _ROW - BODY.leading, draw)


def _money(record: SuperbillRecord, beside: tuple[Paid, ...]) -> Block:
    """Totals at the right under the charges, a few payments at their left."""
    rows = [_payment_row(paid) for paid in beside]
    totals = _totals(record)
    left = _HEADING + sum(row.height for row in rows)
    right = _HEADING + _ROW * len(totals) + 14 + (26 if record.paid_in_full else 0)

    def draw(pen: Pen, top: float) -> None:
        if rows or not record.payments:
            _payment_head().draw(pen, top)
            at = top - _HEADING
            for row in rows:
                row.draw(pen, at)
                at -= row.height
            if not rows:
                pen.left(LEFT, at - first_baseline(BODY), "None received", LABEL)
        _draw_totals(pen, record, top, totals)

    return Block(max(left + 12, right), draw)


def _totals(record: SuperbillRecord) -> list[tuple[str, str]]:
    return [
        ("Total charges", _dollars(record.charges_cents)),
        ("Paid by patient", _dollars(-record.paid_cents)),
    ]


def _dollars(cents: int | None) -> str:
    return "not known" if cents is None else format_cents(cents)


def _draw_totals(
    pen: Pen, record: SuperbillRecord, top: float, totals: list[tuple[str, str]]
) -> None:
    # The first total stands beside the heading of the payments, the others beside their rows.
    at = top - 8.5
    for place, (label, amount) in enumerate(totals):
        pen.left(_TOTALS, at, label)
        pen.right(RIGHT, at, amount)
        at -= _ROW if place else _HEADING + first_baseline(BODY) - 8.5
    pen.rule(_TOTALS, RIGHT, at + 8.5, THICK)
    balance = record.balance_cents
    credit = balance is not None and balance < 0
    shown = -balance if credit and balance is not None else balance
    pen.left(_TOTALS, at - 5, "Credit" if credit else "Balance due", _BALANCE)
    pen.right(RIGHT, at - 5, _dollars(shown), _BALANCE)
    if record.paid_in_full:
        pen.frame(_TOTALS, at - 34, 96, 20, THICK)
        pen.centre(_TOTALS + 48, at - 28, "Paid in full", _STAMP)
        pen.right(RIGHT, at - 28, "This is not a bill.", BODY)


def _remark(text: str) -> Block:
    words = para(f"Note: {text}", RIGHT - LEFT, SMALL)
    return Block(words.height + 2, lambda pen, top: words.draw(pen, LEFT, top))


def _signature(record: SuperbillRecord) -> Block:
    half = (RIGHT - LEFT - 24) / 2
    texts = [para(text, half, style) for text, style in _assignment(record)]
    if record.signed_by:
        signed = [para(text, half, BODY) for text in record.signed_by]
        height = max(_height(texts), _height(signed)) + 18
    else:
        signed = [para(", ".join(r.name for r in record.rendering), half, SMALL)]
        height = max(_height(texts) + 18, 58 + _height(signed))

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top, THIN)
        _stack(pen, LEFT, top - 6, texts)
        x = LEFT + half + 24
        if record.signed_by:
            _stack(pen, x, top - 6, signed)
            return
        pen.rule(x, x + half - 84, top - 42, THIN)
        pen.rule(RIGHT - 72, RIGHT, top - 42, THIN)
        pen.left(x, top - 51, "Signature of the provider", LABEL)
        pen.left(RIGHT - 72, top - 51, "Date", LABEL)
        _stack(pen, x, top - 54, signed)

    return Block(height, draw)


def _height(texts: list[Paragraph]) -> float:
    return sum(text.height for text in texts)


def _stack(pen: Pen, x: float, top: float, texts: list[Paragraph]) -> None:
    for text in texts:
        text.draw(pen, x, top)
        top -= text.height


def _assignment(record: SuperbillRecord) -> list[tuple[str, Style]]:
    billing = record.billing
    if record.assigned_to_provider:
        pay = "Pay the provider: benefits are assigned."
    else:
        pay = "Pay the patient: benefits are not assigned."
    contact = " · ".join(t for t in (billing.phone, billing.email) if t)
    texts = [(pay, STRONG)]
    if record.signature_on_file:
        texts.append(("Patient’s signature on file.", BODY))
    if contact:
        texts.append((f"Questions about this statement: {billing.name}, {contact}", BODY))
    texts.append(
        (
            "POS is the place of service, Dx the letters of the diagnoses. Names of services are "
            "the practice’s own words.",
            SMALL,
        )
    )
    return texts
