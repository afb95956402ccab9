"""A session with its bill as the note coach needs it, and the coach's answer; pure."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from core.model.day_facts import EngineFacts
from core.model.session import Note, SessionRecord
from core.notes.advice import Advice, advise
from core.notes.coach import CoachBook, Visit
from core.rules.codes import Basis

if TYPE_CHECKING:
    from core.model.bill import Bill
    from core.notes.alerts import EarlierNote
    from core.notes.lexicon import Lexicon
    from core.rules.rulebook import RuleBook

_DISTINCT = "distinct"  # the group of 59 and the X modifiers


@dataclass(frozen=True, slots=True)
class Coach:
    """What the coach knows besides the note: words, elements, and notes to compare with."""

    lexicon: Lexicon
    book: CoachBook
    earlier: tuple[EarlierNote, ...] = ()
    sex: str = ""


def parts_of(note: Note) -> tuple[str, ...]:
    """A note's four parts in their order."""
    return astuple(note)


def visit_of(
    record: SessionRecord, bill: Bill, facts: EngineFacts, book: RuleBook, sex: str = ""
) -> Visit:
    """What is known of a session besides its note."""
    services = tuple(one for one in record.services if one.code not in facts.own_items)
    timed = {one.code for one in services if _is_timed(book, one.code)}
    distinct = tuple(
        line.code
        for line in bill.lines
        if any(book.modifier_groups.get(word) == _DISTINCT for word in line.modifiers)
    )
    return Visit(
        day=record.date,
        discipline=record.discipline.value,
        sex=sex,
        services=services,
        timed=frozenset(timed),
        modifiers={line.code: line.modifiers for line in bill.lines},
        distinct=distinct,
        wanted=book.day_rules(record.profile, record.date).note.wanted,
        plan_on_file=_plan_on_file(facts, record),
        regions=book.regions,
    )


def advice_on(
    record: SessionRecord, bill: Bill, facts: EngineFacts, book: RuleBook, coach: Coach
) -> Advice:
    """What the coach says of a session's note as it stands."""
    visit = visit_of(record, bill, facts, book, coach.sex)
    return advise(parts_of(record.note), visit, coach.earlier, coach.lexicon, coach.book)


def _is_timed(book: RuleBook, code: str) -> bool:
    entry = book.codes.get(code)
    return entry is not None and entry.basis is Basis.TIMED


def _plan_on_file(facts: EngineFacts, record: SessionRecord) -> bool:
    plan = facts.plan
    if plan is None:
        return False
    return plan.certified_to is None or plan.certified_to >= record.date
