"""Which backup copies stay: the newest twelve whatever happens, and fewer the older they get."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime

NEWEST = 12
_Period = Callable[[datetime], Hashable]
# Counted in periods that have a copy, not in days of the clock: a wrong clock removes nothing.
_PERIODS: tuple[tuple[int, _Period], ...] = (
    (24, lambda moment: (moment.date(), moment.hour)),
    (14, lambda moment: moment.date()),
    (10, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
    (10, lambda moment: moment.year),
)


def kept(
    moments: Iterable[datetime], written: Mapping[datetime, int] | None = None
) -> frozenset[datetime]:
    """The copies that stay: newest 12, last of 24 hours, 14 days, 10 weeks, 12 months, 10 years.

    `written` gives each copy's audit number, an order that no clock can change: the newest 12
    by it stay too.
    """
    newest_first = sorted(set(moments), reverse=True)
    stay = set(newest_first[:NEWEST])
    if written:
        by_number = sorted(newest_first, key=lambda moment: written.get(moment, 0), reverse=True)
        stay.update(by_number[:NEWEST])
    for count, period in _PERIODS:
        last_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            last_of.setdefault(period(moment), moment)
        stay.update(list(last_of.values())[:count])
    return frozenset(stay)
