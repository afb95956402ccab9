"""Keeps the bills of one patient's day true to each other, so that no unit is billed twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.errors import UserProblem
from core.model.bill_json import bill_to_json
from core.model.kinds import EncounterState, Severity
from core.model.session import SessionRecord
from core.services.billing import bill_for
from core.services.charging import charges_of
from core.services.engine_facts import facts_for
from core.services.permissions import inner
from core.store import bills, charges, day_rows, encounters, fees, signatures

if TYPE_CHECKING:
    from core.model.bill import Bill
    from core.services.practice import OpenPractice
    from core.store.unit_of_work import UnitOfWork


@inner
def count_day_anew(p: OpenPractice, work: UnitOfWork, *around: SessionRecord | None) -> None:
    """Bill again whatever shares a day and coverage with the records, in the same change.

    `around` are the encounter as it is now, then as it was; the ids of bills that changed stand
    in the change's audit row. A signed bill is never changed: raises UserProblem when what is
    completed beside it would need that.
    """
    known = [one for one in around if one is not None]
    changed: list[int] = []
    for was in known:
        for number in _beside(work, was):
            if number not in changed and _count(p, work, number, known[0]):
                changed.append(number)
    if changed:
        work.detail["billed_anew"] = changed


def _beside(work: UnitOfWork, record: SessionRecord) -> tuple[int, ...]:
    return day_rows.beside(work.db, record.patient_id, record.date, record.coverage_id, record.id)


def _count(p: OpenPractice, work: UnitOfWork, number: int, cause: SessionRecord) -> bool:
    other = encounters.get(work.db, number)
    if other is None:
        return False
    signed = signatures.sealing(work.db, number)
    if signed is not None:
        _leave_signed(p, work, other, cause)
        return False
    if (other.date, other.discipline) == (cause.date, cause.discipline) and cause.choose:
        other = replace(other, choose={**other.choose, **cause.choose})
        day_rows.set_choices(work.db, number, dict(other.choose))
    bill = bill_for(other, facts_for(p, other), p.book)
    body = bill_to_json(bill, str(number))
    if body == bills.get(work.db, number):
        return False
    bills.put(work.db, number, body)
    alerts = sum(alert.severity is not Severity.NOTE for alert in bill.alerts)
    day_rows.set_bill_summary(work.db, number, bill.total_units, alerts, bill.rulebook)
    if other.state is EncounterState.COMPLETE:
        _charge(work, other, bill)
    return True


def _leave_signed(
    p: OpenPractice, work: UnitOfWork, other: SessionRecord, cause: SessionRecord
) -> None:
    """A signed bill stays; refuses to bill beside it what would make it wrong."""
    number = other.id or 0
    fresh = bill_to_json(bill_for(other, facts_for(p, other), p.book), str(number))
    if _claim(fresh) == _claim(bills.get(work.db, number) or {}):
        return
    if cause.state is EncounterState.COMPLETE:
        raise UserProblem(
            "Another session of this patient and day is signed, and its bill would have to change"
            " with this one. Nothing was changed. Have an owner open the signed session again,"
            " complete this one, then sign both."
        )
    work.detail["signed_left"] = [*work.detail.get("signed_left", ()), number]


def _claim(body: dict[str, Any]) -> list[tuple[object, ...]]:
    """What of a bill a payer would see: codes, units and modifiers."""
    return [(one["code"], one["units"], *one["modifiers"]) for one in body.get("lines", ())]


def _charge(work: UnitOfWork, record: SessionRecord, bill: Bill) -> None:
    number = record.id or 0
    old = charges.of_encounter(work.db, number)
    own = record.own_services(fees.own_items(work.db))
    fresh = charges_of(record, bill, own, fees.list_on(work.db, record.date))
    if fresh != old:
        charges.put(work.db, number, fresh, work.now)
