"""What one clinician is told after an audit: own findings, examples side by side, the trend."""

from __future__ import annotations

from core.audit.compare import Shows
from core.audit.findings import Direction, Finding
from core.audit.rates import Rate
from core.audit.totals import ANY
from core.audit.trend import quarters
from core.audit.words import DIRECTION_WORDS, change_words, check_words, line_percent, verdict_words
from core.reports.audit_changes import change_blocks
from core.reports.audit_charts import MOST_QUARTERS, RateRow, quarter_chart, rate_rows
from core.reports.audit_record import AuditPaper
from core.reports.audit_report import numbers_of
from core.reports.audit_sheet import lay_out, lead_block, opening, part
from core.reports.audit_tables import finding_table, share_tables
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pdf, space
from core.reports.superbill_record import us_date
from core.rules.wording import plural

TITLE = "Clinician feedback"
_MOST_EXAMPLES = 6


def build(paper: AuditPaper, clinician: str) -> Pdf:
    """Draw one clinician's sheet; of other clinicians nothing is told."""
    mine = tuple(one for one in paper.findings if one.clinician == clinician)
    facts = [("For", clinician), ("Line", line_percent(paper.threshold))]
    blocks = [
        *opening(paper, TITLE, "What the audit found in your own sessions", facts),
        *_words(paper, clinician, mine),
        *_pictures(paper, clinician),
        *share_tables(paper.totals, clinician, for_counsel=paper.for_counsel),
        *change_blocks(paper, clinician),
        *_examples(mine),
        *_findings(paper, mine),
    ]
    return lay_out(paper, blocks, f"{TITLE}: {clinician}")


def _rates(paper: AuditPaper, clinician: str) -> tuple[Rate, ...]:
    return tuple(rate for rate in paper.rates if rate.clinician == clinician)


def _words(paper: AuditPaper, clinician: str, mine: tuple[Finding, ...]) -> list[Block]:
    rate = next((one for one in _rates(paper, clinician) if one.check == ANY), None)
    if rate is None:
        return [lead_block("None of your sessions was looked at.")]
    good = rate.charts - rate.errors
    blocks = [
        lead_block(
            f"{good} of {plural(rate.charts, 'session')} were without a finding.", bold=True
        ),
        lead_block(verdict_words(rate.verdict, paper.threshold)),
    ]
    blocks += [lead_block(said) for said in better_or_worse(paper, clinician)]
    if mine:
        blocks += note_blocks(
            ["Nobody asks for minutes or words of what did not happen. Where the record lacks what"
             " was done, an addendum of today says so and stays dated today."]
        )  # fmt: skip
    return [*blocks, space(6)]


def better_or_worse(paper: AuditPaper, clinician: str) -> list[str]:
    """Any finding against the audit before, and each check that changed; none without one."""
    mine = [one for one in paper.changes if one.clinician == clinician]
    told = [
        change_words(one)
        for one in mine
        if one.check == ANY or one.difference.shows is not Shows.NOTHING
    ]
    if told and len(told) < len(mine):
        told.append("Of the other checks the numbers show no difference; they stand below.")
    return told


def _pictures(paper: AuditPaper, clinician: str) -> list[Block]:
    rows = [
        RateRow(check_words(r.check), r.errors, r.charts, r.interval, r.verdict.light,
                r.check == ANY)
        for r in _rates(paper, clinician)
        if r.errors or r.check == ANY
    ]  # fmt: skip
    blocks = [part("By check"), *rate_rows(rows, paper.threshold), space(8)] if rows else []
    shown = quarters(paper.totals, clinician)[-MOST_QUARTERS:]
    if len(shown) > 1:
        blocks += [part("Over the quarters"), quarter_chart(shown, paper.threshold), space(8)]
    return blocks


_SIDES = (
    Column("Session", LEFT, 84, STRONG),
    Column("What stands there", LEFT + 90, 204),
    Column("What a reviewer looks for", LEFT + 304, RIGHT - LEFT - 304),
)


def _examples(mine: tuple[Finding, ...]) -> list[Block]:
    """One finding of each check, those with words of the note first."""
    first: dict[str, Finding] = {}
    for one in sorted(mine, key=lambda f: not f.proof):
        first.setdefault(one.check, one)
    rows = []
    for one in list(first.values())[:_MOST_EXAMPLES]:
        quoted = "\n".join(f"“{proof.text}”" for proof in one.proof[:2])
        where = f"no. {one.encounter}" if one.encounter else "a series"
        rows.append(
            (
                f"{us_date(one.date)}\n{where}",
                f"{quoted}\n{one.message}".strip(),
                f"{check_words(one.check)}. {one.fix}\n{one.cite}",
            )
        )
    return table_blocks("Side by side", _SIDES, rows)


def _findings(paper: AuditPaper, mine: tuple[Finding, ...]) -> list[Block]:
    numbers = numbers_of((*paper.findings, *paper.overruled))
    blocks: list[Block] = [part("Your findings")] if mine else []
    for way in Direction:
        some = [one for one in mine if one.direction is way]
        blocks += finding_table(DIRECTION_WORDS[way], some, numbers, paper.reviews, named=False)
    return blocks
