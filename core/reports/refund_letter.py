"""The letter that reports an overpayment to who paid it and gives it back, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.audits import OverpaidLine
from core.model.money import format_cents
from core.reports.care_sheet import signatures
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks, text_block
from core.reports.page import BODY, LEFT, RIGHT, STRONG, Block, Pdf, space
from core.reports.superbill_record import (
    BillingProvider,
    Insurance,
    Notice,
    Person,
    Rendering,
    us_date,
)
from core.reports.superbill_sheet import Field, letterhead
from core.reports.superbill_sheet import lay_out as deal_out

TITLE = "Refund letter"
_SUBTITLE = "Report and return of an overpayment"


@dataclass(frozen=True, slots=True)
class RefundLetter:
    """One overpayment as who paid it is told; the same record gives the same bytes.

    `insurance` None: the patient paid and is written to. `address` are the lines below the
    addressee's name; `why` is what the audit found; `due` is the last day to report
    and return, None where no rule is known; `cites` are the sources of the dates.
    """

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    insurance: Insurance | None
    address: tuple[str, ...]
    day: date
    rendering: Rendering
    found_on: date
    lines: tuple[OverpaidLine, ...]
    why: str
    due: date | None = None
    cites: tuple[str, ...] = ()
    notice: Notice | None = None

    @property
    def total_cents(self) -> int | None:
        """What is given back in all; None where the amount of a line is not known."""
        cents = [line.cents for line in self.lines]
        known = [one for one in cents if one is not None]
        return sum(known) if known and len(known) == len(cents) else None


def build(record: RefundLetter) -> Pdf:
    """Draw the letter; an amount that is not known is left to be filled in."""
    head = letterhead(record.billing, TITLE, _SUBTITLE, _facts(record))
    to = [text_block(line, BODY) for line in (_addressee(record), *record.address)]
    blocks = [
        head,
        space(12),
        *to,
        space(10),
        text_block(_opening(record), BODY),
        space(8),
        *table_blocks("What was billed too high", _LINES, _rows(record)),
        *_reason(record),
        *signatures("", ("For the practice", "")),
    ]
    return deal_out(record, blocks, TITLE)


def _facts(record: RefundLetter) -> list[Field]:
    return [
        ("Number", str(record.number)),
        ("Issued", us_date(record.issued_on)),
        ("Patient", record.patient.full_name),
        ("Date of birth", us_date(record.patient.birth_date)),
        ("Member ID", record.insurance.member_id if record.insurance else "none"),
        ("Account", record.patient.account_number or "none"),
        ("Date of service", us_date(record.day)),
        ("Rendering", record.rendering.name),
    ]


def _addressee(record: RefundLetter) -> str:
    return record.insurance.payer if record.insurance else record.patient.full_name


def _opening(record: RefundLetter) -> str:
    total = record.total_cents
    amount = "the amount below" if total is None else format_cents(total)
    return (
        f"A review of our own records found on {us_date(record.found_on)} that this service was"
        f" billed too high. We report it and return {amount}. {_ASK[record.insurance is not None]}"
    )


_ASK = {
    True: "Please tell us whether you take it from a later payment or by check, and on which form;"
    " a corrected claim follows on request.",
    False: "Please tell us whether you want it by check or set against what is still open.",
}
_LINES = (
    Column("Code", LEFT, 70, STRONG),
    Column("Units too high", LEFT + 190, 90, figure=True),
    Column("Amount ($)", RIGHT, 110, figure=True),
)


def _rows(record: RefundLetter) -> list[tuple[str, str, str]]:
    rows = [(line.code, str(line.units), _amount(line.cents)) for line in record.lines]
    return [*rows, ("In all", "", _amount(record.total_cents))]


def _amount(cents: int | None) -> str:
    return "____________" if cents is None else format_cents(cents, sign="")


def _reason(record: RefundLetter) -> list[Block]:
    blocks = [text_block("Why", STRONG), text_block(record.why, BODY), space(8)]
    if record.due is not None:
        words = f"To be reported and returned by {us_date(record.due)}."
        blocks += [text_block("Until when", STRONG), text_block(words, BODY)]
        blocks += note_blocks([f"Sources: {'; '.join(record.cites)}."] if record.cites else [])
    return [
        *blocks,
        *note_blocks(
            ["Amounts are allowed amounts as this practice computes them, before the patient's"
             " share; the payer's own remittance decides."]
        ),
        space(26),
    ]  # fmt: skip
