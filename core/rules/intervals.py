"""Clock times against each other and against the minutes typed."""

from __future__ import annotations

from core.model.encounter import Interval
from core.model.kinds import Severity, Who
from core.rules.draft import Draft, Work

_NCCI = "NCCI Policy Manual ch.11 §P: no two one-on-one services in the same minutes"
_NOTE = "MBPM ch.15 §220.3.E: the record must support the minutes billed"


def check_intervals(draft: Draft) -> None:
    """Flag one clinician in two places at once, and times that do not sum to the minutes."""
    if not any(row.intervals for row in draft.encounter.services):
        return
    stretches = [
        (interval, work)
        for work in draft.works
        if work.entry is None or work.entry.attended
        for row in work.rows
        for interval in row.intervals
    ]
    stretches.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1].code))
    _check_clinician(draft, stretches, Who.THERAPIST, "therapist")
    _check_clinician(draft, stretches, Who.ASSISTANT, "assistant")
    for work in draft.works:
        _check_sum(draft, work)


def _check_clinician(
    draft: Draft, stretches: list[tuple[Interval, Work]], who: Who, name: str
) -> None:
    """Sweep one clinician's stretches by start; together binds both clinicians."""
    last: tuple[Interval, Work] | None = None
    for interval, work in stretches:
        if interval.who not in (who, Who.TOGETHER):
            continue
        if last and interval.start < last[0].end:
            _say_overlap(draft, last, (interval, work), name)
        if last is None or interval.end > last[0].end:
            last = (interval, work)


def _say_overlap(
    draft: Draft, one: tuple[Interval, Work], other: tuple[Interval, Work], name: str
) -> None:
    codes = tuple(dict.fromkeys((one[1].code, other[1].code)))
    times = f"{_clock(one[0])} ({one[1].code}) and {_clock(other[0])} ({other[1].code})"
    message = f"The {name} is in two services at once: {times}. The same minutes count once."
    if any(alert.id == "interval-overlap" and alert.message == message for alert in draft.alerts):
        return
    fix = "Correct the clock times, then the minutes."
    draft.alert("interval-overlap", Severity.ERROR, codes, message, fix, _NCCI)


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
