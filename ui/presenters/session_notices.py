"""The act of stating a notice (ABN) for lines of one session: pure, without Qt.

Each choice is tried out on the bill first, so that a person sees each line before and after.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.model.bill import Bill
from core.model.day_facts import EngineFacts
from core.model.kinds import Severity
from core.model.session import SessionRecord
from core.model.statements import Attestation, StatementKind
from core.rules.rulebook import RuleBook
from core.services.billing import bill_for
from ui.presenters.session_acts import NOBODY, Act, ActKind, line_words, with_said


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One thing a person may state, the modifiers that say so, and what follows."""

    modifier: str
    words: str
    meaning: str


KINDS = (
    NoticeKind(
        "GA",
        "GA: a required ABN was given and signed",
        "Medicare is expected to find this not medically necessary; the patient then pays.",
    ),
    NoticeKind(
        "GZ",
        "GZ: a denial is expected, and no ABN was signed",
        "The line is denied and the patient may not be asked to pay.",
    ),
    NoticeKind(
        "GX GY",
        "GX GY: a voluntary ABN was given for an excluded service",
        "Medicare never covers this service; the patient was told in writing and pays.",
    ),
    NoticeKind(
        "GY",
        "GY: the service is excluded, no ABN needed",
        "Medicare never covers this service; the line is sent for a denial and the patient pays.",
    ),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """Each line before and after; `problem` says why the statement cannot stand as chosen."""

    changes: dict[str, str]
    problem: str
    act: Act


def takes_notices(record: SessionRecord, book: RuleBook) -> bool:
    """Whether the payer of the day reads the modifiers of notices: traditional Medicare only."""
    return book.day_rules(record.profile, record.date).claim.medicare_notices


def lines_of(record: SessionRecord, facts: EngineFacts, book: RuleBook) -> dict[str, str]:
    """The codes a notice can be about, each with what the bill holds of it now."""
    bill = bill_for(record, facts, book)
    shown = line_words(bill)
    codes = dict.fromkeys(one.code for one in record.services if one.code in book.codes)
    return {code: shown.get(code, "not billed") for code in codes}


def preview(
    record: SessionRecord,
    facts: EngineFacts,
    book: RuleBook,
    modifier: str,
    codes: tuple[str, ...],
) -> Preview:
    """What stating a notice for these lines would do."""
    said = Attestation(StatementKind.NOTICE, codes, modifier, "", NOBODY)
    before = bill_for(record, facts, book)
    after = bill_for(with_said(record, said), facts, book)
    was, now = line_words(before), line_words(after)
    changes = {
        code: f"{was.get(code, 'not billed')} → {now.get(code, 'not billed')}" for code in codes
    }
    act = Act(ActKind.STATE, f"stating {modifier}", "", said)
    return Preview(changes, _problem(before, after, modifier, codes), act)


def _problem(before: Bill, after: Bill, modifier: str, codes: tuple[str, ...]) -> str:
    """Why nothing would change, or the first contradiction that would come up."""
    known = set(before.alerts)
    for alert in after.alerts:
        if alert.severity is Severity.ERROR and alert not in known:
            return f"{alert.message} {alert.fix}"
    carried = {line.code: line.modifiers for line in after.lines}
    for code in codes:
        if not set(modifier.split()) <= set(carried.get(code, ())):
            return f"{code} is not billed, so {modifier} would stand on no line."
    had = {line.code: line.modifiers for line in before.lines}
    for code in codes:
        if set(modifier.split()) <= set(had.get(code, ())):
            return f"{code} carries {modifier} already."
    return ""
