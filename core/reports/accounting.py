"""The accounting of disclosures: what of a record went to whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.disclosure import WAY_WORDS, Disclosure
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks, text_block
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pdf, space
from core.reports.superbill_record import BillingProvider, Notice, Person, us_date
from core.reports.superbill_sheet import Field, lay_out, letterhead, panels

TITLE = "Accounting of disclosures"
_SUBTITLE = "For the patient, 45 CFR 164.528"
_NONE = "No disclosure was recorded in this period."
_FOOT = (
    "Disclosures for treatment, payment and health care operations, to the patient, and by the "
    "patient's authorization need not be recorded (45 CFR 164.528(a)(1)); those that were "
    "recorded stand here all the same.",
)
_COLUMNS = (
    Column("Date", LEFT, 52, STRONG),
    Column("To", LEFT + 58, 142),
    Column("What", LEFT + 208, 130),
    Column("Why", LEFT + 346, 100),
    Column("How", LEFT + 454, RIGHT - LEFT - 454),
)


@dataclass(frozen=True, slots=True)
class AccountingRecord:
    """One patient's disclosures of a period, oldest first. The same record gives the same bytes."""

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    first: date
    last: date
    rows: tuple[Disclosure, ...]
    notice: Notice | None = None


def build(record: AccountingRecord) -> Pdf:
    """Draw the document."""
    facts = [
        ("Number", str(record.number)),
        ("Issued", us_date(record.issued_on)),
        ("From", us_date(record.first)),
        ("Until", us_date(record.last)),
    ]
    rows = [_row(one) for one in record.rows]
    blocks: list[Block] = [
        letterhead(record.billing, TITLE, _SUBTITLE, facts),
        space(10),
        panels(("Patient", _patient(record)), ("Period", _period(record))),
        space(12),
        *(table_blocks("Disclosures", _COLUMNS, rows) if rows else [text_block(_NONE)]),
        space(8),
        *note_blocks(_FOOT),
    ]
    return lay_out(record, blocks, TITLE)


def _patient(record: AccountingRecord) -> list[Field]:
    who = record.patient
    return [
        ("Name", who.full_name),
        ("Date of birth", us_date(who.birth_date)),
        ("Account", who.account_number),
    ]


def _period(record: AccountingRecord) -> list[Field]:
    return [
        ("From", us_date(record.first)),
        ("Until", us_date(record.last)),
        ("Disclosures", str(len(record.rows))),
    ]


def _row(one: Disclosure) -> tuple[str, ...]:
    reached = [one.recipient, one.address, f"Fax {one.fax}" if one.fax else ""]
    to = "\n".join(text for text in reached if text)
    return (us_date(one.disclosed_on), to, one.what, one.purpose, WAY_WORDS[one.way])
