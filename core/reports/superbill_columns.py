"""The superbill in the order of the CMS-1500's items and columns.

Made for insurers whose clerks key from that form: same data, same item numbers (form 02/12),
any number of lines. It is not the red form and does not imitate its grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model.money import format_cents
from core.reports.page import (
    BODY,
    HEADING,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THIN,
    Block,
    Paragraph,
    Pdf,
    Pen,
    Style,
    first_baseline,
    para,
    space,
)
from core.reports.superbill_parts import Part, split
from core.reports.superbill_record import (
    METHOD_WORDS,
    POINTERS,
    RELATIONSHIP_WORDS,
    SEX_WORDS,
    SuperbillRecord,
    Visit,
    VisitLine,
    us_date,
)
from core.reports.superbill_sheet import lay_out, notice_block
from core.reports.superbill_table import glue_ends, keep_together, money, ruled

TITLE = "Superbill"
_TITLE = Style(14.5, 18, bold=True)
_ITEM = Style(6.6, 8.6, grey=0.25)
_WIDTH = RIGHT - LEFT
_WIDE, _MIDDLE, _NARROW = _WIDTH * 0.42, _WIDTH * 0.24, _WIDTH * 0.34
_PAD = 4.0
_ROW = 14.4
# Left edges of the columns of item 24; charge and units are right edges.
_FROM, _TO, _POS, _CODE, _MODIFIERS = LEFT + _PAD, LEFT + 66, LEFT + 130, LEFT + 162, LEFT + 212
_MODIFIER_STEP = 22.0
_POINTER, _CHARGE, _UNITS, _NPI = LEFT + 308, LEFT + 404, LEFT + 446, LEFT + 456
_POSTS = tuple(LEFT + x for x in (62, 126, 158, 208, 304, 340, 408, 452))
_MODIFIER_SLOTS = 4  # item 24D has room for four

Item = tuple[float, str, str]


def build(record: SuperbillRecord) -> Pdf:
    """Draw the superbill by columns; the same record gives the same bytes."""
    parts = split(record)
    blocks = [_title(record), space(8)]
    if record.notice:
        blocks += [notice_block(record.notice), space(8)]
    blocks += [_items(row) for row in _who(record)]
    for number, part in enumerate(parts, start=1):
        blocks += _part(record, part, number, len(parts))
    rows = [_items(row) for row in _money_and_provider(record)]
    blocks += [replace(row, glued=True) for row in rows]
    blocks += _tail(record)
    return lay_out(record, blocks, TITLE)


def _title(record: SuperbillRecord) -> Block:
    payer = para(record.insurance.payer if record.insurance else "", _NARROW + _MIDDLE - 90, BODY)
    height = max(40.0, payer.height + 24)

    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 14, f"{TITLE} {record.number}", _TITLE)
        pen.left(LEFT, top - 28, "Data in the order of the CMS-1500; not the form itself.", SMALL)
        pen.left(LEFT, top - 38, f"Issued {us_date(record.issued_on)}", SMALL)
        x = LEFT + _WIDE + 40
        pen.left(x, top - 10, "To", _ITEM)
        payer.draw(pen, x, top - 14)

    return Block(height, draw)


def _items(items: Sequence[Item]) -> Block:
    """One row of numbered items between rules, parted by upright rules."""
    texts = [para(value, width - 2 * _PAD) for width, _, value in items]
    height = 12 + max(text.height for text in texts) + 2

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top)
        x = LEFT
        for (width, label, _), text in zip(items, texts, strict=True):
            pen.left(x + _PAD, top - 8.4, label, _ITEM)
            text.draw(pen, x + _PAD, top - 11)
            if x > LEFT:
                pen.post(x, top, top - height)
            x += width
        pen.rule(LEFT, RIGHT, top - height)

    return Block(height, draw)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _who(record: SuperbillRecord) -> list[list[Item]]:
    patient, insurance, referral = record.patient, record.insurance, record.referral
    own = patient.claim_name
    born = insurance.subscriber_birth_date if insurance else None
    signed = "Signature on file" if record.signature_on_file else ""
    assigned = "Pay the provider" if record.assigned_to_provider else "Pay the patient"
    return [
        [
            (_WIDE, "2  Patient’s name", own),
            (
                _MIDDLE,
                "3  Birth date, sex",
                f"{us_date(patient.birth_date)}  {SEX_WORDS[patient.sex]}",
            ),
            (_NARROW, "1a  Insured’s ID number", insurance.member_id if insurance else ""),
        ],
        [
            (
                _WIDE,
                "5  Patient’s address, telephone",
                _lines(patient.address.street, patient.address.city_line, patient.phone),
            ),
            (
                _MIDDLE,
                "6  Relationship to insured",
                RELATIONSHIP_WORDS[insurance.relationship] if insurance else "",
            ),
            (_NARROW, "4  Insured’s name", (insurance.subscriber_name or own) if insurance else ""),
        ],
        [
            (
                _WIDE,
                "11c  Insurance plan",
                _lines(insurance.payer, insurance.plan_name) if insurance else "",
            ),
            (_MIDDLE, "11a  Insured’s birth date", us_date(born) if born else ""),
            (_NARROW, "11  Group number", insurance.group_number if insurance else ""),
        ],
        [
            (_WIDE, "17  Referring provider (DN)", referral.name if referral else ""),
            (_MIDDLE, "17b  NPI", referral.npi if referral else ""),
            (_NARROW, "Plan of care certified", _certified(record)),
        ],
        [
            (_WIDE, "12  Patient’s signature", signed),
            (_MIDDLE + _NARROW, "13  Assignment of benefits", assigned),
        ],
    ]


def _certified(record: SuperbillRecord) -> str:
    referral = record.referral
    if referral is None:
        return ""
    start = referral.certified_on or referral.plan_starts_on
    ends = [us_date(day) for day in (start, referral.certified_to) if day]
    return " to ".join(ends)


def _part(record: SuperbillRecord, part: Part, number: int, count: int) -> list[Block]:
    head = _table_head()
    rows: list[Block] = []
    for visit in part.visits:
        lines = [_line(part, visit, one, head) for one in visit.lines]
        rows += keep_together([*lines[:-1], *(ruled(line) for line in lines[-1:])])
    blocks = [replace(_diagnoses(record, part, number, count), glued=True)]
    blocks += [replace(head, glued=True), *glue_ends(rows)]
    if count > 1:
        label = f"28  Total charge of part {number} of {count}"
        total = _items([(_WIDTH, label, _dollars(part.charges_cents))])
        blocks += [total, space(8)]
    return blocks


def _diagnoses(record: SuperbillRecord, part: Part, number: int, count: int) -> Block:
    """Item 21 with its letters across, four in a row as on the form."""
    quarter = (_WIDTH - 2 * _PAD) / 4
    cells = []
    for letter, diagnosis in zip(POINTERS, part.diagnoses, strict=False):
        words = diagnosis.description if record.diagnosis_text else ""
        cells.append((letter, diagnosis.dotted, para(words, quarter - 22, SMALL)))
    rows = [cells[i : i + 4] for i in range(0, len(cells), 4)]
    heights = [12 + max(text.height for _, _, text in row) for row in rows]
    label = "21  Diagnoses, ICD Ind. 0 (ICD-10-CM)"
    if count > 1:
        label += f", part {number} of {count}"
    height = 12 + sum(heights)

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top)
        pen.left(LEFT + _PAD, top - 8.4, label, _ITEM)
        at = top - 11
        for row, tall in zip(rows, heights, strict=True):
            for place, (letter, code, text) in enumerate(row):
                x = LEFT + _PAD + place * quarter
                pen.left(x, at - first_baseline(BODY), letter, STRONG)
                pen.left(x + 14, at - first_baseline(BODY), code)
                text.draw(pen, x + 14, at - 11.6)
            at -= tall
        pen.rule(LEFT, RIGHT, top - height)

    return Block(height, draw)


def _table_head() -> Block:
    columns = (
        (_FROM, "24A  From"),
        (_TO, "To"),
        (_POS, "B  POS"),
        (_CODE, "D  CPT"),
        (_MODIFIERS, "Modifiers"),
        (_POINTER, "E  Dx"),
        (_NPI, "J  NPI"),
    )

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top, THIN)
        for x, text in columns:
            pen.left(x, top - 10.5, text, HEADING)
        pen.right(_CHARGE, top - 10.5, "F  Charges", HEADING)
        pen.right(_UNITS, top - 10.5, "G  Units", HEADING)
        _posts(pen, top, 15)
        pen.rule(LEFT, RIGHT, top - 15, THIN)

    return Block(15, draw)


def _posts(pen: Pen, top: float, height: float) -> None:
    for x in _POSTS:
        pen.post(x, top, top - height)


def _line(part: Part, visit: Visit, line: VisitLine, head: Block) -> Block:
    code = para(line.code, _MODIFIERS - _CODE - 2 * _PAD, STRONG)
    height = code.height + _ROW - STRONG.leading
    inner = (_ROW - STRONG.leading) / 2

    def draw(pen: Pen, top: float) -> None:
        base = top - inner - first_baseline(STRONG)
        _posts(pen, top, height)
        pen.left(_FROM, base, us_date(visit.day))
        pen.left(_TO, base, us_date(visit.day))
        pen.left(_POS, base, visit.place_of_service)
        code.draw(pen, _CODE, top - inner)
        for place, modifier in enumerate(line.modifiers[:_MODIFIER_SLOTS]):
            pen.left(_MODIFIERS + place * _MODIFIER_STEP, base, modifier)
        pen.left(_POINTER, base, part.letters(line))
        pen.right(_CHARGE, base, money(line.charge_cents))
        pen.right(_UNITS, base, str(line.units))
        pen.left(_NPI, base, visit.rendering.npi)

    return Block(height, draw, head=head)


def _dollars(cents: int | None) -> str:
    return "not known" if cents is None else format_cents(cents)


def _money_and_provider(record: SuperbillRecord) -> list[list[Item]]:
    billing = record.billing
    places = dict.fromkeys(
        (v.location_name, v.location_address, v.location_npi) for v in record.visits
    )
    facility = _lines(*(_lines(n, a.street, a.city_line) for n, a, _ in places))
    names = _lines(*(rendering.name for rendering in record.rendering))
    signature = _lines(*record.signed_by) or names + "\n \n "
    third = _WIDTH / 3
    return [
        _totals(record),
        [
            (third, "31  Signature of provider, date", signature),
            (third, "32  Service facility", facility),
            (
                third,
                "33  Billing provider, telephone",
                _lines(
                    billing.name, billing.address.street, billing.address.city_line, billing.phone
                ),
            ),
        ],
        [
            (
                third,
                "Rendering provider’s licence",
                _lines(*(rendering.licence for rendering in record.rendering)),
            ),
            (third, "32a  NPI", _lines(*(npi for _, _, npi in places))),
            (third, "33a  NPI", billing.npi),
        ],
    ]


def _totals(record: SuperbillRecord) -> list[Item]:
    billing = record.billing
    balance = "Paid in full" if record.paid_in_full else _dollars(record.balance_cents)
    pairs = [
        (f"25  Federal tax ID ({billing.tax_id_kind})", billing.tax_id),
        ("26  Patient’s account no.", record.patient.account_number),
        ("28  Total charge", _dollars(record.charges_cents)),
        ("29  Amount paid", _dollars(record.paid_cents)),
        ("Balance", balance),
    ]
    return [(_WIDTH / len(pairs), label, value) for label, value in pairs]


def _tail(record: SuperbillRecord) -> list[Block]:
    texts = [f"Note: {remark}" for remark in (*record.remarks, *record.later)]
    if record.payments:
        paid = "; ".join(
            f"{us_date(p.day)} {'on account: ' if p.on_account else ''}{METHOD_WORDS[p.method]}"
            f"{' ' + p.reference if p.reference else ''} {format_cents(p.amount_cents)}"
            for p in record.payments
        )
        texts.insert(0, f"Paid by the patient: {paid}.")
    if record.billing.email:
        texts.append(f"Questions: {record.billing.phone} {record.billing.email}")
    blocks = [replace(space(6), glued=True)]
    return blocks + [_text(para(text, _WIDTH, SMALL)) for text in texts]


def _text(words: Paragraph) -> Block:
    return Block(words.height + 2, lambda pen, top: words.draw(pen, LEFT, top))
