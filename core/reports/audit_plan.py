"""The corrective-action plan: what is put right, by whom, until when, and how it is checked."""

from __future__ import annotations

from collections.abc import Collection

from core.audit.intervals import Light, charts_needed
from core.audit.rates import Rate
from core.audit.totals import ANY
from core.audit.words import LIGHT_WORDS, check_words, line_percent
from core.reports.audit_record import AuditPaper, PlanStep
from core.reports.audit_sheet import lay_out, lead_block, marked, opening, part
from core.reports.encounter_explained_tables import Column, table_blocks, text_block
from core.reports.page import LEFT, RIGHT, SMALL, STRONG, THIN, Block, Pdf, Pen, space
from core.reports.superbill_record import us_date

TITLE = "Corrective-action plan"
_COLUMNS = (
    Column("Check", LEFT, 92, STRONG),
    Column("Found", LEFT + 98, 66),
    Column("What is done", LEFT + 170, 178),
    Column("Owner", LEFT + 354, 64),
    Column("Until", LEFT + 424, 54, STRONG),
    Column("Done on", LEFT + 484, 36, SMALL),
)


def build(paper: AuditPaper) -> Pdf:
    """Draw the plan; each line has its owner and its date."""
    blocks = [
        *opening(paper, TITLE, "What is put right after the audit", [("Steps", _count(paper))]),
        *_steps(paper),
        *_check(paper),
        space(20),
        Block(40, _signatures),
    ]
    return lay_out(paper, blocks, TITLE)


def due_checks(rates: tuple[Rate, ...], over: Collection[str] = ()) -> tuple[str, ...]:
    """The checks that need a step: with an error and not shown to be below the line.

    Those in `over` found something billed too high: however rare, it has to be put right, and
    they stand first.
    """
    found = [
        rate
        for rate in rates
        if not rate.clinician and rate.check != ANY and rate.errors
        and (rate.check in over or rate.verdict.light is not Light.GREEN)
    ]  # fmt: skip
    return tuple(
        one.check for one in sorted(found, key=lambda r: (r.check not in over, -r.errors, r.check))
    )


def _count(paper: AuditPaper) -> str:
    return str(len(paper.plan))


def _steps(paper: AuditPaper) -> list[Block]:
    rates = {rate.check: rate for rate in paper.rates if not rate.clinician}
    rows = [_row(step, rates.get(step.check)) for step in paper.plan]
    nothing = "No check needs a step: none is at or above the practice’s line."
    drawn = table_blocks("Steps", _COLUMNS, rows, nothing)
    return [marked(drawn[0], "Steps", 1), *drawn[1:]]


def _row(step: PlanStep, rate: Rate | None) -> tuple[str, str, str, str, str, str]:
    found = f"{rate.errors} of {rate.charts}\n{LIGHT_WORDS[rate.verdict.light]}" if rate else "–"
    return (check_words(step.check), found, step.action, step.owner, us_date(step.due), "")


def _check(paper: AuditPaper) -> list[Block]:
    needed = charts_needed(0, paper.threshold)
    line = line_percent(paper.threshold)
    blocks = [part("How it is checked")]
    if needed is not None:
        blocks.append(
            lead_block(
                f"A later audit of at least {needed} sessions without that error shows a rate below"
                f" {line}. Fewer cannot show it."
            )
        )
    return [
        *blocks,
        text_block("Claims that were billed too high are corrected or paid back on their own"
                   " clock, whatever this plan says."),
    ]  # fmt: skip


def _signatures(pen: Pen, top: float) -> None:
    for x, words in ((LEFT, "Owner of the practice, date"), (LEFT + 280, "Reviewer, date")):
        pen.rule(x, min(x + 230, RIGHT), top - 22, THIN)
        pen.left(x, top - 32, words, SMALL)
