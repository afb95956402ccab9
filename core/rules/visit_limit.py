"""A limit of visits in a year: the plan's own as entered, else the payer's."""

from __future__ import annotations

from datetime import date

from core.model.facts import VisitLimitFacts
from core.model.kinds import Severity
from core.rules.authorisation import ENDING, WRONG
from core.rules.draft import Draft
from core.rules.parameters import DatedValue
from core.rules.wording import plural

ENTERED = "The plan's limit of visits as entered"
_FIX = "Ask the payer whether more visits are covered; else tell the patient before treatment."


def check_visit_limit(draft: Draft) -> None:
    """Count this visit against the limit; what was used elsewhere may not be known."""
    plan, own = draft.encounter.visit_limit, draft.rules.terms.visit_limit
    used = draft.encounter.visits_used
    if plan is not None:
        if used is None:
            draft.unchecked.append("visit limit (visits_used not given)")
        else:
            _judge(draft, used + 1, plan.visits, _plan_words(plan), ENTERED, plan.since)
    elif isinstance(own, DatedValue):
        if used is None:
            draft.unchecked.append("visit limit (visits_used not given)")
        else:
            _judge(draft, used + 1, own.number, own.unit, own.cite, own.since)


def _plan_words(plan: VisitLimitFacts) -> str:
    """`visits of PT + OT in the year from 2026-01-01`."""
    known = "" if plan.looked_up_on else ", as counted here"
    group = " + ".join(plan.disciplines)
    return f"visits of {group} in the year from {plan.since}{known}"


def _judge(draft: Draft, this: int, limit: int, unit: str, cite: str, since: date) -> None:
    draft.say("Visit limit", f"visit {this} of {limit} ({unit})", cite, since)
    codes = tuple(work.code for work in draft.works if work.units)
    if this > limit:
        message = f"The limit is {limit} {unit}; this is visit {this}{_confidence(draft)}."
        draft.alert(WRONG, Severity.WARNING, codes, message, _FIX, cite)
        return
    warn = draft.book.parameter("authorisation.visits_warn", draft.encounter.date)
    if not isinstance(warn, DatedValue) or limit - this > warn.number:
        return
    if this == limit:
        message = f"This is visit {this}, the last of {limit} {unit}."
        draft.alert(ENDING, Severity.WARNING, codes, message, _FIX, cite)
    else:
        left = plural(limit - this, "visit")
        message = f"After this one {left} will be left: the limit is {limit} {unit}."
        draft.alert(ENDING, Severity.NOTE, codes, message, _FIX, cite)


def _confidence(draft: Draft) -> str:
    found = draft.rules.terms.visit_limit
    if draft.encounter.visit_limit is not None or not isinstance(found, DatedValue):
        return ""
    return f" (confidence {found.confidence.value})"
