"""What an audit's papers say, gathered once and then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.audit.compare import Change
from core.audit.findings import Finding
from core.audit.rates import Rate
from core.audit.sampling import Sample
from core.audit.totals import Totals
from core.model.audits import Review
from core.reports.superbill_record import BillingProvider

COUNSEL = "Prepared at the direction of counsel"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One line of a corrective-action plan: who sees to what until when."""

    check: str
    action: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class AuditPaper:
    """One audit; the same record gives the same bytes.

    `line` says whose line the threshold is. `billing` is None where another system's export was
    audited: `source` then names the file.
    `totals`, `rates` and `findings` are without what was overruled, `overruled` holds that.
    `left_out` counts findings that are in the sums and not in the list, for want of paper.
    `reviews` go by a finding's key; `changes` are against the audit of `against`, an earlier one.
    """

    issued_on: date
    source: str
    first: date | None
    last: date | None
    totals: Totals
    rates: tuple[Rate, ...]
    findings: tuple[Finding, ...]
    threshold: float
    line: str = ""
    billing: BillingProvider | None = None
    code: str = ""
    sample: Sample | None = None
    overruled: tuple[Finding, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    left_out: int = 0
    rows_in_error: int = 0
    assumptions: tuple[str, ...] = ()
    for_counsel: bool = False
    changes: tuple[Change, ...] = ()
    against: tuple[date, date] | None = None
    plan: tuple[PlanStep, ...] = ()

    @property
    def author(self) -> str:
        """Whose paper it is."""
        return self.billing.name if self.billing else "Unitwise"
