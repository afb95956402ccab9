"""An audit's tables: what comes out by payer, clinician and reason, and every finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from core.audit.findings import DOCUMENTATION, MODIFIER_GAPS, Direction, Finding
from core.audit.totals import ANY, Cell, Tally, Totals
from core.audit.way_rates import WAYS, WayRate, way_rates
from core.audit.words import (
    DIRECTION_WORDS,
    LEDGER_WORDS,
    SHARES_NOTE,
    check_words,
    dollar_share_words,
    percent,
    reason_words,
    unit_share_words,
)
from core.model.audits import Review
from core.model.money import format_cents
from core.reports.encounter_explained_tables import (
    Column,
    note_blocks,
    table_blocks,
    text_block,
)
from core.reports.page import LEFT, RIGHT, SMALL, STRONG, Block, space
from core.reports.superbill_record import us_date

_NONE = "–"
_WAYS = (Direction.OVER, Direction.UNDER, Direction.RISK)
_BY = (
    Column("", LEFT, 168, STRONG),
    Column("Too high", LEFT + 226, 52, figure=True),
    Column("$", LEFT + 284, 54, figure=True),
    Column("Too low", LEFT + 344, 52, figure=True),
    Column("$", LEFT + 402, 54, figure=True),
    Column("Modifiers", LEFT + 456, 50, figure=True),
    Column("Record", RIGHT, 56, figure=True),
)


def apart_table(title: str, totals: Totals, name: Callable[[Cell], str]) -> list[Block]:
    """Units and dollars over and under in columns of their own, and the gaps, by any name."""
    names = sorted({name(cell) for cell in totals.cells})
    rows = []
    for one in names:
        mine = {cell: t for cell, t in totals.cells.items() if name(cell) == one}
        over, under = (_sum(mine, d) for d in (Direction.OVER, Direction.UNDER))
        rows.append(
            (
                one or "of no one payer",
                _units(over), money(over), _units(under), money(under),
                _count(mine, lambda c: c.check in MODIFIER_GAPS),
                _count(mine, lambda c: c.check in DOCUMENTATION),
            )
        )  # fmt: skip
    head = (replace(_BY[0], heading=title.split(" ")[-1].capitalize()), *_BY[1:])
    return table_blocks(title, head, rows, "Nothing was found.")


def _sum(cells: Mapping[Cell, Tally], direction: Direction) -> Tally:
    whole = Tally()
    for cell, tally in cells.items():
        if cell.direction is direction:
            whole.add(tally)
    return whole


def _units(tally: Tally) -> str:
    return str(tally.units) if tally.findings else _NONE


def money(tally: Tally) -> str:
    """The known amount of a tally; a plus tells that some amounts are not known."""
    if not tally.findings:
        return _NONE
    if tally.known_cents is None:
        return "not known"
    return format_cents(tally.cents, sign="") + ("+" if tally.unpriced else "")


def _count(cells: Mapping[Cell, Tally], wanted: Callable[[Cell], bool]) -> str:
    found = sum(tally.findings for cell, tally in cells.items() if wanted(cell))
    return str(found) if found else _NONE


_SHARES = (
    Column("Of what", LEFT, 148, STRONG),
    Column("Sessions", LEFT + 204, 54, figure=True),
    Column("Share, 95% interval", LEFT + 304, 96, figure=True),
    Column("Units", LEFT + 388, 80, figure=True),
    Column("Allowed amount", RIGHT, 136, figure=True),
)


def share_tables(totals: Totals, clinician: str = "", *, for_counsel: bool = False) -> list[Block]:
    """Over- and under-billing by sessions, units and dollars, a table for each way.

    By check and by clinician, or of one clinician by check.
    """
    every = way_rates(totals, for_counsel=for_counsel)
    if not any(one.errors for one in every):
        return []
    blocks: list[Block] = []
    for way in WAYS:
        mine = [one for one in every if one.direction is way and _is_shown(one, clinician)]
        rows = [_share_row(one, clinician) for one in mine]
        blocks += table_blocks(f"{DIRECTION_WORDS[way]}, of all that was billed", _SHARES, rows)
    return [*blocks, *note_blocks([SHARES_NOTE]), space(6)]


def _is_shown(one: WayRate, clinician: str) -> bool:
    if clinician:
        return one.clinician == clinician and (one.check == ANY or one.errors > 0)
    return one.check == ANY or (not one.clinician and one.errors > 0)


def _share_row(one: WayRate, clinician: str) -> tuple[str, str, str, str, str]:
    name = check_words(one.check) if one.check != ANY else "All checks"
    if one.clinician and not clinician:
        name = one.clinician
    low, high = percent(one.interval.lower), percent(one.interval.upper)
    return (
        name, f"{one.errors} of {one.charts}", f"{percent(one.interval.point)}, {low} to {high}",
        unit_share_words(one), dollar_share_words(one),
    )  # fmt: skip


_REASONS = (
    Column("Which way", LEFT, 108, STRONG),
    Column("Check", LEFT + 112, 130),
    Column("Reason", LEFT + 246, 128),
    Column("Findings", LEFT + 420, 44, figure=True),
    Column("Units", LEFT + 462, 40, figure=True),
    Column("$", RIGHT, 52, figure=True),
)


def reason_table(totals: Totals) -> list[Block]:
    """Each reason once, the most frequent first within its way."""
    grouped = totals.by(lambda c: (_WAYS.index(c.direction), c.check, c.reason))
    rows = []
    for (way, check, reason), tally in sorted(
        grouped.items(), key=lambda item: (item[0][0], -item[1].findings, item[0])
    ):
        direction = _WAYS[way]
        priced = direction is not Direction.RISK
        rows.append(
            (
                DIRECTION_WORDS[direction], check_words(check), reason_words(reason),
                str(tally.findings), str(tally.units or _NONE), money(tally) if priced else _NONE,
            )
        )  # fmt: skip
    return table_blocks("By reason", _REASONS, rows, "Nothing was found.")


_LEDGER = (
    Column("Minutes", LEFT + 48, 48, STRONG, figure=True),
    Column("Where they went", LEFT + 64, 300),
    Column("Share", LEFT + 420, 50, figure=True),
)


def ledger_table(totals: Totals) -> list[Block]:
    """Every documented minute of the sessions that were looked at."""
    ledger = {name: spent for name, spent in totals.ledger().items() if spent}
    whole = sum(ledger.values())
    if not whole:
        return []
    rows = [
        (f"{ledger[name]:,}", words, f"{ledger[name] / whole:.1%}")
        for name, words in LEDGER_WORDS.items()
        if name in ledger
    ]
    rows.append((f"{whole:,}", "documented in all", ""))
    return table_blocks("Where the minutes went", _LEDGER, rows)


_FINDINGS = (
    Column("No.", LEFT + 20, 22, STRONG, figure=True),
    Column("Session", LEFT + 28, 74, SMALL),
    Column("Code", LEFT + 106, 40, STRONG),
    Column("What was found, what to do, and the source", LEFT + 150, 298),
    Column("Units", LEFT + 478, 26, figure=True),
    Column("$", RIGHT, 38, figure=True),
)
_REVIEWED = "{verdict} by {by}, {on}: {reason}"


def finding_table(
    title: str,
    findings: Iterable[Finding],
    numbers: Mapping[str, int],
    reviews: Mapping[str, Review],
    *,
    named: bool = True,
) -> list[Block]:
    """Findings with their source and what a reviewer said; `named` shows the clinician."""
    rows = [_finding(one, numbers[one.key], reviews.get(one.key), named) for one in findings]
    return table_blocks(title, _FINDINGS, rows)


def _finding(
    one: Finding, number: int, review: Review | None, named: bool
) -> tuple[str, str, str, str, str, str]:
    where = [us_date(one.date), f"no. {one.encounter}" if one.encounter else "a series"]
    if one.row:
        where[1] = f"row {one.row}"
    if named:
        where.append(one.clinician)
    where.append(one.payer_name or one.payer)
    return (
        str(number),
        "\n".join(line for line in where if line),
        one.code.replace(" ", "\n"),
        "\n".join(finding_lines(one, review)),
        str(one.units) if one.units else "",
        "" if one.cents is None else format_cents(one.cents, sign=""),
    )


def finding_lines(one: Finding, review: Review | None = None) -> list[str]:
    """What was found, the words that show it, what to do, whence, and the review."""
    lines = [f"{one.message} {one.fix}".strip()]
    lines += [f"In the note: “{proof.text}”" for proof in one.proof[:2] if proof.text.strip()]
    since = f" (in force since {us_date(one.since)})" if one.since else ""
    lines.append(f"Source: {one.cite}{since}" if one.cite else "Source: none is recorded")
    if review:
        lines.append(
            _REVIEWED.format(
                verdict=review.verdict.value.capitalize(), by=review.person,
                on=us_date(review.at.date()), reason=review.reason,
            )
        )  # fmt: skip
    return [line for line in lines if line]


def source_blocks(findings: Iterable[Finding]) -> list[Block]:
    """Each source once, with the number of findings that rest on it."""
    counted: dict[str, int] = {}
    for one in findings:
        counted[one.cite] = counted.get(one.cite, 0) + 1
    texts = [text_block(f"{cite}  ({n})", SMALL) for cite, n in sorted(counted.items()) if cite]
    return [*texts, space(9)]
