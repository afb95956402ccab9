"""Findings and sums of an audit as JSON values."""

from __future__ import annotations

from core.audit.findings import Finding
from core.audit.rates import Rate, rates
from core.audit.totals import Tally, Totals
from core.audit.way_rates import WayRate, way_rates
from core.model.money import format_cents
from core.services.file_audit import FileAudit


def finding_to_json(one: Finding) -> dict[str, object]:
    """One finding; an amount that is not known is null, the patient's key is left out."""
    return {
        "id": one.encounter or None,
        "row": one.row or None,
        "date": one.date.isoformat(),
        "check": one.check.value,
        "direction": one.direction.value,
        "reason": one.reason,
        "code": one.code,
        "units": one.units,
        "amount": None if one.cents is None else amount(one.cents),
        "clinician": one.clinician,
        "payer": one.payer_name or one.payer,
        "profile": one.payer,
        "message": one.message,
        "fix": one.fix,
        "cite": one.cite,
        "from": one.since.isoformat() if one.since else None,
        "evidence": [{"start": p.start, "end": p.end, "text": p.text} for p in one.proof],
        "like": list(one.like),
    }


def summary_to_json(found: FileAudit, threshold: float) -> dict[str, object]:
    """What the whole comes to; over and under stand apart and are never netted."""
    totals = found.totals
    return {
        "rows": found.rows,
        "rows_in_error": len(found.problems),
        "encounters": totals.encounters,
        "findings": len(found.findings),
        "by_reason": _table(totals, "direction", "check", "reason"),
        "by_payer": _table(totals, "direction", "payer", "check"),
        "by_clinician": _table(totals, "direction", "clinician", "check"),
        "by_quarter": _table(totals, "direction", "quarter", "check"),
        "minutes": totals.ledger(),
        "threshold": threshold,
        "rates": [_rate(one) for one in rates(totals, threshold)],
        "billed_wrong": [_way_rate(one) for one in way_rates(totals)],
        "assumed": list(found.assumptions),
        "columns": found.columns.to_json(),
    }


def amount(cents: int) -> str:
    """Cents as a plain amount."""
    return format_cents(cents).replace("$", "").replace(",", "")


def _table(totals: Totals, *parts: str) -> list[dict[str, object]]:
    grouped = totals.by(lambda cell: tuple(str(getattr(cell, part)) for part in parts))
    return [dict(zip(parts, key, strict=True)) | _tally(t) for key, t in grouped.items()]


def _tally(tally: Tally) -> dict[str, object]:
    cents = tally.known_cents
    return {
        "findings": tally.findings,
        "units": tally.units,
        "amount": None if cents is None else amount(cents),
        "without_amount": tally.unpriced,
    }


def _rate(one: Rate) -> dict[str, object]:
    return {
        "check": one.check,
        "clinician": one.clinician or None,
        "errors": one.errors,
        "charts": one.charts,
        "low": round(one.interval.lower, 4),
        "high": round(one.interval.upper, 4),
        "method": one.interval.method.value,
        "light": one.verdict.light.value,
        "more_needed": one.verdict.more_needed,
    }


def _way_rate(one: WayRate) -> dict[str, object]:
    """Over or under; only the share of sessions has an interval, and what is not known is null."""
    return {
        "check": one.check,
        "clinician": one.clinician or None,
        "direction": one.direction.value,
        "sessions": one.errors,
        "of_sessions": one.charts,
        "low": round(one.interval.lower, 4),
        "high": round(one.interval.upper, 4),
        "method": one.interval.method.value,
        "units": one.units,
        "of_units": one.billed_units,
        "unit_share": _rounded(one.unit_share),
        "amount": None if one.cents is None else amount(one.cents),
        "of_amount": None if one.billed_cents is None else amount(one.billed_cents),
        "amount_share": _rounded(one.cents_share),
        "without_amount": one.unpriced,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
