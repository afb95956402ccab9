"""One small audit, typed out by hand, for the tests of its papers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.audit.findings import Check, Direction, Finding, Proof
from core.audit.intervals import judge, shown
from core.audit.rates import Rate
from core.audit.sampling import Sample
from core.audit.totals import Count, Place, Totals
from core.model.audits import Review, ReviewVerdict
from core.reports.audit_record import AuditPaper, PlanStep
from tests.reports.people import BILLING, ISSUED

REYES, KIM = "Jordan Reyes, PT", "Alex Kim, PT"
MANUAL = "Medicare Benefit Policy Manual (100-02) ch.15"


def finding(number: int, check: Check, direction: Direction, **changes) -> Finding:
    """A finding of session `number`."""
    values = {
        "check": check,
        "direction": direction,
        "encounter": str(number),
        "date": date(2026, 1, 1 + number),
        "clinician": REYES,
        "payer": "medicare-part-b",
        "payer_name": "Medicare Part B",
        "code": "97140",
        "reason": "more-than-minutes",
        "message": f"97140: fault {number}.",
        "fix": "Correct the claim.",
        "cite": MANUAL,
        "since": date(2010, 1, 1),
        "patient": "41",
    }
    return Finding(**{**values, **changes})


OVER = finding(1, Check.UNITS, Direction.OVER, units=1, cents=2772)
UNDER = finding(2, Check.UNITS, Direction.UNDER, units=2, cents=4200, clinician=KIM)
QUOTED = "Mrs. Okafor says on 2/3/2026 she tolerated it well"
NOTE = finding(3, Check.RESPONSE, Direction.RISK, reason="lacking", proof=(Proof(4, 54, QUOTED),))
FINDINGS = (OVER, UNDER, NOTE)


def rate(check: str, clinician: str, errors: int, charts: int) -> Rate:
    """A rate against 20 per cent."""
    return Rate(check, clinician, errors, charts, shown(errors, charts), judge(errors, charts, 0.2))


def totals() -> Totals:
    """Ten sessions in two quarters; three have a finding."""
    made = Totals(encounters=10, minutes={(REYES, "billed"): 300, (REYES, "rounding"): 21})
    for quarter, who, count in (("2025Q4", REYES, 4), ("2026Q1", REYES, 4), ("2026Q1", KIM, 2)):
        made.places[Place(quarter, "Medicare Part B", who)] = Count(count, count, count)
    for one in FINDINGS:
        made.add_findings([one])
    return made


PAPER = AuditPaper(
    issued_on=ISSUED,
    source="Riverbend Physical Therapy LLC",
    first=date(2025, 10, 1),
    last=date(2026, 3, 31),
    totals=totals(),
    rates=(
        rate("any", "", 3, 10), rate("any", KIM, 1, 2), rate("any", REYES, 2, 8),
        rate("response", "", 1, 10), rate("response", REYES, 1, 8),
        rate("units", "", 2, 10), rate("units", REYES, 1, 8),
    ),
    findings=FINDINGS,
    threshold=0.2,
    billing=BILLING,
    code="97140",
    sample=Sample(7, 76, "ab" * 32, tuple("0123456789"), (((REYES, "medicare"), 50, 8),)),
    reviews={
        OVER.key: Review(
            ReviewVerdict.CONFIRMED, "Minutes read again", "Dana Okafor",
            datetime(2026, 3, 9, tzinfo=UTC),
        )
    },
    plan=(PlanStep("units", "Count minutes by the clock.", "Dana Okafor", date(2026, 4, 9)),),
)  # fmt: skip
