"""What the payer has authorised, and its limit of visits."""

from __future__ import annotations

from core.model.facts import AuthorisationFacts
from core.model.kinds import Severity
from core.rules.draft import Draft
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import Need
from core.rules.wording import plural

_ID = "authorisation"
_OWN_FACT = "The authorisation as entered"
_FIX = "Ask the payer for an authorisation that covers this day before billing."


def check_authorisation(draft: Draft) -> None:
    """Flag a visit outside what was authorised, or beyond the payer's limit of visits."""
    facts = draft.encounter.authorisation
    if facts is not None:
        _check_period(draft, facts)
        _check_left(draft, facts)
    elif not is_value(draft.rules.terms.authorisation, Need.NONE):
        needed = is_value(draft.rules.terms.authorisation, Need.NEEDED)
        why = f"; {draft.rules.profile.name} wants one" if needed else ""
        draft.unchecked.append(f"authorisation (not given{why})")
    _check_visits(draft)


def _check_period(draft: Draft, facts: AuthorisationFacts) -> None:
    day = draft.encounter.date
    if facts.since and day < facts.since:
        _alert(draft, f"The authorisation begins on {facts.since}; this visit is on {day}.")
    if facts.until and day > facts.until:
        _alert(draft, f"The authorisation ended on {facts.until}; this visit is on {day}.")


def _check_left(draft: Draft, facts: AuthorisationFacts) -> None:
    """Visits and units left are those before this encounter."""
    units = sum(work.units for work in draft.works)
    if not units:
        return
    if facts.visits_left is not None:
        left = plural(facts.visits_left, "visit")
        draft.say("Authorisation", f"{left} left before this one", _OWN_FACT)
        if facts.visits_left < 1:
            _alert(draft, "No authorised visit is left for this one.")
    if facts.units_left is not None:
        left = plural(facts.units_left, "unit")
        draft.say("Authorisation", f"{left} left, {units} on this bill", _OWN_FACT)
        if units > facts.units_left:
            _alert(draft, f"This bill has {plural(units, 'unit')}; {left} are authorised.")


def _alert(draft: Draft, message: str) -> None:
    codes = tuple(work.code for work in draft.works if work.units)
    draft.alert(_ID, Severity.ERROR, codes, message, _FIX, _OWN_FACT)


def _check_visits(draft: Draft) -> None:
    limit = draft.rules.terms.visit_limit
    if not isinstance(limit, DatedValue):
        return
    used = draft.encounter.visits_used
    if used is None:
        draft.unchecked.append("visit limit (visits_used not given)")
        return
    this = used + 1
    result = f"visit {this} of {limit.number} ({limit.unit})"
    draft.say("Visit limit", result, limit.cite, limit.since)
    if this > limit.number:
        message = (
            f"{draft.rules.profile.name} pays {limit.number} {limit.unit}; this is visit {this} "
            f"(confidence {limit.confidence.value})."
        )
        codes = tuple(work.code for work in draft.works if work.units)
        draft.alert(_ID, Severity.WARNING, codes, message, _FIX, limit.cite)
