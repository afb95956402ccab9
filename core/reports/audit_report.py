"""The audit report: a summary read in a minute, tables and charts, then every finding."""

from __future__ import annotations

from collections.abc import Iterable

from core.audit.findings import DOCUMENTATION, MODIFIER_GAPS, Check, Direction, Finding
from core.audit.rates import Rate
from core.audit.totals import ANY, Cell
from core.audit.trend import quarters, tally_of
from core.audit.words import (
    DIRECTION_WORDS,
    check_words,
    line_percent,
    percent,
    sample_words,
    verdict_words,
)
from core.model.money import format_cents
from core.reports.audit_changes import change_blocks
from core.reports.audit_charts import MOST_QUARTERS, RateRow, quarter_chart, rate_rows
from core.reports.audit_record import AuditPaper
from core.reports.audit_sheet import lay_out, lead_block, opening, part
from core.reports.audit_tables import (
    apart_table,
    finding_table,
    ledger_table,
    money,
    reason_table,
    share_tables,
)
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks, text_block
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pdf, space
from core.rules.wording import plural

TITLE = "Audit report"
_MOST_CLINICIANS = 40
_SMALL_SHARE = 0.1  # of the frame: above it the sample is no longer small (payers-and-edits 8)


def build(paper: AuditPaper) -> Pdf:
    """Draw the report; the same record gives the same bytes."""
    blocks = [
        *opening(paper, TITLE, "Units, modifiers and documentation", _facts(paper)),
        *_summary(paper),
        *_pictures(paper),
        *share_tables(paper.totals, for_counsel=paper.for_counsel),
        *change_blocks(paper),
        *_tables(paper),
        *_findings(paper),
        *_method(paper),
    ]
    return lay_out(paper, blocks, TITLE)


def numbers_of(findings: Iterable[Finding]) -> dict[str, int]:
    """The number of each finding on this audit's papers, by its key."""
    return {one.key: number for number, one in enumerate(findings, start=1)}


def _facts(paper: AuditPaper) -> list[tuple[str, str]]:
    sample = paper.sample
    if sample is None:
        what = "every session of the period" if paper.billing else "every row that can be read"
        return [("Looked at", what)]
    return [
        ("Looked at", f"a drawn sample of {len(sample.ids)} of {sample.frame_size}"),
        ("Code", paper.code),
        ("Seed", str(sample.seed)),
    ]


def overall(paper: AuditPaper) -> Rate | None:
    """The rate of any finding over all clinicians."""
    return next((r for r in paper.rates if r.check == ANY and not r.clinician), None)


def _summary(paper: AuditPaper) -> list[Block]:
    blocks = [part("In one minute"), space(2)]
    rate = overall(paper)
    if rate is None:
        return [*blocks, lead_block("No session was found in this period, so nothing can be said.")]
    low, high = percent(rate.interval.lower), percent(rate.interval.upper)
    blocks.append(
        lead_block(
            f"{rate.errors} of {plural(rate.charts, 'session')} "
            f"{'have' if rate.errors != 1 else 'has'} at least one finding: "
            f"{percent(rate.interval.point)} (95% interval {low} to {high}).",
            bold=True,
        )
    )
    blocks.append(lead_block(verdict_words(rate.verdict, paper.threshold)))
    blocks += [lead_block(_way(paper, way)) for way in (Direction.OVER, Direction.UNDER)]
    blocks.append(lead_block(_gaps(paper)))
    first = _first_to_do(paper)
    if first:
        blocks += [space(4), text_block("What to see to first", STRONG), *first]
    if paper.sample:
        blocks += note_blocks([sample_words(len(paper.sample.ids), paper.threshold)])
    return [*blocks, space(8)]


def _way(paper: AuditPaper, way: Direction) -> str:
    tally = tally_of(paper.totals, lambda cell: cell.direction is way)
    words = DIRECTION_WORDS[way]
    if not tally.findings:
        return f"{words}: nothing was found."
    told = f"{words}: {plural(tally.units, 'unit')} in {plural(tally.findings, 'finding')}"
    if tally.known_cents is None:
        return f"{told}; no amount is known."
    open_ones = f", {tally.unpriced} without a known amount" if tally.unpriced else ""
    return f"{told}, {format_cents(tally.cents)}{open_ones}. It is not set against the other way."


def _gaps(paper: AuditPaper) -> str:
    def risk(cell: Cell, checks: frozenset[Check]) -> bool:
        return cell.direction is Direction.RISK and cell.check in checks

    modifiers = tally_of(paper.totals, lambda c: risk(c, MODIFIER_GAPS)).findings
    notes = tally_of(paper.totals, lambda c: risk(c, DOCUMENTATION)).findings
    return f"Besides: {plural(modifiers, 'modifier gap')}, {plural(notes, 'documentation gap')}."


def _first_to_do(paper: AuditPaper) -> list[Block]:
    """The three checks most often in error, over-billing before all else."""
    over = {one.check for one in paper.findings if one.direction is Direction.OVER}
    found = [r for r in paper.rates if not r.clinician and r.check != ANY and r.errors]
    found.sort(key=lambda r: (r.check not in over, -r.errors, r.check))
    return [
        text_block(
            f"{place}.  {check_words(rate.check)}: {rate.errors} of {rate.charts}."
            f" {_fix(paper, rate.check)}"
        )
        for place, rate in enumerate(found[:3], start=1)
    ]


def _fix(paper: AuditPaper, check: str) -> str:
    return next((one.fix for one in paper.findings if one.check == check), "")


def _row(rate: Rate, name: str, *, bold: bool = False) -> RateRow:
    return RateRow(name, rate.errors, rate.charts, rate.interval, rate.verdict.light, bold)


def _pictures(paper: AuditPaper) -> list[Block]:
    every = [r for r in paper.rates if not r.clinician]
    people = [r for r in paper.rates if r.check == ANY and r.clinician][:_MOST_CLINICIANS]
    blocks: list[Block] = []
    if every:
        rows = [_row(r, check_words(r.check), bold=r.check == ANY) for r in every]
        blocks += [part("By check"), *rate_rows(rows, paper.threshold), space(8)]
    if people:
        rows = [_row(r, r.clinician) for r in people]
        blocks += [part("By clinician"), *rate_rows(rows, paper.threshold), space(8)]
    shown = quarters(paper.totals)[-MOST_QUARTERS:]
    if len(shown) > 1:
        blocks += [part("Over the quarters"), quarter_chart(shown, paper.threshold), space(6)]
        blocks += _quarter_table(paper)
    return blocks


_QUARTERS = (
    Column("Quarter", LEFT, 60, STRONG),
    Column("Sessions", LEFT + 120, 52, figure=True),
    Column("In error", LEFT + 180, 52, figure=True),
    Column("Units too high", LEFT + 268, 76, figure=True),
    Column("$", LEFT + 334, 60, figure=True),
    Column("Units too low", LEFT + 424, 76, figure=True),
    Column("$", RIGHT, 60, figure=True),
)


def _quarter_table(paper: AuditPaper) -> list[Block]:
    rows = [
        (
            q.quarter, str(q.encounters), str(q.errors),
            str(q.over.units), money(q.over), str(q.under.units), money(q.under),
        )
        for q in quarters(paper.totals)
    ]  # fmt: skip
    return table_blocks("Quarter by quarter", _QUARTERS, rows)


def _tables(paper: AuditPaper) -> list[Block]:
    totals = paper.totals
    return [
        *apart_table("By payer", totals, lambda cell: cell.payer),
        *apart_table("By clinician", totals, lambda cell: cell.clinician),
        *note_blocks(["Units and dollars stand apart and are never netted. +: some amounts are not"
                      " known. Modifiers and Record count findings."]),
        space(6),
        *reason_table(totals),
        *ledger_table(totals),
    ]  # fmt: skip


def _findings(paper: AuditPaper) -> list[Block]:
    numbers = numbers_of((*paper.findings, *paper.overruled))
    blocks = [part("Every finding with its source")] if paper.findings else []
    for way in (Direction.OVER, Direction.UNDER, Direction.RISK):
        mine = [one for one in paper.findings if one.direction is way]
        blocks += finding_table(DIRECTION_WORDS[way], mine, numbers, paper.reviews)
    if paper.left_out:
        more = f"{plural(paper.left_out, 'further finding')} of the same kinds"
        blocks += [text_block(f"{more} stand in the sums above and are not listed."), space(9)]
    if paper.overruled:
        blocks += [part("Overruled by the reviewer, not counted above")]
        blocks += finding_table("Overruled", paper.overruled, numbers, paper.reviews)
    return blocks


_STRATA = (
    Column("Clinician", LEFT, 200, STRONG),
    Column("Payer class", LEFT + 206, 120),
    Column("Sessions", LEFT + 400, 60, figure=True),
    Column("Drawn", RIGHT, 60, figure=True),
)


def _method(paper: AuditPaper) -> list[Block]:
    blocks = [part("How it was done")]
    sample = paper.sample
    if sample:
        rows = [(who, payer, str(n), str(k)) for (who, payer), n, k in sample.per_stratum]
        blocks += [
            text_block(
                f"Every session of the period with {paper.code or 'any code'} could be drawn: "
                f"{sample.frame_size} in all. {len(sample.ids)} were drawn by seed {sample.seed}, "
                "each stratum by its share; the same seed draws the same again. Nothing was left "
                "out after the draw."
            ),
            text_block(f"Digest of the sessions that could be drawn: {sample.frame_hash}"),
            *table_blocks("Strata", _STRATA, rows),
        ]
    how = "Clopper-Pearson" if paper.for_counsel else "Wilson, Clopper-Pearson up to two errors"
    words = [
        f"Intervals are two-sided at 95% ({how}). Green: the one-sided upper 95% limit is below"
        f" {line_percent(paper.threshold)}. Red: the lower one is above. That line has no meaning"
        " in any regulation.",
        "Amounts are allowed amounts where a fee schedule is known; the others are left out, not"
        " counted as zero. No amount is projected onto sessions that were not looked at.",
    ]
    if paper.line:
        words.append(paper.line)
    if sample and len(sample.ids) > _SMALL_SHARE * sample.frame_size:
        share = percent(len(sample.ids) / sample.frame_size)
        words.append(
            f"{share} of all sessions were drawn. The intervals are those of a sample from many"
            " more and are a little wider than they need to be (finite population)."
        )
    if paper.rows_in_error:
        words.append(f"{plural(paper.rows_in_error, 'row')} could not be read and were left out.")
    words += [f"Assumed: {one}" for one in paper.assumptions]
    return [*blocks, *[text_block(one) for one in words]]
