"""The request for an authorisation: what is asked, with goals, measures and what was done."""

from __future__ import annotations

from core.reports.care_record import RequestPaper
from core.reports.care_sheet import (
    frequency_words,
    goal_table,
    measure_table,
    opening,
    progress_table,
    prose,
    signatures,
)
from core.reports.page import Pdf
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, lay_out

TITLE = "Authorisation request"


def build(record: RequestPaper) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    reported = any(one.verdict for one in record.goals)
    goals = [one.goal for one in record.goals]
    blocks = [
        *opening(record.head, TITLE, _asked(record), "Request"),
        *(progress_table(record.goals) if reported else goal_table(goals)),
        *measure_table(record.measures),
        *prose("Assessment", record.assessment),
        *prose("Remarks", record.note),
        *signatures("", ("Therapist", record.head.therapist)),
    ]
    return lay_out(record.head, blocks, TITLE)


def _asked(record: RequestPaper) -> list[Field]:
    days = [f"from {us_date(record.since)}" if record.since else ""]
    days.append(f"to {us_date(record.until)}" if record.until else "")
    fields = [
        ("To", record.contact),
        ("Request for", _VISITS.format(record.visits) if record.visits else ""),
        ("Units", str(record.units) if record.units else ""),
        ("Codes", ", ".join(record.codes)),
        ("Days", " ".join(day for day in days if day)),
        ("Treatment", record.treatment),
        ("Frequency", frequency_words(record.phases) if record.phases else ""),
        ("Visits so far", str(record.visits_done)),
        ("Authorised so far", record.visits_authorised),
        ("Reference", record.authorisation),
        ("Asked on", us_date(record.asked_on)),
    ]
    return [(label, value) for label, value in fields if value]


_VISITS = "{} visits"
