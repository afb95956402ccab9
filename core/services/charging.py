"""What a completed encounter costs: its bill's lines at the practice's fees of that day."""

from __future__ import annotations

from dataclasses import replace

from core.model.bill import Bill
from core.model.charge import Charge
from core.model.encounter import Service
from core.model.practice import Fee
from core.model.session import SessionRecord


def charges_of(
    record: SessionRecord, bill: Bill, fees: tuple[Fee, ...], old: tuple[Charge, ...]
) -> tuple[Charge, ...]:
    """Charges in the order of the bill, then own cash items; discounts given before stay."""
    prices = {fee.code: fee for fee in fees}
    discounts = {charge.code: charge.discount_cents for charge in old}
    pointers = _pointers(record)
    fresh = [
        Charge(
            code=line.code,
            units=line.units,
            fee_cents=prices[line.code].amount_cents if line.code in prices else None,
            modifiers=line.modifiers,
            minutes=line.minutes,
            pointers=pointers.get(line.code, ""),
        )
        for line in bill.lines
        if line.units
    ]
    billed = {line.code for line in bill.lines}
    fresh += [
        _cash_item(service, prices[service.code])
        for service in record.services
        if service.code not in billed and _is_cash_item(service, prices)
    ]
    return tuple(_with_discount(charge, discounts.pop(charge.code, 0)) for charge in fresh)


def _is_cash_item(service: Service, prices: dict[str, Fee]) -> bool:
    return service.code in prices and prices[service.code].is_cash_item


def _cash_item(service: Service, fee: Fee) -> Charge:
    return Charge(
        code=service.code,
        units=1 if service.units is None else service.units,
        fee_cents=fee.amount_cents,
        minutes=service.total_minutes,
    )


def _pointers(record: SessionRecord) -> dict[str, str]:
    """Diagnosis letters by code: those of all its rows, each once, at most four."""
    found: dict[str, str] = {}
    for service, letters in zip(record.services, record.pointers, strict=False):
        both = dict.fromkeys(found.get(service.code, "") + letters)
        found[service.code] = "".join(both)[:4]
    return found


def _with_discount(charge: Charge, discount: int) -> Charge:
    most = charge.amount_cents or 0
    return replace(charge, discount_cents=min(discount, most))
