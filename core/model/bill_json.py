"""A bill as plain JSON values, in the shape of the command line's contract."""

from __future__ import annotations

from typing import Any

from core.model.bill import Alert, Bill, BillLine, Choice, NotBilled, Offer, Step
from core.model.money import plain_cents

Json = dict[str, Any]


def bill_to_json(bill: Bill, id: object = None) -> Json:
    """Every key of the contract, always present; amounts are text, never floats."""
    return {
        "id": id,
        "rule": bill.rule,
        "rulebook": bill.rulebook,
        "timed_minutes": bill.timed_minutes,
        "untimed_minutes": bill.untimed_minutes,
        "timed_units": bill.timed_units,
        "lines": [_line(line) for line in bill.lines],
        "not_billed": [_not_billed(item) for item in bill.not_billed],
        "choices": [_choice(choice) for choice in bill.choices],
        "alerts": [_alert(alert) for alert in bill.alerts],
        "ledger": dict(bill.ledger),
        "ledger_value": {bucket: _amount(cents) for bucket, cents in bill.ledger_value},
        "trace": [_step(step) for step in bill.trace],
    }


def _line(line: BillLine) -> Json:
    return {
        "code": line.code,
        "units": line.units,
        "modifiers": list(line.modifiers),
        "minutes": line.minutes,
        "allowed": _amount(line.allowed_cents),
        "expected": _amount(line.expected_cents),
        "patient": _amount(line.patient_cents),
    }


def _amount(cents: int | None) -> str | None:
    return None if cents is None else plain_cents(cents)


def _not_billed(item: NotBilled) -> Json:
    return {
        "code": item.code,
        "minutes": item.minutes,
        "reason": item.reason,
        "cite": item.cite,
        "message": item.message,
    }


def _choice(choice: Choice) -> Json:
    return {
        "unit": choice.number,
        "candidates": list(choice.candidates),
        "chosen": choice.chosen,
        "answered": choice.answered,
        "why": choice.why,
    }


def _alert(alert: Alert) -> Json:
    return {
        "id": alert.id,
        "severity": alert.severity.value,
        "codes": list(alert.codes),
        "message": alert.message,
        "fix": alert.fix,
        "cite": alert.cite,
        "offers": [_offer(offer) for offer in alert.offers],
    }


def _offer(offer: Offer) -> Json:
    return {
        "kind": offer.kind.value,
        "codes": list(offer.codes),
        "modifier": offer.modifier,
        "instead": offer.instead,
    }


def _step(step: Step) -> Json:
    since = step.since
    return {
        "step": step.step,
        "result": step.result,
        "cite": step.cite,
        "from": since.isoformat() if since else None,
    }
