"""Which visits the demo's patients had: days, minutes, clock times and faults, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.model.encounter import Interval, Service
from core.model.kinds import EncounterState
from core.model.session import Note
from core.services.demo import cast, notes

_SATURDAY = 5
_ACTIVE_WEEKS = 9
_LATE_SLOTS, _LATE = (5, 12), timedelta(days=6)  # whose last notes were never finished
_HERO = "Alvarez"
_HERO_MINUTES = (("97140", 22, "C4-C5"), ("97110", 16, "cervical"), ("97112", 12, "scapular"))
_HERO_START = 10 * 60 + 5
_WEAK_EVERY = 12  # one note in so many lacks something on purpose
# Of late one clinician writes less: so many of five notes, and what they lack.
_SLACK, _SLACK_SINCE = "lindqvist", timedelta(days=28)
_SLACK_NOTES = {0: "generic-note", 3: "no-response"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One planned encounter; `fault` names what is wrong on purpose, or is empty."""

    day: date
    start_minute: int
    state: EncounterState
    services: tuple[Service, ...]
    note: Note
    with_assistant: bool = False
    fault: str = ""


def plan(member: cast.CastMember, day: date, slot: int, rng: random.Random) -> tuple[Visit, ...]:
    """All visits of one patient, oldest first; `slot` spreads them over a day."""
    days = _days(member, day, rng)
    what = cast.condition(member.condition)
    visits: list[Visit] = []
    for number, when in enumerate(days, start=1):
        turn = notes.Turn(slot, number, len(days))
        slack = member.clinician == _SLACK and when > day - _SLACK_SINCE
        visit = _visit(member, what, when, turn, _fault(turn, slack=slack), rng)
        if visit.fault == "cloned-note" and visits:
            visit = replace(visit, note=visits[-1].note)
        visits.append(_as_of(visit, day, slot))
    if member.patient.last_name == _HERO:
        visits[-1] = _hero(visits[-1], member, slot, len(visits))
    return tuple(visits)


def _fault(turn: notes.Turn, *, slack: bool) -> str:
    """What the note of a visit lacks on purpose, or nothing; a first note is never a copy."""
    if slack:
        return _SLACK_NOTES.get((turn.slot + turn.number) % 5, "")
    place, rest = divmod(turn.slot * 5 + turn.number, _WEAK_EVERY)
    if rest or turn.number == 1:
        return ""
    return notes.WEAKNESSES[place % len(notes.WEAKNESSES)]


def _days(member: cast.CastMember, day: date, rng: random.Random) -> tuple[date, ...]:
    """Visit days counted back from the last one; two a week, never on a weekend."""
    active = member.weeks <= _ACTIVE_WEEKS
    last = day if active else day - timedelta(weeks=member.weeks - 6)
    count = 9 if member.patient.last_name == _HERO else min(2 * member.weeks, rng.randint(9, 14))
    days = [_weekday(last)]
    while len(days) < count:
        days.append(_weekday(days[-1] - timedelta(days=rng.choice((3, 4)))))
    return tuple(sorted(set(days)))


def _weekday(when: date) -> date:
    return when - timedelta(days=max(0, when.weekday() - _SATURDAY + 1))


def _visit(
    member: cast.CastMember,
    what: dict[str, Any],
    when: date,
    turn: notes.Turn,
    fault: str,
    rng: random.Random,
) -> Visit:
    start = 8 * 60 + (turn.slot * 45) % 510
    assisted = member.clinician == "lindqvist" and turn.number % 4 == 3
    services = _services(what, turn.number, start, assisted, rng)
    if fault == "needless-59":
        services = tuple(map(_with_59, services))
    note = notes.write(member.condition, what, turn, services, fault)
    return Visit(when, start, EncounterState.COMPLETE, services, note, assisted, fault)


def _with_59(service: Service) -> Service:
    return replace(service, modifiers=("59",)) if service.code == notes.MANUAL else service


def _services(
    what: dict[str, Any],
    number: int,
    start: int,
    assisted: bool,
    rng: random.Random,
) -> tuple[Service, ...]:
    rows: list[Service] = []
    if number == 1:
        rows.append(Service(what["evaluation"], minutes=rng.randint(30, 45)))
    codes = what["codes"][:2] if number == 1 else what["codes"]
    clock = start
    for code, low, high, region in codes:
        minutes = rng.randint(low, high)
        interval = (Interval(clock, clock + minutes),) if number % 2 else ()
        clock += minutes
        rows.append(Service(code, minutes=minutes, region=region, intervals=interval))
    if assisted:
        first = rows[0]
        rows[0] = replace(first, minutes=first.minutes - 5, assistant_minutes=5, intervals=())
    if what["modality"] and number % 3 == 0:
        code, minutes = what["modality"]
        rows.append(Service(code, minutes=minutes, region=codes[0][3]))
    return tuple(rows)


def _as_of(visit: Visit, day: date, slot: int) -> Visit:
    """On the demo's day the morning is done, the rest still to come; a few drafts were left."""
    if visit.day == day:
        state = EncounterState.COMPLETE if slot < 2 or slot > 11 else EncounterState.SCHEDULED
    elif slot in _LATE_SLOTS and day - _LATE < visit.day:
        state = EncounterState.DRAFT
    else:
        state = EncounterState.COMPLETE
    if state is EncounterState.SCHEDULED:
        return replace(visit, state=state, services=(), note=Note(), with_assistant=False, fault="")
    return replace(visit, state=state)


def _hero(visit: Visit, member: cast.CastMember, slot: int, number: int) -> Visit:
    """The session every picture shows: 22 + 16 + 12 minutes and a hot pack, still a draft."""
    clock, rows = _HERO_START, []
    for code, minutes, region in _HERO_MINUTES:
        rows.append(
            Service(code, minutes, region=region, intervals=(Interval(clock, clock + minutes),))
        )
        clock += minutes
    rows.append(Service("97010", 10, region="cervical"))
    services = tuple(rows)
    what, turn = cast.condition(member.condition), notes.Turn(slot, number, number + 3)
    return replace(
        visit,
        start_minute=10 * 60,
        state=EncounterState.DRAFT,
        services=services,
        note=notes.write(member.condition, what, turn, services),
        with_assistant=False,
        fault="",
    )
