"""What the payer has authorised: its days, its codes, its visits and its units."""

from __future__ import annotations

from collections.abc import Iterable

from core.model.facts import AuthorisationFacts
from core.model.kinds import AuthorisationState, Severity
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import Need
from core.rules.wording import plural

WRONG = "authorisation"  # this bill is not covered
ENDING = "authorisation-ending"  # it is covered, and soon none will be
OWN_FACT = "The authorisation as entered"
_DAYS_WARN, _VISITS_WARN, _UNITS_WARN = (
    f"authorisation.{what}_warn" for what in ("days", "visits", "units")
)
_FIX = "Ask the payer for an authorisation that covers this day before billing."
_FIX_CODE = "Ask the payer to add the code, or tell the patient before what is not covered."
_FIX_SOON = "Ask the payer for more now, with the measures and goals that show the need."


def check_authorisation(draft: Draft) -> None:
    """Flag a bill outside what was authorised, and say early that it will run out."""
    facts = draft.encounter.authorisation
    if facts is None:
        _say_open(draft, "not given")
    elif not facts.on_file:
        _check_missing(draft, facts)
    else:
        _check_period(draft, facts)
        _check_codes(draft, facts)
        _check_visits(draft, facts)
        _check_units(draft, facts)


def _say_open(draft: Draft, why: str) -> None:
    if not is_value(draft.rules.terms.authorisation, Need.NONE):
        needed = is_value(draft.rules.terms.authorisation, Need.NEEDED)
        wants = f"; {draft.rules.profile.name} wants one" if needed else ""
        draft.unchecked.append(f"authorisation ({why}{wants})")


def _check_missing(draft: Draft, facts: AuthorisationFacts) -> None:
    """None is on file: wrong where the payer wants one, or where somebody asked for one."""
    term, name = draft.rules.terms.authorisation, draft.rules.profile.name
    if is_value(term, Need.NONE) or not _billed(draft):
        return
    if facts.state is AuthorisationState.DENIED:
        message = f"{name} denied the authorisation asked for, and no other is on file."
        fix = "Ask for a review, or tell the patient before treatment that it is not covered."
        _alert(draft, Severity.WARNING, message, fix=fix)
    elif facts.state is AuthorisationState.REQUESTED:
        message = "The authorisation asked for is not approved yet."
        fix = "Ask the payer how the request stands, and enter the approval with its number."
        _alert(draft, Severity.WARNING, message, fix=fix)
    elif isinstance(term, DatedValue) and is_value(term, Need.NEEDED):
        message = (
            f"{name} wants therapy authorised and no authorisation is on file "
            f"(confidence {term.confidence.value})."
        )
        _alert(draft, Severity.WARNING, message, cite=term.cite)
    else:
        _say_open(draft, "none on file")


def _check_period(draft: Draft, facts: AuthorisationFacts) -> None:
    day = draft.encounter.date
    asked = facts.state is AuthorisationState.REQUESTED
    fix = "The next one is requested: ask the payer how it stands." if asked else _FIX
    if facts.since and day < facts.since:
        message = f"{_named(facts)} begins on {facts.since}; this visit is on {day}."
        _alert(draft, Severity.ERROR, message, fix=fix)
    if facts.until and day > facts.until:
        message = f"{_named(facts)} ended on {facts.until}; this visit is on {day}."
        _alert(draft, Severity.ERROR, message, fix=fix)
    elif facts.until:
        days = (facts.until - day).days
        warn = _number(draft, _DAYS_WARN)
        if warn is not None and days <= warn:
            when = "today" if days == 0 else f"in {plural(days, 'day')}, on {facts.until}"
            _alert(draft, Severity.NOTE, f"{_named(facts)} ends {when}.", id=ENDING, fix=_FIX_SOON)


def _check_codes(draft: Draft, facts: AuthorisationFacts) -> None:
    """Codes that are billed and not among those it names."""
    if facts.codes is None:
        return
    others = [work for work in _billed(draft) if work.code not in facts.codes]
    if others:
        listed = ", ".join(work.code for work in others)
        verb = "is" if len(others) == 1 else "are"
        message = f"{listed} {verb} not among the codes of {_named(facts, inside=True)}."
        _alert(draft, Severity.ERROR, message, others, fix=_FIX_CODE)


def _check_visits(draft: Draft, facts: AuthorisationFacts) -> None:
    """Visits left are those before this encounter."""
    left = facts.visits_left
    if left is None or not _billed(draft):
        return
    of = f" of {facts.visits}" if facts.visits else ""
    draft.say("Authorisation", f"{plural(left, 'visit')}{of} left before this one", OWN_FACT)
    warn = _number(draft, _VISITS_WARN)
    if left < 1:
        _alert(draft, Severity.ERROR, f"No authorised visit{of} is left for this one.")
    elif left == 1:
        message = f"This is the last authorised visit{of}."
        _alert(draft, Severity.WARNING, message, id=ENDING, fix=_FIX_SOON)
    elif warn is not None and left - 1 <= warn:
        message = f"After this one {plural(left - 1, 'authorised visit')}{of} will be left."
        _alert(draft, Severity.NOTE, message, id=ENDING, fix=_FIX_SOON)


def _check_units(draft: Draft, facts: AuthorisationFacts) -> None:
    """Units left before this encounter, in all and of the codes with a number of their own."""
    if facts.units_left is None and not facts.code_units_left:
        return
    works = [one for one in _billed(draft) if facts.codes is None or one.code in facts.codes]
    for work in works:
        left = facts.code_units_left.get(work.code)
        if left is not None:
            _check_count(draft, [work], left, f" of {work.code}")
    if facts.units_left is not None and works:
        _check_count(draft, works, facts.units_left, "")


def _check_count(draft: Draft, works: list[Work], left: int, what: str) -> None:
    units = sum(work.units for work in works)
    result = f"{plural(left, 'unit')}{what} left, {units} on this bill"
    draft.say("Authorisation", result, OWN_FACT)
    warn = _number(draft, _UNITS_WARN)
    if units > left:
        are = "is" if left == 1 else "are"
        message = f"This bill has {plural(units, 'unit')}{what}; {left} {are} authorised."
        _alert(draft, Severity.ERROR, message, works)
    elif units == left:
        message = f"This bill uses the last authorised {'unit' if left == 1 else 'units'}{what}."
        _alert(draft, Severity.WARNING, message, works, id=ENDING, fix=_FIX_SOON)
    elif warn is not None and left - units <= warn:
        message = f"After this bill {plural(left - units, 'authorised unit')}{what} will be left."
        _alert(draft, Severity.NOTE, message, works, id=ENDING, fix=_FIX_SOON)


def _billed(draft: Draft) -> list[Work]:
    """What is billed and has to be authorised."""
    free = draft.rules.terms.authorisation_free
    codes = free.words if isinstance(free, DatedValue) else ()
    return [work for work in draft.works if work.units and work.code not in codes]


def _number(draft: Draft, name: str) -> int | None:
    found = draft.book.parameter(name, draft.encounter.date)
    return found.number if isinstance(found, DatedValue) else None


def _named(facts: AuthorisationFacts, *, inside: bool = False) -> str:
    the = "the" if inside else "The"
    return f"{the} authorisation {facts.number}".rstrip()


def _alert(
    draft: Draft,
    severity: Severity,
    message: str,
    works: Iterable[Work] | None = None,
    *,
    id: str = WRONG,
    fix: str = _FIX,
    cite: str = OWN_FACT,
) -> None:
    codes = tuple(work.code for work in (_billed(draft) if works is None else works))
    draft.alert(id, severity, codes, message, fix, cite)
