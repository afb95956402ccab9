"""Whose planned visits are not authorised, or soon will not be: for the list of open work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from core.model.facts import AuthorisationFacts
from core.model.kinds import AuthorisationState, Discipline
from core.model.own_value import rules_id
from core.model.permissions import Permission
from core.model.typed_dates import say_date
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import Need
from core.services.authorisation_facts import (
    Asked,
    authorisation_facts,
    limit_on,
    limit_used,
)
from core.services.permissions import needs
from core.services.session_files import coverage_on
from core.store import visit_limits
from core.store.visits_used import ComingVisit, coming

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

DAYS_AHEAD = 6  # with today a week


class Shortage(Enum):
    """How a planned visit stands: not covered, or covered with little left."""

    MISSING = "missing"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class AuthorisationWork:
    """One patient and discipline with a planned visit; `words` say what is wrong."""

    shortage: Shortage
    words: str
    detail: str
    patient_id: int
    patient_name: str
    date: date
    discipline: Discipline
    provider_name: str
    payer_name: str


@needs(Permission.SCHEDULE_READ)
def authorisations_due(p: OpenPractice, today: date) -> tuple[AuthorisationWork, ...]:
    """Who is planned in the coming week without an authorisation that lasts, the next one first.

    One row for a patient and discipline, about their first visit with trouble.
    """
    found: dict[tuple[int, Discipline], AuthorisationWork] = {}
    ahead: dict[tuple[int, Discipline], int] = {}
    for visit in coming(p.file.db, today, today + timedelta(days=DAYS_AHEAD)):
        key = visit.patient_id, visit.discipline
        before = ahead.get(key, 0)
        ahead[key] = before + 1
        if key in found and found[key].shortage is Shortage.MISSING:
            continue
        row = _look(p, visit, before)
        if row is not None and (key not in found or row.shortage is Shortage.MISSING):
            found[key] = row
    return tuple(sorted(found.values(), key=lambda row: (row.date, row.patient_name)))


def _look(p: OpenPractice, visit: ComingVisit, before: int) -> AuthorisationWork | None:
    """The visit's trouble; `before` planned visits come before it."""
    db, day = p.file.db, visit.date
    cover = coverage_on(db, visit.patient_id, day)
    if cover.primary is None or cover.primary.id is None:
        return None
    asked = Asked(cover.primary.id, visit.discipline, day)
    limits = _limit_trouble(p, asked, before)
    facts = authorisation_facts(db, asked)
    rules = rules_id(cover.profile, cover.primary.payer_id)
    told = _trouble(p, facts, rules, day, before)
    if told is None or (limits is not None and limits[0] is Shortage.MISSING):
        told = limits or told
    if told is None:
        return None
    return AuthorisationWork(
        *told,
        visit.patient_id,
        visit.patient_name,
        day,
        visit.discipline,
        visit.provider_name,
        cover.primary.payer_name,
    )


_Told = tuple[Shortage, str, str]


def _trouble(
    p: OpenPractice, facts: AuthorisationFacts, profile: str, day: date, before: int
) -> _Told | None:
    if not facts.on_file:
        return _none_on_file(p, facts, profile, day)
    name = f"Authorisation {facts.number}".rstrip()
    if facts.until and day > facts.until:
        return Shortage.MISSING, "Authorisation ended", f"{name} ended {say_date(facts.until)}"
    if facts.since and day < facts.since:
        return Shortage.MISSING, "Not authorised yet", f"{name} begins {say_date(facts.since)}"
    left = None if facts.visits_left is None else facts.visits_left - before
    of = f"{name}: {facts.visits} visits"
    if left is not None and left < 1:
        return Shortage.MISSING, "Visits used up", of
    if facts.units_left == 0:
        return Shortage.MISSING, "Units used up", f"{name}: {facts.units} units"
    if left is not None and left - 1 <= _number(p, "visits_warn", day):
        words = "Last authorised visit" if left == 1 else f"{left - 1} more authorised"
        return Shortage.SHORT, words, of
    if facts.until and (facts.until - day).days <= _number(p, "days_warn", day):
        return Shortage.SHORT, "Authorisation ends", f"{name} ends {say_date(facts.until)}"
    return None


def _none_on_file(
    p: OpenPractice, facts: AuthorisationFacts, profile: str, day: date
) -> _Told | None:
    term = p.book.day_rules(profile, day).terms.authorisation
    if is_value(term, Need.NONE):
        return None
    if facts.state is AuthorisationState.DENIED:
        return Shortage.MISSING, "Authorisation denied", "No other one is on file"
    if facts.state is AuthorisationState.REQUESTED:
        return Shortage.MISSING, "Not authorised yet", "The authorisation is requested"
    if is_value(term, Need.NEEDED):
        return Shortage.MISSING, "No authorisation", "The payer wants therapy authorised first"
    return None


def _limit_trouble(p: OpenPractice, asked: Asked, before: int) -> _Told | None:
    limit = limit_on(visit_limits.of_coverage(p.file.db, asked.coverage_id), asked)
    if limit is None:
        return None
    this = limit_used(p.file.db, limit, asked) + before + 1
    of = f"{limit.visits} visits of {' + '.join(limit.disciplines)} a year"
    if this > limit.visits:
        return Shortage.MISSING, "Visit limit reached", f"The plan pays {of}"
    if limit.visits - this <= _number(p, "visits_warn", asked.day):
        return Shortage.SHORT, f"Visit {this} of {limit.visits} a year", f"The plan pays {of}"
    return None


def _number(p: OpenPractice, name: str, day: date) -> int:
    """A mark of early warning; where it is not known, nothing is early."""
    found = p.book.parameter(f"authorisation.{name}", day)
    return found.number if isinstance(found, DatedValue) else -1
