"""Asked for each session: the smaller units, or the first payer's, each with its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

from core.library.rulebook import load_rulebook
from core.model.day_facts import EngineFacts
from core.model.encounter import Service
from core.model.kinds import Discipline, SecondaryRule
from core.model.session import SessionRecord
from core.rules.secondary import ALERT
from core.services.billing import bill_for
from ui.presenters.session_acts import acts_of_bill, refused_by, say_standing, with_said

BOOK = load_rulebook()
AT = datetime(2026, 3, 10, 14, 2, tzinfo=UTC)
RECORD = SessionRecord(
    1, date(2026, 3, 10), Discipline.PT, 1, "medicare-part-b",
    services=(Service("97110", 20), Service("97140", 20)),
)  # fmt: skip
FACTS = EngineFacts(secondary="generic-commercial", secondary_rule=SecondaryRule.ASK)


def asked(record=RECORD):
    bill = bill_for(record, FACTS, BOOK)
    acts = acts_of_bill(bill, record, FACTS, BOOK)
    return bill, next(((alert, acts[alert]) for alert in acts if alert.id == ALERT), None)


def said(act, reason="Crossover claim"):
    return with_said(RECORD, replace(act.said, reason=reason, actor="Dana", at=AT))


def test_both_answers_are_offered_with_what_they_change():
    _, (_, acts) = asked()
    assert [act.words for act in acts] == [
        "Bill the smaller units …",
        "Stay with the first payer …",
    ]
    assert [act.change for act in acts] == ["97110: 2 units GP → 1 unit GP", ""]


def test_the_smaller_units_are_billed_once_a_person_says_so():
    _, (_, acts) = asked()
    record = said(acts[0])
    bill, left = asked(record)
    assert ([line.units for line in bill.lines], left) == ([1, 1], None)
    words = say_standing(record.refusals[0])
    assert words.startswith("The smaller units are billed: Crossover claim (Dana, ")


def test_staying_keeps_the_units_and_answers_the_question():
    _, (_, acts) = asked()
    record = said(acts[1])
    bill, (same, _) = asked(record)
    assert [line.units for line in bill.lines] == [2, 1]
    assert refused_by(same, record).reason == "Crossover claim"
    assert say_standing(record.refusals[0]).startswith("The first payer's units are billed")
