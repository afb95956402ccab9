"""The middle of a superbill: lettered diagnoses and one row for every line of every visit."""

from __future__ import annotations

from dataclasses import replace

from core.model.money import format_cents
from core.model.patient import Diagnosis
from core.reports.page import (
    BODY,
    FAINT,
    HAIRLINE,
    HEADING,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THIN,
    Block,
    Paragraph,
    Pen,
    first_baseline,
    para,
    space,
)
from core.reports.superbill_parts import Part
from core.reports.superbill_record import (
    POINTERS,
    Rendering,
    SuperbillRecord,
    Visit,
    VisitLine,
    us_date,
)

# Left edges of the columns; the last three are right edges of figures.
DATE, POS, CODE, MODIFIERS = LEFT, LEFT + 62, LEFT + 92, LEFT + 132
SERVICE, POINTER = LEFT + 204, LEFT + 366
MINUTES, UNITS, CHARGE = LEFT + 433, LEFT + 463, RIGHT
_SERVICE_WIDTH = POINTER - SERVICE - 8
_MODIFIER_WIDTH = SERVICE - MODIFIERS - 6
_CODE_WIDTH = MODIFIERS - CODE - 4
_ROW_PAD = 1.8
_GLUED_VISIT = 8  # a visit of so many rows or fewer is never cut by a page's end


def money(cents: int | None) -> str:
    """An amount without sign of currency, for a column; unknown is said, never zero."""
    return "not set" if cents is None else format_cents(cents, sign="")


def part_blocks(record: SuperbillRecord, part: Part, number: int, count: int) -> list[Block]:
    """Diagnoses and visits of one part; every part begins with its own letters."""
    blocks = [_diagnosis_head(number, count), *_diagnosis_rows(record, part)]
    blocks.append(replace(space(9), glued=True))
    head = _table_head()
    blocks.append(replace(head, glued=True))
    several = len(record.rendering) > 1
    rows: list[Block] = []
    for visit in part.visits:
        rows += _visit_rows(part, visit, several, head)
    blocks += glue_ends(rows)
    if count > 1:
        blocks[-1] = replace(blocks[-1], glued=True)
        blocks.append(_part_total(part, number, count))
    else:
        blocks.append(_table_end())
    return blocks


def _diagnosis_head(number: int, count: int) -> Block:
    title = "Diagnoses (ICD-10-CM)"
    if count > 1:
        title = f"Part {number} of {count}: diagnoses (ICD-10-CM)"

    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 8.5, title, HEADING)
        pen.rule(LEFT, RIGHT, top - 13, THIN)

    return Block(16, draw, glued=True)


def _diagnosis_rows(record: SuperbillRecord, part: Part) -> list[Block]:
    """Letters run down the left half, then down the right."""
    if not part.diagnoses:
        return [_row_of_text("None recorded")]
    half = (len(part.diagnoses) + 1) // 2
    width = (RIGHT - LEFT) / 2 - 70
    texts = [
        para(diagnosis.description if record.diagnosis_text else "", width)
        for diagnosis in part.diagnoses
    ]
    rows = []
    for place in range(half):
        pair = [place] + ([place + half] if place + half < len(part.diagnoses) else [])
        rows.append(_diagnosis_row(part.diagnoses, texts, pair))
    return rows


def _diagnosis_row(
    diagnoses: tuple[Diagnosis, ...], texts: list[Paragraph], pair: list[int]
) -> Block:
    def draw(pen: Pen, top: float) -> None:
        base = top - first_baseline(BODY)
        for column, place in enumerate(pair):
            x = LEFT + column * ((RIGHT - LEFT) / 2 + 6)
            pen.left(x, base, POINTERS[place], STRONG)
            pen.left(x + 14, base, diagnoses[place].dotted)
            texts[place].draw(pen, x + 58, top)

    return Block(max(texts[place].height for place in pair) + 0.6, draw, glued=True)


def _row_of_text(text: str) -> Block:
    line = para(text, RIGHT - LEFT, LABEL)
    return Block(line.height, lambda pen, top: line.draw(pen, LEFT, top), glued=True)


def _table_head() -> Block:
    def draw(pen: Pen, top: float) -> None:
        base = top - 11
        pen.rule(LEFT, RIGHT, top, THIN)
        for x, text in (
            (DATE, "Date of service"),
            (POS, "POS"),
            (CODE, "CPT"),
            (MODIFIERS, "Modifiers"),
            (SERVICE, "Service"),
            (POINTER, "Dx"),
        ):
            pen.left(x, base, text, HEADING)
        for x, text in ((MINUTES, "Min"), (UNITS, "Units"), (CHARGE, "Charge ($)")):
            pen.right(x, base, text, HEADING)
        pen.rule(LEFT, RIGHT, top - 16, THIN)

    return Block(16, draw)


def _visit_rows(part: Part, visit: Visit, several: bool, head: Block) -> list[Block]:
    rows = [_line_row(part, visit, line, head) for line in visit.lines]
    if visit.discount_cents:
        rows.append(_discount_row(visit, head))
    if several:
        rows.append(_rendered_row(visit.rendering, head))
    return keep_together([*rows[:-1], *(ruled(row) for row in rows[-1:])])


def ruled(row: Block) -> Block:
    """The row with a hairline under it, which ends a visit."""

    def draw(pen: Pen, top: float) -> None:
        row.draw(pen, top)
        pen.rule(LEFT, RIGHT, top - row.height, HAIRLINE, FAINT)

    return replace(row, draw=draw)


def keep_together(rows: list[Block]) -> list[Block]:
    """A short visit is never cut by a page's end; a long one leaves two rows on each side."""
    if len(rows) <= _GLUED_VISIT:
        return [replace(row, glued=True) for row in rows[:-1]] + rows[-1:]
    return [replace(row, glued=place in (0, len(rows) - 2)) for place, row in enumerate(rows)]


def glue_ends(rows: list[Block]) -> list[Block]:
    """The first two rows stay with the head, the last two with what follows."""
    return [
        replace(row, glued=row.glued or place == 0 or place >= len(rows) - 2)
        for place, row in enumerate(rows)
    ]


def _line_row(part: Part, visit: Visit, line: VisitLine, head: Block) -> Block:
    service = para(line.label, _SERVICE_WIDTH)
    modifiers = para(" ".join(line.modifiers), _MODIFIER_WIDTH)
    code = para(line.code, _CODE_WIDTH, STRONG)
    height = max(service.height, modifiers.height, code.height) + 2 * _ROW_PAD
    letters = " ".join(part.letters(line))

    def draw(pen: Pen, top: float) -> None:
        inner = top - _ROW_PAD
        base = inner - first_baseline(BODY)
        # An exact date on every line: an insurer may cut the page into lines.
        pen.left(DATE, base, us_date(visit.day))
        pen.left(POS, base, visit.place_of_service)
        code.draw(pen, CODE, inner)
        modifiers.draw(pen, MODIFIERS, inner)
        service.draw(pen, SERVICE, inner)
        pen.left(POINTER, base, letters)
        pen.right(MINUTES, base, str(line.minutes) if line.minutes else "")
        pen.right(UNITS, base, str(line.units))
        pen.right(CHARGE, base, money(line.charge_cents))

    return Block(height, draw, head=head)


def _discount_row(visit: Visit, head: Block) -> Block:
    def draw(pen: Pen, top: float) -> None:
        base = top - _ROW_PAD - first_baseline(BODY)
        pen.left(DATE, base, us_date(visit.day))
        pen.left(SERVICE, base, "Discount")
        pen.right(CHARGE, base, money(-visit.discount_cents))

    return Block(BODY.leading + 2 * _ROW_PAD, draw, head=head)


def _rendered_row(who: Rendering, head: Block) -> Block:
    words = para(f"Rendered by {who.name}, NPI {who.npi or 'not recorded'}", RIGHT - CODE, SMALL)
    return Block(words.height + 3, lambda pen, top: words.draw(pen, CODE, top), head=head)


def _part_total(part: Part, number: int, count: int) -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, RIGHT, top, THIN)
        pen.left(SERVICE, top - 12, f"Charges of part {number}", STRONG)
        pen.right(CHARGE, top - 12, money(part.charges_cents), STRONG)

    return Block(30, draw, glued=number == count)


def _table_end() -> Block:
    return Block(12, lambda pen, top: pen.rule(LEFT, RIGHT, top, THIN), glued=True)
