"""Short words for the tests of the rule book: an encounter in one line, its alerts by name."""

from dataclasses import replace
from datetime import date

from core.library.rulebook import load_rulebook
from core.model.bill import Alert, Bill
from core.model.encounter import Encounter, Interval, Service
from core.model.kinds import Discipline, Severity
from core.rules.engine import evaluate
from core.rules.parameters import Confidence, DatedValue, Parameter
from core.rules.rulebook import RuleBook

IN_QUARTER = date(2024, 7, 1)
TODAY = date(2026, 3, 10)
PART_B = "medicare-part-b"


def bill(
    *services: Service,
    day: date = IN_QUARTER,
    payer: str = PART_B,
    discipline: Discipline = Discipline.PT,
    book: RuleBook | None = None,
    **more: object,
) -> Bill:
    return evaluate(Encounter(day, payer, discipline, services, **more), book or load_rulebook())


def at(code: str, start: int, minutes: int = 15, **more: object) -> Service:
    """A service with clock times, in minutes after midnight."""
    return Service(code, minutes, intervals=(Interval(start, start + minutes),), **more)


def alerts(found: Bill, id: str) -> list[Alert]:
    return [alert for alert in found.alerts if alert.id == id]


def severities(found: Bill, id: str) -> list[Severity]:
    return [alert.severity for alert in alerts(found, id)]


def modifiers(found: Bill) -> dict[str, tuple[str, ...]]:
    return {line.code: line.modifiers for line in found.lines}


def with_values(payer: str, **values: object) -> RuleBook:
    """The shipped book, the payer's profile holding a practice's own values."""
    shipped = load_rulebook()
    profile = shipped.profiles[payer]
    own = {
        key: Parameter(
            key, (DatedValue(date(2020, 1, 1), None, value, "", "the contract", Confidence.HIGH),)
        )
        for key, value in values.items()
    }
    changed = replace(profile, parameters={**profile.parameters, **own})
    return replace(shipped, identity="own", profiles={**shipped.profiles, payer: changed}, _days={})
