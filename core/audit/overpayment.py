"""The clock of money that was taken without right: when it has to be given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.audit.audit_rules import AuditRules
from core.rules.days import years_after
from core.rules.parameters import DatedValue


@dataclass(frozen=True, slots=True)
class ReturnClock:
    """Dates of one overpayment; each is None where no rule is known for it.

    `due` is the last day to report and return. `investigate_until` is the last day that a
    good-faith investigation can hold the clock. `look_back_to` is how far back payments count.
    """

    due: date | None
    investigate_until: date | None
    look_back_to: date | None
    cites: tuple[str, ...]


def return_clock(
    found_on: date, rules: AuditRules, began: date | None = None, ended: date | None = None
) -> ReturnClock:
    """The clock from the day it was identified; an investigation from `began` to `ended` holds it.

    While it still runs (`ended` None) the clock is held up to its own last day; what was left of
    the days to return then runs on.
    """
    days = rules.value("overpayments.return_days", found_on)
    most = rules.value("overpayments.investigation_days", found_on)
    years = rules.value("overpayments.look_back_years", found_on)
    cites = tuple(one.cite for one in (days, most, years) if isinstance(one, DatedValue))
    until = found_on + timedelta(most.number) if isinstance(most, DatedValue) else None
    due = found_on + timedelta(days.number) if isinstance(days, DatedValue) else None
    if due is not None and until is not None and began is not None and found_on <= began <= due:
        resumed = min(ended or until, until)
        due = max(resumed, began) + (due - began)
    back = years_after(found_on, -years.number) if isinstance(years, DatedValue) else None
    return ReturnClock(due, until, back, cites)
