"""A claim on plain paper by the items of the CMS-1500, for whoever reviews or sends it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from core.claims.claim import Claim, ClaimSet, Item, Lack, ServiceLine
from core.claims.writing import day_text, money_text
from core.reports.encounter_explained_tables import (
    Column,
    note_blocks,
    table_blocks,
    text_block,
    title_block,
)
from core.reports.page import LABEL, LEFT, RIGHT, STRONG, Block, space

Mark = tuple[str, tuple[str, ...], int]
HONEST = (
    "The claim as the record gives it today, by the items of the CMS-1500 (02/12); not the form"
    " itself. This program keeps no copy of claims that were sent, so this need not be the claim"
    " that the payer has."
)
_SECTIONS = (
    ("Patient and insured", 1, 13),
    ("Condition, referrer and authorisation", 14, 23),
    ("Provider and totals", 25, 33),
)
_NOTHING = "–"
_BLANK = "left blank"
_UNKNOWN = "not known"
_TOTAL = "28"
_OPTIONAL = "phone"
_MISSING = {True: "missing", False: "to fill in"}
_HALF = (RIGHT - LEFT + 14) / 2
_NUMBER, _NAME = 30.0, 106.0
_VALUE = _HALF - 14 - _NUMBER - _NAME


def _item_columns(x: float) -> tuple[Column, ...]:
    return (
        Column("Item", x, _NUMBER - 4, STRONG),
        Column("What it is", x + _NUMBER, _NAME - 6, LABEL),
        Column("What stands there", x + _NUMBER + _NAME, _VALUE),
    )


_ITEMS = (*_item_columns(LEFT), *_item_columns(LEFT + _HALF))
_LINES = (
    Column("", LEFT, 8, STRONG),
    Column("24A From", LEFT + 10, 48),
    Column("To", LEFT + 62, 48),
    Column("B", LEFT + 114, 18),
    Column("C", LEFT + 136, 14),
    Column("D Code", LEFT + 156, 40, STRONG),
    Column("Modifiers", LEFT + 202, 92),
    Column("E", LEFT + 300, 30),
    Column("F Charge", LEFT + 386, 54, figure=True),
    Column("G", LEFT + 414, 24, figure=True),
    Column("H", LEFT + 424, 14),
    Column("J NPI", LEFT + 446, RIGHT - LEFT - 446),
)
_LACKS = (
    Column("Item", LEFT, 40, STRONG),
    Column("What it is, what it means, and what to do", LEFT + 46, RIGHT - LEFT - 46),
)
_DIAGNOSES = (
    Column("21", LEFT, 20, STRONG),
    Column("Code", LEFT + 26, 70),
    Column("In words (not on the form)", LEFT + 104, RIGHT - LEFT - 104),
)


def claim_blocks(found: ClaimSet, marks: Collection[Mark] = ()) -> list[Block]:
    """Every form of one encounter's claim, then what is missing; `marks` are lines to point out.

    A mark names a line by code, modifiers and units.
    """
    blocks = [*note_blocks([HONEST]), space(6)]
    for claim in found.claims:
        blocks += _form(found, claim, marks)
    return [*blocks, *lack_blocks(found.lacks, sent=bool(found.claims))]


def lack_blocks(lacks: Sequence[Lack], *, sent: bool = True) -> list[Block]:
    """What a payer would return the claim for, then what a person fills in."""
    if not sent:
        return [text_block(one.sentence) for one in lacks] + [space(9)]
    needed = [one for one in lacks if one.needed]
    later = [one for one in lacks if not one.needed]
    return [
        *table_blocks("Missing or wrong on this claim", _LACKS, _lack_rows(needed), _COMPLETE),
        *table_blocks("To fill in on the form", _LACKS, _lack_rows(later)),
    ]


_COMPLETE = "Nothing that this program can check is missing or wrong."


def _lack_rows(lacks: Iterable[Lack]) -> list[tuple[str, str]]:
    return [(one.item, one.sentence) for one in lacks]


def _form(found: ClaimSet, claim: Claim, marks: Collection[Mark]) -> list[Block]:
    blocks: list[Block] = []
    if claim.parts > 1:
        blocks += [title_block(f"Form {claim.part} of {claim.parts}"), space(2)]
    if claim.carrier:
        blocks += [text_block(f"To {', '.join(claim.carrier)}"), space(4)]
    missing = {_shown(one.item): one.needed for one in reversed(found.lacks)}
    for title, first, last in _SECTIONS:
        mine = [item for item in claim.items if first <= _whole(item.number) <= last]
        blocks += table_blocks(title, _ITEMS, _item_rows(mine, missing))
        if last == _BEFORE_LINES:
            blocks += _diagnoses(found, claim)
            blocks += _lines(found, claim, marks)
    return [*blocks, *note_blocks(_blanks(claim.items)), space(6)]


_BEFORE_LINES = 23


def _whole(number: str) -> int:
    return int("".join(letter for letter in number.split("-")[0] if letter.isdigit()))


def _shown(number: str) -> str:
    return number.split()[0]


def _item_rows(items: Sequence[Item], missing: dict[str, bool]) -> list[tuple[str, ...]]:
    """Two items a row, the first half at the left."""
    half = (len(items) + 1) // 2
    cells = [(_shown(one.number), one.name, _value(one, missing)) for one in items]
    right = [*cells[half:], *([("", "", "")] * (2 * half - len(cells)))]
    return [(*one, *other) for one, other in zip(cells[:half], right, strict=True)]


def _value(item: Item, missing: dict[str, bool]) -> str:
    if item.value:
        return item.value
    if item.blank_because:
        return _BLANK
    if item.number == _TOTAL:
        return _UNKNOWN
    needed = None if item.number.endswith(_OPTIONAL) else missing.get(_shown(item.number))
    return _NOTHING if needed is None else _MISSING[needed]


def _diagnoses(found: ClaimSet, claim: Claim) -> list[Block]:
    rows = [
        (letter, one.code, one.description)
        for letter, one in zip(found.letters, claim.diagnoses, strict=False)
    ]
    return table_blocks("Diagnoses (item 21)", _DIAGNOSES, rows, "No diagnosis is recorded.")


def _lines(found: ClaimSet, claim: Claim, marks: Collection[Mark]) -> list[Block]:
    rows = [_line(found, one, marks) for one in claim.lines]
    blocks = table_blocks(
        "Service lines (item 24)", _LINES, rows, "Nothing is billed for this session."
    )
    pointed = any(row[0] for row in rows)
    return [*blocks[:-1], *note_blocks([_POINTED] if pointed else []), blocks[-1]]


_POINTED = "* differs from what was billed: see the table of changes."


def _line(found: ClaimSet, one: ServiceLine, marks: Collection[Mark]) -> tuple[str, ...]:
    day = day_text(one.day, found.dates)
    charge = "missing" if one.charge_cents is None else money_text(one.charge_cents, found.charges)
    marked = (one.code, one.modifiers, one.units) in marks
    return (
        "*" if marked else "", day, day, one.place, "", one.code, " ".join(one.modifiers),
        one.letters or "none", charge, str(one.units), "", one.npi or "missing",
    )  # fmt: skip


def _blanks(items: Iterable[Item]) -> list[str]:
    """Which items the payer wants blank, and who says so."""
    sources: dict[str, list[str]] = {}
    for item in items:
        if item.blank_because:
            shown = sources.setdefault(item.blank_because, [])
            if _shown(item.number) not in shown:
                shown.append(_shown(item.number))
    said = [f"{', '.join(numbers)} ({cite})" for cite, numbers in sources.items()]
    return [f"Left blank because the payer wants it so: {'; '.join(said)}."] if said else []
