"""Days with a price: services that earn the units wanted, and the lines' amounts."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import Encounter, Service
from core.model.facts import Locality
from core.model.kinds import Discipline
from core.model.money import plain_cents
from core.rules.codes import Basis
from core.rules.engine import evaluate
from core.rules.rulebook import RuleBook

NATIONAL = Locality()
DAY = date(2026, 3, 10)


def service(code: str, units: int) -> Service:
    """Minutes for a timed code, a count for any other."""
    if load_rulebook().codes[code].basis is Basis.TIMED:
        return Service(code, 15 * units)
    return Service(code, 10, units=units)


def bill_of_units(units: dict[str, int], book: RuleBook | None = None, **more: Any) -> Bill:
    facts: dict[str, Any] = {
        "date": DAY,
        "payer": "medicare-part-b",
        "discipline": Discipline.PT,
        "locality": NATIONAL,
        "services": tuple(service(code, number) for code, number in units.items()),
    }
    return evaluate(Encounter(**{**facts, **more}), book or load_rulebook())


def allowed(bill: Bill) -> dict[str, str | None]:
    """Dollars by code; a code on two lines is not expected here."""
    return {
        line.code: None if line.allowed_cents is None else plain_cents(line.allowed_cents)
        for line in bill.lines
    }


def total(bill: Bill) -> Decimal:
    return Decimal(sum(line.allowed_cents or 0 for line in bill.lines)) / 100


def ids(bill: Bill) -> list[str]:
    return [alert.id for alert in bill.alerts]


def unchecked(bill: Bill) -> str:
    return next((step.result for step in bill.trace if step.step == "Not checked"), "")
