"""The progress report: each goal, what improved or did not, how therapy goes on."""

from __future__ import annotations

from core.reports.care_record import ReportPaper
from core.reports.care_sheet import (
    measure_table,
    opening,
    progress_table,
    prose,
    signatures,
)
from core.reports.page import Block, Pdf
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, lay_out

TITLE = "Progress report"


def build(record: ReportPaper) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    blocks = [
        *opening(record.head, TITLE, stretch(record)),
        *progress_table(record.goals),
        *measure_table(record.measures),
        *prose("Objective findings", record.objective),
        *prose("Assessment of improvement", record.assessment),
        *prose("Plan for continuing treatment", record.continuing),
        *prose("Changes to goals or plan", record.changes),
        *_sign(record),
    ]
    return lay_out(record.head, blocks, TITLE)


def stretch(record: ReportPaper) -> list[Field]:
    """What the report covers, and visits against the frequency planned."""
    planned = f" of {record.visits_planned} planned by then" if record.visits_planned else ""
    certified = record.head.referral.certified_to if record.head.referral else None
    fields = [
        ("Plan begins", us_date(record.head.plan_starts_on)),
        ("Certified to", us_date(certified) if certified else ""),
        ("Covers", f"{us_date(record.covers_from)} to {us_date(record.covers_to)}"),
        ("Treatment days", f"{record.treatment_days} in this time"),
        ("Visits", f"{record.visits_done} since the plan began{planned}"),
        ("Written", us_date(record.written_on)),
        ("Written by", record.head.therapist),
    ]
    return [(label, value) for label, value in fields if value]


def _sign(record: ReportPaper) -> list[Block]:
    return signatures("", ("Therapist", record.head.therapist))
