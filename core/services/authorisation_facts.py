"""What of an authorisation and of a visit limit is used and left before one session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.model.authorisation import (
    Authorisation,
    AuthorisationUse,
    VisitLimit,
    VisitLimitUse,
)
from core.model.facts import AuthorisationFacts, VisitLimitFacts
from core.model.kinds import AuthorisationState, Discipline
from core.model.session import SessionRecord
from core.rules.parameters import DatedValue
from core.services.permissions import inner
from core.store import authorisations, visit_limits
from core.store.visits_used import BilledUnits, Stretch, UsedVisit, units, visits

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database


@dataclass(frozen=True, slots=True)
class Asked:
    """A session, kept or coming: `encounter_id` None is one that comes after all that are kept."""

    coverage_id: int
    discipline: Discipline
    day: date
    encounter_id: int | None = None

    def is_before(self, day: date, encounter_id: int) -> bool:
        """Whether an encounter counts before this one."""
        if day != self.day:
            return day < self.day
        return self.encounter_id is None or encounter_id < self.encounter_id


@inner
def facts_of(
    p: OpenPractice, record: SessionRecord
) -> tuple[AuthorisationFacts | None, int | None, VisitLimitFacts | None]:
    """Authorisation, visits used before and visit limit of a session; nothing for a self-payer."""
    if record.coverage_id is None:
        return None, None, None
    db = p.file.db
    asked = Asked(record.coverage_id, record.discipline, record.date, record.id)
    limit = limit_on(visit_limits.of_coverage(db, asked.coverage_id), asked)
    if limit is not None:
        return (
            authorisation_facts(db, asked),
            limit_used(db, limit, asked),
            limit_facts(limit, asked),
        )
    terms = p.book.day_rules(record.rules, record.date).terms
    if not isinstance(terms.visit_limit, DatedValue):
        return authorisation_facts(db, asked), None, None
    own = VisitLimit(asked.coverage_id, (asked.discipline,), terms.visit_limit.number)
    return authorisation_facts(db, asked), limit_used(db, own, asked), None


def authorisation_facts(db: Database, asked: Asked) -> AuthorisationFacts:
    """The authorisation that the session falls under, with what is left of it before."""
    listed = [one for one in authorisations.of_coverage(db, asked.coverage_id)
              if one.is_for(asked.discipline)]  # fmt: skip
    states = {one.state for one in listed if _is_open(one, asked.day)}
    waiting = AuthorisationState.REQUESTED if AuthorisationState.REQUESTED in states else None
    one = choose(listed, asked.day)
    if one is None:
        denied = AuthorisationState.DENIED if AuthorisationState.DENIED in states else None
        return AuthorisationFacts(on_file=False, state=waiting or denied)
    since, until = one.starts_on, one.ends_on
    if not one.covers(asked.day):
        return AuthorisationFacts(since, until, number=one.number, state=waiting or one.state)
    used, billed = used_of(db, one, asked)
    return AuthorisationFacts(
        since,
        until,
        visits_left=None if one.visits is None else max(one.visits - used, 0),
        units_left=None if one.units is None else max(one.units - sum(billed.values()), 0),
        number=one.number,
        visits=one.visits,
        units=one.units,
        codes=tuple(each.code for each in one.codes) or None,
        code_units_left={
            each.code: max(each.units - billed.get(each.code, 0), 0)
            for each in one.codes
            if each.units is not None
        },
        state=one.state,
    )


def choose(listed: Iterable[Authorisation], day: date) -> Authorisation | None:
    """The one that covers the day; else the last that ended before it, else the next to begin.

    One for the discipline goes before one for every discipline.
    """
    granted = [one for one in listed if one.is_granted and one.starts_on is not None]
    granted.sort(key=lambda one: one.discipline is None)
    covering = [one for one in granted if one.covers(day)]
    if covering:
        return covering[0]
    ended = [one for one in granted if one.ends_on is not None and one.ends_on < day]
    if ended:
        return max(ended, key=lambda one: one.ends_on or day)
    return min(granted, key=lambda one: one.starts_on or day, default=None)


def used_of(db: Database, one: Authorisation, asked: Asked) -> tuple[int, dict[str, int]]:
    """Visits of an authorisation before a session, and units by code on bills before it."""
    if one.starts_on is None:
        return 0, {}
    last = min(asked.day, one.ends_on or asked.day)
    where = Stretch(one.coverage_id, one.starts_on, last, asked.encounter_id)
    seen = [visit for visit in visits(db, where) if one.is_for(visit.discipline)]
    return _count(seen, asked), _units(one, units(db, where), asked)


def so_far(db: Database, one: Authorisation) -> AuthorisationUse:
    """An authorisation with everything that is used of it by now."""
    if not one.is_granted or one.starts_on is None:
        return AuthorisationUse(one, 0, 0)
    where = Stretch(one.coverage_id, one.starts_on, one.ends_on or date.max)
    seen = [visit for visit in visits(db, where) if one.is_for(visit.discipline)]
    after_all = Asked(one.coverage_id, Discipline.PT, date.max)
    return AuthorisationUse(one, len(seen), sum(_units(one, units(db, where), after_all).values()))


def limit_so_far(db: Database, limit: VisitLimit, day: date) -> VisitLimitUse:
    """A limit with the visits of the benefit year that a day is in."""
    first, after = limit.year_of(day)
    where = Stretch(limit.coverage_id, first, after - timedelta(days=1))
    seen = [one for one in visits(db, where) if one.discipline in limit.disciplines]
    return VisitLimitUse(limit, len(seen), limit.elsewhere_on(day))


def limit_on(limits: Iterable[VisitLimit], asked: Asked) -> VisitLimit | None:
    """The limit that the session counts against."""
    fitting = (one for one in limits if one.in_force(asked.day))
    return next((one for one in fitting if asked.discipline in one.disciplines), None)


def limit_used(db: Database, limit: VisitLimit, asked: Asked) -> int:
    """Visits of the benefit year before the session, with those known from elsewhere."""
    first, _ = limit.year_of(asked.day)
    where = Stretch(asked.coverage_id, first, asked.day, asked.encounter_id)
    seen = [one for one in visits(db, where) if one.discipline in limit.disciplines]
    return _count(seen, asked) + (limit.elsewhere_on(asked.day) or 0)


def limit_facts(limit: VisitLimit, asked: Asked) -> VisitLimitFacts:
    """The limit as the engine gets it."""
    known = limit.elsewhere_on(asked.day) is not None
    return VisitLimitFacts(
        limit.visits,
        limit.disciplines,
        limit.year_of(asked.day)[0],
        limit.looked_up_on if known else None,
    )


def _is_open(one: Authorisation, day: date) -> bool:
    """Whether a request or refusal may speak of the day: its own days do not exclude it."""
    return (one.starts_on is None or one.starts_on <= day) and (
        one.ends_on is None or day <= one.ends_on
    )


def _count(seen: Iterable[UsedVisit], asked: Asked) -> int:
    """Visits before the session; another session of its own day and discipline is the same one."""
    return sum(
        asked.is_before(one.date, one.encounter_id)
        for one in seen
        if (one.date, one.discipline) != (asked.day, asked.discipline)
    )


def _units(one: Authorisation, billed: Iterable[BilledUnits], asked: Asked) -> dict[str, int]:
    codes = {each.code for each in one.codes}
    found: dict[str, int] = {}
    for row in billed:
        counts = one.is_for(row.discipline) and (not codes or row.code in codes)
        if counts and asked.is_before(row.date, row.encounter_id):
            found[row.code] = found.get(row.code, 0) + row.units
    return found
