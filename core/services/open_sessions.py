"""Which sessions that are still to be billed would bill differently under another rule book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.model.money import plain_cents
from core.model.permissions import Permission
from core.services.billing import bill_for
from core.services.engine_facts import facts_for
from core.services.permissions import needs
from core.store import encounters, open_encounters
from core.store.open_encounters import OpenEncounter

if TYPE_CHECKING:
    from core.model.bill import Bill
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice

__all__ = ["OpenEncounter", "SessionDifference", "bills_that_differ", "to_be_billed"]

MOST = 500  # the newest ones; a practice that has more open has other worries


@dataclass(frozen=True, slots=True)
class SessionDifference:
    """One session that would bill differently, and how, in words without notes or minutes."""

    id: int
    patient_id: int
    patient_name: str
    date: date
    before: str
    after: str


@needs(Permission.REFERENCE_IMPORT)
def to_be_billed(p: OpenPractice) -> tuple[OpenEncounter, ...]:
    """Drafts, planned visits and complete sessions without a superbill, the newest first."""
    return open_encounters.to_be_billed(p.file.db, MOST)


@needs(Permission.REFERENCE_IMPORT)
def bills_that_differ(
    p: OpenPractice, before: RuleBook, after: RuleBook, some: tuple[OpenEncounter, ...]
) -> tuple[SessionDifference, ...]:
    """Those sessions whose bills under the two rule books are not alike.

    Lines, modifiers, amounts, what is not billed and alerts are compared; wording is not.
    """
    if before.identity == after.identity:
        return ()
    found = []
    for open_one in some:
        record = encounters.get(p.file.db, open_one.id)
        if record is None or not record.services:
            continue
        facts = facts_for(p, record)
        old, new = (_parts(bill_for(record, facts, book)) for book in (before, after))
        if old != new:
            found.append(
                SessionDifference(
                    open_one.id,
                    open_one.patient_id,
                    open_one.patient_name,
                    record.date,
                    _only(old, new) or "nothing of this",
                    _only(new, old) or "no longer",
                )
            )
    return tuple(found)


def _parts(bill: Bill) -> tuple[str, ...]:
    lines = [
        " ".join((f"{line.code} × {line.units}", *line.modifiers, _amount(line.allowed_cents)))
        for line in bill.lines
    ]
    gone = [f"{one.code} not billed ({one.reason})" for one in bill.not_billed]
    alerts = [
        f"{alert.severity.value}: {alert.id} {' '.join(alert.codes)}".rstrip()
        for alert in bill.alerts
    ]
    return tuple(part.strip() for part in (*lines, *gone, *alerts))


def _amount(cents: int | None) -> str:
    return "" if cents is None else f"${plain_cents(cents)}"


def _only(these: tuple[str, ...], those: tuple[str, ...]) -> str:
    return "; ".join(part for part in these if part not in those)
