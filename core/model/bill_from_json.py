"""The way back from a bill's JSON, for bills that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.model.bill import Alert, Bill, BillLine, Choice, NotBilled, Offer, Step
from core.model.kinds import Severity
from core.model.money import parse_cents
from core.model.statements import OfferKind

Json = Mapping[str, Any]


def bill_from_json(body: Json) -> Bill:
    """The bill that `bill_to_json` wrote.

    Raises KeyError or ValueError for anything else.
    """
    return Bill(
        rule=body["rule"],
        rulebook=body["rulebook"],
        timed_minutes=body["timed_minutes"],
        untimed_minutes=body["untimed_minutes"],
        timed_units=body["timed_units"],
        lines=tuple(_line(line) for line in body["lines"]),
        not_billed=tuple(NotBilled(**item) for item in body["not_billed"]),
        choices=tuple(_choice(choice) for choice in body["choices"]),
        alerts=tuple(_alert(alert) for alert in body["alerts"]),
        ledger=tuple(body["ledger"].items()),
        trace=tuple(_step(step) for step in body["trace"]),
        ledger_value=_values(body),
    )


def _line(line: Json) -> BillLine:
    return BillLine(
        code=line["code"],
        units=line["units"],
        modifiers=tuple(line["modifiers"]),
        minutes=line["minutes"],
        allowed_cents=_amount(line, "allowed"),
        expected_cents=_amount(line, "expected"),
        patient_cents=_amount(line, "patient"),
    )


def _amount(line: Json, key: str) -> int | None:
    """Cents; bills kept before the key came to be do not hold it."""
    found = line.get(key)
    return None if found is None else parse_cents(found, key)


def _values(body: Json) -> tuple[tuple[str, int | None], ...]:
    """The ledger's values; bills kept before there were any hold none."""
    found = body.get("ledger_value", {})
    return tuple((bucket, _amount(found, bucket)) for bucket in found)


def _choice(choice: Json) -> Choice:
    return Choice(
        number=choice["unit"],
        candidates=tuple(choice["candidates"]),
        chosen=choice["chosen"],
        answered=choice["answered"],
        why=choice["why"],
    )


def _alert(alert: Json) -> Alert:
    """An alert; bills kept before offers came to be hold none."""
    return Alert(
        id=alert["id"],
        severity=Severity(alert["severity"]),
        codes=tuple(alert["codes"]),
        message=alert["message"],
        fix=alert["fix"],
        cite=alert["cite"],
        offers=tuple(_offer(offer) for offer in alert.get("offers", ())),
    )


def _offer(offer: Json) -> Offer:
    return Offer(
        kind=OfferKind(offer["kind"]),
        codes=tuple(offer["codes"]),
        modifier=offer["modifier"],
        instead=offer["instead"],
    )


def _step(step: Json) -> Step:
    since = step["from"]
    return Step(
        step=step["step"],
        result=step["result"],
        cite=step["cite"],
        since=date.fromisoformat(since) if since else None,
    )
