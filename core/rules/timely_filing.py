"""The last day on which a payer takes a claim."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.model.bill import Step
from core.model.kinds import Severity
from core.rules.days import days_after, years_after
from core.rules.draft import Draft
from core.rules.parameters import DatedValue
from core.rules.profile import is_assumed

_YEAR = "calendar year"
_SATURDAY = 5


class Deadline(NamedTuple):
    """The last day for one day's services, and how the bill says it."""

    last: date
    step: Step


def check_timely_filing(draft: Draft) -> None:
    """Flag a claim whose last day has passed."""
    rule, today = draft.rules.terms.timely_filing, draft.encounter.as_of
    if not isinstance(rule, DatedValue):
        draft.unchecked.append(f"timely filing ({draft.rules.profile.name}'s limit is not known)")
        return
    if today is None:
        draft.unchecked.append("timely filing (the day of filing is not given)")
        return
    key = ("filing", draft.encounter.payer, draft.encounter.date)
    last, step = draft.book.remembered(key, lambda: _deadline(rule, draft.encounter.date))
    draft.trace.append(step)
    if today > last:
        message = f"The last day to file was {step.result}; it is {today}. The payer will deny it."
        fix = (
            "Look for proof of an earlier filing, or write the claim off; do not bill the patient."
        )
        codes = tuple(work.code for work in draft.works if work.units)
        draft.alert("timely-filing", Severity.ERROR, codes, message, fix, rule.cite)


def _deadline(rule: DatedValue, service: date) -> Deadline:
    last = last_filing_day(rule, service)
    assumed = " (assumed)" if is_assumed(rule) else ""
    return Deadline(last, Step("Last day to file", f"{last}{assumed}", rule.cite, rule.since))


def last_filing_day(rule: DatedValue, service: date) -> date:
    """Days after the service, or whole calendar years after it; a weekend moves it to Monday.

    Only the calendar-year rule (42 CFR 424.44) moves the last day; 29 February goes to the 28th.
    """
    if not rule.unit.startswith(_YEAR):
        return days_after(service, rule.number)
    last = years_after(service, rule.number)
    beyond = last.weekday() - _SATURDAY
    return days_after(last, 2 - beyond) if beyond >= 0 else last
