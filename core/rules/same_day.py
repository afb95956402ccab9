"""The day's other encounters: minutes of one discipline count together, edits look across all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.model.encounter import Service
from core.model.kinds import Discipline
from core.rules.draft import Draft, OtherUnits, OtherWork, Work, choose_pool, start_draft
from core.rules.standing import judge_codes
from core.rules.units import count_timed_units
from core.rules.untimed import count_untimed_units
from core.rules.wording import plural

_POOL = "CMS Claims Processing Manual (100-04) ch.5 §20.2.C: the day's minutes of one discipline"
_ONE_LINE = "First Coast Service Options (2021-04-19): one line for a code and day"


def count_day(draft: Draft) -> None:
    """Count timed units, this encounter's share of the day where there are others."""
    if not draft.encounter.same_day:
        count_timed_units(draft)
        return
    own = draft.encounter.discipline
    rows: dict[Discipline, list[Service]] = {own: []}
    for other in draft.encounter.same_day:
        rows.setdefault(other.discipline, []).extend(other.services)
    beside = _counted(draft, own, rows.pop(own), (count_untimed_units,))
    _count_together(draft, beside)
    for discipline, services in rows.items():
        found = _counted(draft, discipline, services, (count_timed_units, count_untimed_units))
        draft.others.extend(OtherWork(discipline, work) for work in found.works)
    draft.others.extend(OtherWork(own, work) for work in beside.works)
    draft.other_units = [
        OtherUnits(one.work.code, one.discipline, one.work.units)
        for one in draft.others
        if one.work.units
    ]


def _counted(
    draft: Draft,
    discipline: Discipline,
    rows: list[Service],
    rules: tuple[Callable[[Draft], None], ...],
) -> Draft:
    """Another encounter's services through the rules that count, by themselves."""
    other = replace(draft.encounter, discipline=discipline, services=tuple(rows), same_day=())
    found = start_draft(other, draft.book)
    for rule in (judge_codes, choose_pool, *rules):
        rule(found)
    return found


def _count_together(draft: Draft, beside: Draft) -> None:
    """Count the pool of both, then give each its part."""
    mine, theirs = draft.pool, {work.code: work for work in beside.pool}
    if not theirs:
        count_timed_units(draft)
        return
    joined = [_joined(work, theirs.get(work.code)) for work in mine]
    known = {work.code for work in mine}
    joined += [_joined(work, None) for code, work in theirs.items() if code not in known]
    sums = ", ".join(f"{work.code} {work.minutes}" for work in theirs.values())
    draft.say("Other sessions of the day count with this one", sums, _POOL)
    draft.pool = joined
    count_timed_units(draft)
    own = {work.code: work for work in mine}
    for day in joined:
        _give_back(draft, day, own.get(day.code), theirs.get(day.code))
    draft.pool = mine
    draft.timed_minutes = sum(work.minutes for work in mine)
    draft.timed_units = sum(work.units for work in mine)


def _joined(work: Work, other: Work | None) -> Work:
    if other is None:
        return Work(work.code, work.entry, work.rows, work.minutes)
    return Work(work.code, work.entry, work.rows + other.rows, work.minutes + other.minutes)


def _give_back(draft: Draft, day: Work, mine: Work | None, theirs: Work | None) -> None:
    for work in (mine, theirs):
        if work is not None:
            work.size, work.short = day.size, day.short
            if day.refused:
                work.refuse(day.refused, day.message, day.cite, day.since)
    if mine is None or theirs is None:
        only = mine or theirs
        if only is not None:
            only.units = day.units
        return
    size = draft.pooled_size or day.size
    mine.units = _share(day.units, mine.minutes, theirs.minutes, size, first=_is_first(draft))
    theirs.units = day.units - mine.units
    result = f"{plural(day.units, 'unit')} that day, {mine.units} of them here"
    draft.say(f"{day.code} in two sessions", result, _ONE_LINE)


def _is_first(draft: Draft) -> bool:
    """Whether this encounter stands before all others by id; without ids it gives way."""
    own = draft.encounter.id
    ids = [other.id for other in draft.encounter.same_day]
    return bool(own) and all(own < id for id in ids)


def _share(units: int, mine: int, theirs: int, size: int, *, first: bool) -> int:
    """This encounter's units of a code: its full ones, then the larger remainder first.

    Of two alike the one with more minutes takes the unit, then the one that is first: never both.
    """
    if not units or not size:
        return 0
    got = mine // size
    left = units - got - theirs // size
    here, there = (mine % size, mine), (theirs % size, theirs)
    here_first = here > there or (here == there and first)
    return got + (left + 1) // 2 if here_first else got + left // 2
