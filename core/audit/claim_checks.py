"""Limits, dates and codes: the engine's own alerts, as findings."""

from __future__ import annotations

from core.audit.findings import Check, Direction
from core.audit.look import Look
from core.model.bill import Alert
from core.model.kinds import Severity

_CODES = {
    "unknown-code": "unknown",
    "code-not-in-force": "not-in-force",
    "replaced-code": "replaced",
    "bundled": "bundled",
    "not-payable": "not-payable",
    "cmt-level": "cmt-level",
}
_DATES = {
    "authorisation": Check.AUTHORISATION,
    "certification": Check.CERTIFICATION,
    "progress-report": Check.PROGRESS_REPORT,
    "timely-filing": Check.TIMELY_FILING,
}
_CLOCKS = {"interval-overlap": "overlap", "minutes-mismatch": "differ"}


def check_codes(look: Look) -> None:
    """Codes on the claim that cannot stand there on that day."""
    for alert in _alerts(look):
        reason = _CODES.get(alert.id)
        if reason and any(look.billed_now(code) for code in alert.codes[:1]):
            look.find_alert(Check.CODE, alert, reason)


def check_limits(look: Look) -> None:
    """Medicare's daily limits and the payer's own caps, on the units that were billed."""
    for alert in _alerts(look):
        if not any(look.billed_now(code) for code in alert.codes):
            continue
        if alert.id == "mue":
            beyond = _beyond(look, alert.codes[0])
            sure = alert.severity is Severity.ERROR
            direction = Direction.OVER if sure else Direction.RISK
            look.find_alert(Check.MUE, alert, "limit", direction, beyond)
        elif alert.id == "day-cap":
            look.find_alert(Check.CAP, alert, "cap")


def _beyond(look: Look, code: str) -> int:
    tables = look.shelf.book.day_rules(look.seen.payer, look.seen.date).tables
    table = tables[look.seen.setting].mue
    limit = table.limits.get(code) if table else None
    return max(look.claim_units(code) - limit.units, 0) if limit else 0


def check_dates(look: Look) -> None:
    """Authorisation, plan of care, progress report and filing, as far as facts are given."""
    for alert in _alerts(look):
        check = _DATES.get(alert.id)
        if check and alert.severity is not Severity.NOTE:
            look.find_alert(check, alert, _short(alert))


def _short(alert: Alert) -> str:
    """A word that tells apart two alerts of one kind, from the alert's own first words."""
    words = [word.strip(".,;").lower() for word in alert.message.split()[:4]]
    return "-".join(word for word in words if word.isalpha())


def check_clock_times(look: Look) -> None:
    """Clock times that overlap or do not hold the minutes."""
    for alert in look.performed.alerts if look.performed else ():
        if alert.id in _CLOCKS:
            look.find_alert(Check.CLOCK_TIMES, alert, _CLOCKS[alert.id])


def _alerts(look: Look) -> tuple[Alert, ...]:
    bill = look.judged
    return bill.alerts if bill and look.seen.billed is not None else ()
