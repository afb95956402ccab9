"""The discharge note: the progress report that covers the time up to the end of therapy."""

from __future__ import annotations

from core.reports.care_record import ReportPaper
from core.reports.care_sheet import (
    measure_table,
    opening,
    progress_table,
    prose,
    signatures,
)
from core.reports.page import Pdf
from core.reports.progress_report import stretch
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import lay_out

TITLE = "Discharge note"


def build(record: ReportPaper) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    fields = [*stretch(record), ("Discharged", us_date(record.covers_to))]
    blocks = [
        *opening(record.head, TITLE, fields),
        *progress_table(record.goals),
        *measure_table(record.measures),
        *prose("Objective findings at the end", record.objective),
        *prose("Outcome of therapy", record.assessment),
        *prose("What follows", record.continuing),
        *prose("Changes to goals or plan", record.changes),
        *signatures("", ("Therapist", record.head.therapist)),
    ]
    return lay_out(record.head, blocks, TITLE)
