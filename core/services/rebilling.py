"""Open sessions that would bill differently once other tables are in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.model.bill import Bill
from core.model.encounter import Encounter
from core.rules.engine import evaluate
from core.rules.rulebook import RuleBook


class Rebilled(NamedTuple):
    """One encounter under the tables before and after."""

    encounter: Encounter
    before: Bill
    after: Bill


def rebilled(
    encounters: Iterable[Encounter], before: RuleBook, after: RuleBook
) -> Iterator[Rebilled]:
    """The encounters whose lines, amounts or alerts change, in the order they come.

    Takes and gives them one at a time, so that a caller may stop or show progress between.
    """
    for encounter in encounters:
        old, new = evaluate(encounter, before), evaluate(encounter, after)
        if _claim(old) != _claim(new):
            yield Rebilled(encounter, old, new)


def _claim(bill: Bill) -> object:
    """What of a bill a person acts on: not its trace, nor the names of the tables."""
    alerts = sorted((alert.id, alert.severity, alert.codes) for alert in bill.alerts)
    not_billed = [(item.code, item.reason) for item in bill.not_billed]
    return bill.lines, not_billed, alerts
