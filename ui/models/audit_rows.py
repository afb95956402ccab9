"""Rows and columns of the audit room's tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.audit.findings import Direction, Finding
from core.audit.rates import Rate
from core.audit.totals import ANY, Cell, Tally, Totals
from core.audit.way_rates import WayRate, way_rates
from core.audit.words import (
    DIRECTION_WORDS,
    LEDGER_WORDS,
    LIGHT_WORDS,
    SHARES_NOTE,
    check_words,
    dollar_share_words,
    percent,
    reason_words,
    unit_share_words,
)
from core.model.audits import Review, ReviewVerdict
from core.model.money import format_cents
from core.model.typed_dates import say_date
from ui.models.row_table import Column
from ui.widgets.rate_bars import LIGHT_ICONS, LIGHT_KINDS

WAY_KINDS = {Direction.OVER: "error", Direction.UNDER: "warning", Direction.RISK: "muted"}
WAY_ICONS = {Direction.OVER: "up", Direction.UNDER: "down", Direction.RISK: "note"}
_NONE = "–"
_WAYS = {Direction.OVER: "Too high", Direction.UNDER: "Too low", Direction.RISK: "Record"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as listed; `number` is its row's in the practice file, 0 for another's export."""

    finding: Finding
    place: int
    number: int = 0
    review: Review | None = None

    @property
    def id(self) -> int:
        return self.number or -self.place

    @property
    def encounter_id(self) -> int | None:
        """The practice's session, where it is one."""
        return int(self.finding.encounter) if self.number and self.finding.encounter else None

    @property
    def payer(self) -> str:
        return self.finding.payer_name or self.finding.payer


@dataclass(frozen=True, slots=True)
class SumRow:
    """Sums under one name, over and under apart."""

    name: str
    over: Tally
    under: Tally
    risk: Tally

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class MinuteRow:
    """Minutes of one bucket of the ledger."""

    words: str
    minutes: int
    share: float
    by: tuple[tuple[str, int], ...]

    @property
    def id(self) -> str:
        return self.words


def sum_rows(totals: Totals, name: Callable[[Cell], str]) -> tuple[SumRow, ...]:
    """Sums by any name, in its order."""
    rows: dict[str, dict[Direction, Tally]] = {}
    for cell, tally in totals.cells.items():
        mine = rows.setdefault(name(cell), {way: Tally() for way in Direction})
        mine[cell.direction].add(tally)
    return tuple(
        SumRow(key or "of no one payer", mine[Direction.OVER], mine[Direction.UNDER],
               mine[Direction.RISK])
        for key, mine in sorted(rows.items())
    )  # fmt: skip


def reason_name(cell: Cell) -> str:
    """A check with its reason."""
    return f"{check_words(cell.check)}: {reason_words(cell.reason).lower()}"


def minute_rows(totals: Totals) -> tuple[MinuteRow, ...]:
    """The lost-minutes ledger: every bucket, and whose minutes they are."""
    ledger = totals.ledger()
    whole = sum(ledger.values())
    rows = []
    for bucket, words in LEDGER_WORDS.items():
        spent = ledger.get(bucket, 0)
        if spent:
            by = {who: n for (who, b), n in totals.minutes.items() if b == bucket and n}
            ordered = tuple(sorted(by.items(), key=lambda item: (-item[1], item[0])))
            rows.append(MinuteRow(words, spent, spent / whole, ordered))
    return tuple(rows)


def money(tally: Tally) -> str:
    """The known amount; a plus tells that some amounts are not known."""
    if not tally.findings:
        return _NONE
    if tally.known_cents is None:
        return "not known"
    return format_cents(tally.cents) + ("+" if tally.unpriced else "")


def _units(tally: Tally) -> str:
    return f"{tally.units:,}" if tally.findings else _NONE


def rate_columns(name: Callable[[Rate], str], title: str) -> tuple[Column[Rate], ...]:
    """Columns of rates; the fourth is drawn."""
    return (
        Column[Rate](title, name, 190, strong=True, grow=1),
        Column[Rate]("In error", lambda r: f"{r.errors} of {r.charts}", 116, number=True),
        Column[Rate]("Rate", lambda r: percent(r.interval.point), 60, number=True),
        Column[Rate](
            "95% interval", _interval, 240, grow=3,
            tip=lambda r: f"{_interval(r)}, {r.interval.method}",
        ),
        Column[Rate](
            "Against the line", lambda r: LIGHT_WORDS[r.verdict.light], 140,
            kind=lambda r: LIGHT_KINDS[r.verdict.light],
            icon=lambda r: LIGHT_ICONS[r.verdict.light],
            tip=_needed,
        ),
        Column[Rate]("More needed", _more, 100, number=True, tip=_needed),
    )  # fmt: skip


def _interval(rate: Rate) -> str:
    return f"{percent(rate.interval.lower)} to {percent(rate.interval.upper)}"


def _more(rate: Rate) -> str:
    return "" if rate.verdict.more_needed is None else str(rate.verdict.more_needed)


def _needed(rate: Rate) -> str:
    if rate.verdict.more_needed is None:
        return LIGHT_WORDS[rate.verdict.light]
    return f"{rate.verdict.more_needed} more charts without a new error would settle it"


def finding_columns() -> tuple[Column[FindingRow], ...]:
    """Columns of the findings."""
    return (
        Column[FindingRow](
            "Which way", lambda r: _WAYS[r.finding.direction], 104,
            kind=lambda r: WAY_KINDS[r.finding.direction],
            icon=lambda r: WAY_ICONS[r.finding.direction],
            tip=lambda r: DIRECTION_WORDS[r.finding.direction],
        ),
        Column[FindingRow]("Check", lambda r: check_words(r.finding.check), 196, strong=True),
        Column[FindingRow]("Date", lambda r: say_date(r.finding.date), 112),
        Column[FindingRow]("Clinician", lambda r: r.finding.clinician, 120, grow=1),
        Column[FindingRow]("Payer", lambda r: r.payer, 116, grow=1),
        Column[FindingRow]("What was found", lambda r: r.finding.message, 160, grow=5),
        Column[FindingRow](
            "Amount", lambda r: "" if r.finding.cents is None else format_cents(r.finding.cents),
            76, number=True,
        ),
        Column[FindingRow](
            "Review", _review, 124,
            kind=lambda r: _REVIEW_KINDS[r.review.verdict] if r.review else "muted",
            icon=lambda r: _REVIEW_ICONS[r.review.verdict] if r.review else "",
            tip=lambda r: r.review.reason if r.review else "",
        ),
    )  # fmt: skip


_REVIEW_KINDS = {ReviewVerdict.CONFIRMED: "warning", ReviewVerdict.OVERRULED: "good"}
_REVIEW_ICONS = {ReviewVerdict.CONFIRMED: "check", ReviewVerdict.OVERRULED: "close"}


def _review(row: FindingRow) -> str:
    if row.review is None:
        return "open" if row.number else ""
    return row.review.verdict.value.capitalize()


def sum_columns(title: str) -> tuple[Column[SumRow], ...]:
    """Columns of sums: over and under apart."""
    return (
        Column[SumRow](title, lambda r: r.name, 240, strong=True, grow=3),
        Column[SumRow]("Units too high", lambda r: _units(r.over), 112, number=True),
        Column[SumRow]("Dollars", lambda r: money(r.over), 104, number=True),
        Column[SumRow]("Units too low", lambda r: _units(r.under), 112, number=True),
        Column[SumRow]("Dollars", lambda r: money(r.under), 104, number=True),
        Column[SumRow](
            "Gaps in record", lambda r: f"{r.risk.findings:,}" if r.risk.findings else _NONE, 116,
            number=True,
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One direction of one check, of a clinician or of all."""

    rate: WayRate

    @property
    def id(self) -> str:
        return f"{self.rate.direction}|{self.rate.check}|{self.rate.clinician}"


def share_rows(totals: Totals) -> tuple[ShareRow, ...]:
    """Over-billing, then under-billing: for all, then by check and clinician where there is any."""
    rows = [ShareRow(one) for one in way_rates(totals)
            if one.check == ANY or one.errors]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.rate.direction is not Direction.OVER))


def _sessions(row: ShareRow) -> str:
    one = row.rate
    return f"{one.errors} of {one.charts} ({percent(one.interval.point)})"


def _sessions_interval(row: ShareRow) -> str:
    interval = row.rate.interval
    return f"{percent(interval.lower)} to {percent(interval.upper)}"


SHARE_COLUMNS = (
    Column[ShareRow](
        "Which way", lambda r: _WAYS[r.rate.direction], 106,
        kind=lambda r: WAY_KINDS[r.rate.direction] if r.rate.errors else "muted",
        icon=lambda r: WAY_ICONS[r.rate.direction],
        tip=lambda r: DIRECTION_WORDS[r.rate.direction],
    ),
    Column[ShareRow](
        "Check", lambda r: "All checks" if r.rate.check == ANY else check_words(r.rate.check), 160,
        strong=True, grow=1,
    ),
    Column[ShareRow]("Clinician", lambda r: r.rate.clinician or "All", 150, grow=1),
    Column[ShareRow]("Sessions", _sessions, 126, number=True),
    Column[ShareRow](
        "95% interval", _sessions_interval, 112, number=True,
        tip=lambda r: f"Of sessions, {r.rate.interval.method}",
    ),
    Column[ShareRow]("Units of those billed", lambda r: unit_share_words(r.rate), 150, number=True,
                     tip=lambda _: SHARES_NOTE),
    Column[ShareRow]("Dollars of those billed", lambda r: dollar_share_words(r.rate), 202,
                     number=True, tip=lambda _: SHARES_NOTE),
)  # fmt: skip

MINUTE_COLUMNS = (
    Column[MinuteRow]("Minutes", lambda r: f"{r.minutes:,}", 90, number=True),
    Column[MinuteRow]("Where they went", lambda r: r.words.capitalize(), 190, strong=True, grow=1),
    Column[MinuteRow]("Share", lambda r: f"{r.share:.1%}", 72, number=True),
    Column[MinuteRow](
        "By clinician", lambda r: ", ".join(f"{who} {n:,}" for who, n in r.by), 240, grow=4
    ),
)
