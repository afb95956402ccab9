"""Short words for the tests of the rule book: an encounter in one line, its alerts by name."""

from datetime import date

from core.library.rulebook import load_rulebook
from core.model.bill import Alert, Bill
from core.model.encounter import Encounter, Interval, Service
from core.model.kinds import Discipline, Severity
from core.rules.engine import evaluate
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
