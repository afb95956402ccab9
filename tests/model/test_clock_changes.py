"""Nights on which clocks are set: which times of them cannot be told by the clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.clock_changes import clock_change_problem
from core.model.encounter import Interval

FORWARD, BACK = date(2026, 3, 8), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "start", "end", "said"),
    [
        (FORWARD, "1:30", "3:30", "no time from 2:00"),
        (FORWARD, "2:10", "2:40", "no time from 2:00"),
        (FORWARD, "1:30", "2:00", ""),
        (FORWARD, "3:00", "3:30", ""),
        (FORWARD, "10:00", "10:30", ""),
        (BACK, "0:45", "1:15", "there twice"),
        (BACK, "1:00", "2:00", "there twice"),
        (BACK, "0:30", "1:00", ""),
        (BACK, "2:00", "2:30", ""),
        (FORWARD - timedelta(1), "1:30", "3:30", ""),
        (FORWARD + timedelta(7), "1:30", "3:30", ""),
        (BACK + timedelta(7), "0:45", "1:15", ""),
        (date(2025, 3, 9), "1:30", "3:30", "no time from 2:00"),
        (date(2025, 11, 2), "1:30", "1:45", "there twice"),
    ],
)
def test_the_hour_that_is_missing_or_twice_is_refused(day, start, end, said):
    stretch = Interval(*(int(h) * 60 + int(m) for h, m in (one.split(":") for one in (start, end))))
    problem = clock_change_problem(stretch, day)
    assert said in problem
    assert bool(problem) is bool(said)


@given(st.dates(date(2007, 1, 1), date(2037, 12, 31)))
def test_a_whole_night_is_refused_exactly_where_the_zone_sets_its_clocks(day):
    """The law's Sundays against the time zone database."""
    try:
        zone = ZoneInfo("America/Chicago")
    except ZoneInfoNotFoundError:
        pytest.skip("no time zone database on this machine")
    offsets = {datetime(day.year, day.month, day.day, h, tzinfo=zone).utcoffset() for h in (0, 12)}
    assert bool(clock_change_problem(Interval(0, 6 * 60), day)) is (len(offsets) == 2)
