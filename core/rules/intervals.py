"""Clock times against each other, and minutes against the clock times and the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from core.model.encounter import Interval, Service
from core.model.kinds import Severity, Who
from core.rules.draft import Draft, Work, clean_code

DAY_MINUTES = 1_440
_NCCI = "NCCI Policy Manual ch.11 §P: no two one-on-one services in the same minutes"
_NOTE = "MBPM ch.15 §220.3.E: the record must support the minutes billed"


class _Stretch(NamedTuple):
    """One attended stretch; `session` names the other session of the day it belongs to."""

    interval: Interval
    code: str
    session: str = ""


def check_intervals(draft: Draft) -> None:
    """Flag the same minutes used twice, times that do not sum up, and more than a day holds."""
    _check_day(draft)
    if not draft.has_intervals:
        return
    own = sorted(_attended(draft, draft.encounter.services), key=_start)
    _check_own(draft, own)
    for other in draft.encounter.same_day:
        name = f"another {other.discipline.value} session"
        theirs = sorted(_attended(draft, other.services, name), key=_start)
        for one in own:
            for two in theirs:
                if _meet(one.interval, two.interval):
                    _say_overlap(draft, one, two)
    for work in draft.works:
        _check_sum(draft, work)


def _attended(draft: Draft, rows: Iterable[Service], session: str = "") -> list[_Stretch]:
    """Stretches in which somebody stands by: the others may lie beside anything."""
    found: list[_Stretch] = []
    for row in rows:
        code = clean_code(row.code)
        entry = draft.book.codes.get(code)
        if entry is None or entry.attended:
            found += [_Stretch(interval, code, session) for interval in row.intervals]
    return found


def _start(stretch: _Stretch) -> tuple[int, int, str, str]:
    interval = stretch.interval
    return interval.start, interval.end, stretch.code, interval.who.value


def _meet(one: Interval, other: Interval) -> bool:
    return one.start < other.end and other.start < one.end


def _check_own(draft: Draft, stretches: list[_Stretch]) -> None:
    """Sweep by start: one patient has one attended service at a time, whoever gives it."""
    last: _Stretch | None = None
    for one in stretches:
        if last and one.interval.start < last.interval.end:
            _say_overlap(draft, last, one)
        if last is None or one.interval.end > last.interval.end:
            last = one


def _say_overlap(draft: Draft, one: _Stretch, other: _Stretch) -> None:
    codes = tuple(dict.fromkeys((one.code, other.code)))
    times = f"{_clock(one.interval)} ({one.code}) and {_clock(other.interval)} ({other.code})"
    who, fix = _whose(one, other)
    message = f"{who}: {times}. The same minutes count once."
    if any(alert.id == "interval-overlap" and alert.message == message for alert in draft.alerts):
        return
    draft.alert("interval-overlap", Severity.ERROR, codes, message, fix, _NCCI)


def _whose(one: _Stretch, other: _Stretch) -> tuple[str, str]:
    """Who is counted twice, and what to do about it."""
    if other.session:
        fix = "Correct the clock times of one of the two, then its minutes."
        return f"The patient is in this session and in {other.session} at once", fix
    words = {one.interval.who, other.interval.who}
    if words == {Who.THERAPIST, Who.ASSISTANT}:
        fix = "If both treated at once, mark these minutes as together; else correct the times."
        return "Therapist and assistant each count the same time of one patient", fix
    name = "assistant" if Who.ASSISTANT in words else "therapist"
    return f"The {name} is in two services at once", "Correct the clock times, then the minutes."


def _check_day(draft: Draft) -> None:
    """A day holds so many minutes, whatever the number of rows and sessions."""
    minutes = sum([work.minutes for work in draft.works])
    for other in draft.encounter.same_day:
        minutes += sum(max(row.total_minutes, 0) for row in other.services)
    if minutes > DAY_MINUTES:
        codes = tuple(work.code for work in draft.works)
        why = f"The day's services hold {minutes:,} minutes; a day has {DAY_MINUTES:,}."
        fix = "Correct the minutes: a number was typed in the wrong place or twice."
        draft.alert("minutes-mismatch", Severity.ERROR, codes, why, fix, _NOTE)


def _check_sum(draft: Draft, work: Work) -> None:
    for row in work.rows:
        if not row.intervals:
            continue
        timed = sum(interval.minutes for interval in row.intervals)
        if timed != row.total_minutes:
            draft.alert(
                "minutes-mismatch",
                Severity.WARNING,
                (work.code,),
                f"The clock times of {work.code} hold {timed} minutes; "
                f"{row.total_minutes} minutes are typed. The typed minutes were counted.",
                "Correct whichever of the two is wrong.",
                _NOTE,
            )


def _clock(interval: Interval) -> str:
    start, end = divmod(interval.start, 60), divmod(interval.end, 60)
    return f"{start[0]}:{start[1]:02d}-{end[0]}:{end[1]:02d}"
