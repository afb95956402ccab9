"""The corrected claim of an overpayment: what changes, then the claim as it is to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.claims.changes import ChangeKind, LineChange
from core.claims.claim import ClaimSet
from core.claims.facts import ClaimLine, Resubmission, ResubmissionKind
from core.model.money import format_cents
from core.reports.claim_sheet import Mark, claim_blocks
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks, text_block
from core.reports.page import BODY, LEFT, RIGHT, STRONG, Block, Pdf, space
from core.reports.superbill_record import BillingProvider, Insurance, Notice, Person, us_date
from core.reports.superbill_sheet import Field, letterhead
from core.reports.superbill_sheet import lay_out as deal_out

TITLE = "Corrected claim"
_SUBTITLE = "Before and after, and the items to send again"
_WITHDRAWN = "withdrawn"
_NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class CorrectedClaim:
    """One session's claim as it is sent again; the same record gives the same bytes.

    `changes` hold each line as billed and as it is now. `completed_again` is the day on which the
    session was completed after the audit, so that what was billed is told by the finding; None
    where the bill that was judged is still kept. `why` is what the audit found.
    """

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    insurance: Insurance
    day: date
    claims: ClaimSet
    changes: tuple[LineChange, ...]
    resubmission: Resubmission
    found_on: date
    why: str
    completed_again: date | None = None
    notice: Notice | None = None

    @property
    def voids(self) -> bool:
        """Whether the sent claim is withdrawn as a whole."""
        return self.resubmission.kind is ResubmissionKind.VOID


def build(record: CorrectedClaim) -> Pdf:
    """Draw the corrected claim; the same record gives the same bytes."""
    blocks = [
        letterhead(record.billing, TITLE, _SUBTITLE, _facts(record)),
        space(10),
        text_block(_opening(record), BODY),
        space(8),
        *_changes(record),
        *_reason(record),
        *claim_blocks(record.claims, _marks(record)),
    ]
    return deal_out(record, blocks, TITLE)


def _facts(record: CorrectedClaim) -> list[Field]:
    return [
        ("Number", str(record.number)),
        ("Issued", us_date(record.issued_on)),
        ("Patient", record.patient.full_name),
        ("Date of service", us_date(record.day)),
        ("Payer", record.insurance.payer),
        ("Payer’s number", record.resubmission.reference),
    ]


def _opening(record: CorrectedClaim) -> str:
    reference = record.resubmission.reference
    if record.voids:
        return (
            f"Claim {reference} is withdrawn as a whole (item 22, void). It is sent again with the"
            " lines that were billed, so that the payer takes back what it paid for them."
        )
    return (
        f"Claim {reference} is replaced (item 22, replacement). It is sent again with all lines of"
        " the session as today’s rules and record bill them; this table tells what differs."
    )


_CHANGES = (
    Column("Code", LEFT, 40, STRONG),
    Column("Billed: modifiers", LEFT + 48, 88),
    Column("Units", LEFT + 168, 30, figure=True),
    Column("$", LEFT + 226, 52, figure=True),
    Column("Corrected: modifiers", LEFT + 246, 98),
    Column("Units", LEFT + 376, 30, figure=True),
    Column("$", LEFT + 436, 52, figure=True),
    Column("What changes", LEFT + 452, RIGHT - LEFT - 452, STRONG),
)


_TITLES = {False: "What was billed, and what is right", True: "What was billed and is withdrawn"}


def _changes(record: CorrectedClaim) -> list[Block]:
    rows = [_row(one, record.voids) for one in record.changes]
    rows.append(
        (
            "In all", "", "", _sum(one.before for one in record.changes),
            "", "", _sum(one.after for one in record.changes), "",
        )
    )  # fmt: skip
    blocks = table_blocks(_TITLES[record.voids], _CHANGES, rows)
    if record.completed_again is None:
        return blocks
    told = (
        f"The session was completed again on {us_date(record.completed_again)}, so what was billed"
        " is told by the audit’s finding: check it against the claim that was sent."
    )
    return [*blocks[:-1], *note_blocks([told]), blocks[-1]]


def _row(one: LineChange, voids: bool) -> tuple[str, ...]:
    kind = _WITHDRAWN if voids else one.kind.value
    return (one.code, *_side(one.before), *_side(one.after), kind)


def _side(line: ClaimLine | None) -> tuple[str, str, str]:
    if line is None:
        return "–", "–", "–"
    return " ".join(line.modifiers) or "none", str(line.units), _amount(line.charge_cents)


def _amount(cents: int | None) -> str:
    return _NOT_KNOWN if cents is None else format_cents(cents, sign="")


def _sum(lines: Iterable[ClaimLine | None]) -> str:
    cents = [line.charge_cents for line in lines if line is not None]
    known = [one for one in cents if one is not None]
    return format_cents(sum(known), sign="") if len(known) == len(cents) else _NOT_KNOWN


def _reason(record: CorrectedClaim) -> list[Block]:
    said = f"Found on {us_date(record.found_on)} in a review of our own records: {record.why}"
    return [text_block("Why", STRONG), text_block(said, BODY), space(4)]


def _marks(record: CorrectedClaim) -> frozenset[Mark]:
    if record.voids:
        return frozenset()
    return frozenset(
        (one.after.code, one.after.modifiers, one.after.units)
        for one in record.changes
        if one.after is not None and one.kind is not ChangeKind.SAME
    )
