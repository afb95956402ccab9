"""Which sessions that are still to be billed would bill differently under another rule book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.model.money import plain_cents
from core.rules.engine import evaluate
from core.store import encounters, open_encounters

if TYPE_CHECKING:
    from core.model.bill import Bill
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice

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


def bills_that_differ(
    p: OpenPractice, before: RuleBook, after: RuleBook
) -> tuple[SessionDifference, ...]:
    """Drafts and complete sessions without a superbill whose two bills are not alike.

    Lines, modifiers, amounts, what is not billed and alerts are compared, for each session by
    itself; wording is not.
    """
    if before.identity == after.identity:
        return ()
    found = []
    for open_one in open_encounters.to_be_billed(p.file.db, MOST):
        record = encounters.get(p.file.db, open_one.id)
        if record is None or not record.services:
            continue
        asked = record.to_engine()
        old, new = _parts(evaluate(asked, before)), _parts(evaluate(asked, after))
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
