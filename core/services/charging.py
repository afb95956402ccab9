"""What a completed encounter costs: its bill's lines at the practice's fees of that day."""

from __future__ import annotations

from core.model.bill import Bill
from core.model.charge import Charge
from core.model.encounter import Service
from core.model.practice import Fee
from core.model.session import SessionRecord, own_count


def charges_of(
    record: SessionRecord, bill: Bill, own: tuple[Service, ...], fees: tuple[Fee, ...]
) -> tuple[Charge, ...]:
    """Charges in the order of the bill, then the own cash items, which no bill holds."""
    prices = {fee.code: fee.amount_cents for fee in fees}
    pointers = _pointers(record)
    billed = tuple(
        Charge(
            code=line.code,
            units=line.units,
            fee_cents=prices.get(line.code),
            modifiers=line.modifiers,
            minutes=line.minutes,
            pointers=pointers.get(line.code, ""),
        )
        for line in bill.lines
        if line.units
    )
    return billed + tuple(
        Charge(
            code=service.code,
            units=own_count(service),
            fee_cents=prices.get(service.code),
            minutes=service.total_minutes,
        )
        for service in own
    )


def _pointers(record: SessionRecord) -> dict[str, str]:
    """Diagnosis letters by code: those of all its rows, each once, at most four."""
    found: dict[str, str] = {}
    for service, letters in zip(record.services, record.pointers, strict=False):
        both = dict.fromkeys(found.get(service.code, "") + letters)
        found[service.code] = "".join(both)[:4]
    return found
