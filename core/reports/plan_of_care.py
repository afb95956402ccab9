"""The plan of care as it goes to the referring provider to be certified."""

from __future__ import annotations

from core.reports.care_record import PlanPaper
from core.reports.care_sheet import (
    frequency_words,
    goal_table,
    opening,
    prose,
    signatures,
    small,
)
from core.reports.encounter_explained_tables import title_block
from core.reports.page import Block, Pdf, space
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, lay_out

TITLE = "Plan of care"


def build(record: PlanPaper) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    blocks = [
        *opening(record.head, TITLE, plan_facts(record)),
        *prose("Evaluation in brief", record.summary),
        *goal_table(record.goals),
        *_on_file(record),
        *_sign(record),
    ]
    return lay_out(record.head, blocks, TITLE)


def plan_facts(record: PlanPaper) -> list[Field]:
    """What the plan says in fields: days, type, amount, frequency, duration, by whom."""
    head, ends = record.head, record.ends_on
    amount = record.sessions_a_day
    fields = [
        ("Begins", us_date(head.plan_starts_on)),
        ("First treatment", us_date(head.first_treatment) if head.first_treatment else ""),
        ("Type", record.treatment or "Not recorded"),
        ("Amount", f"{amount} session{'' if amount == 1 else 's'} a day"),
        ("Frequency", frequency_words(record.phases)),
        ("Duration", f"to {us_date(ends)}, {record.planned_visits} visits" if ends else ""),
        ("Established", us_date(record.established_on) if record.established_on else ""),
        ("Established by", head.therapist or "Not recorded"),
        ("Access", "Direct access, without an order" if record.direct_access else ""),
        ("Order on file", record.order),
    ]
    return [(label, value) for label, value in fields if value]


def _on_file(record: PlanPaper) -> list[Block]:
    if not record.signatures:
        return []
    said = [small(line) for line in record.signatures]
    return [title_block("Certifications on file"), *said, space(9)]


def _sign(record: PlanPaper) -> list[Block]:
    by, therapist = record.head.referral, ("Therapist", record.head.therapist)
    if record.certify_to is None and record.signatures:  # signed for as long as it lasts
        return signatures("", therapist)
    until = us_date(record.certify_to) if record.certify_to else "____________"
    since = us_date(record.certify_from or record.head.plan_starts_on)
    statement = (
        "By signing I certify that I have looked through this plan of care and that the patient,"
        f" who is in my care, needs these services from {since} to"
        f" {until}."
    )
    return signatures(
        statement,
        ("Physician or non-physician practitioner", by.name if by else ""),
        therapist,
    )
