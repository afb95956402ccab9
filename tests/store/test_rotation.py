"""Which copies stay; their names carry the PC's own time."""
# ruff: noqa: DTZ001 - the moments stand in file names, without a zone

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.store.rotation import NEWEST, kept

moments = st.lists(
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), max_size=80, unique=True
)


@given(moments)
def test_the_newest_twelve_always_stay(found):
    newest = set(sorted(found)[-NEWEST:])
    assert newest <= kept(found)
    assert kept(found) <= set(found)


@given(moments)
def test_thinning_again_removes_nothing(found):
    once = kept(found)
    assert kept(once) == once


def test_ten_years_of_days_thin_out_with_age():
    start, stay = datetime(2020, 1, 1, 18), frozenset()
    for day in range(3650):
        stay = kept([*stay, start + timedelta(days=day), start + timedelta(days=day, hours=3)])
        assert len(stay) >= min(NEWEST, 2 * (day + 1))
    last = start + timedelta(days=3649, hours=3)
    ages = sorted((last - moment).days for moment in stay)
    assert set(range(14)) <= set(ages)  # every day of the last two weeks
    assert sum(age > 300 for age in ages) >= 8  # and a copy of each of the years
    assert len(stay) < 60


def test_a_clock_gone_wrong_removes_nothing_of_today():
    today = [datetime(2026, 3, 10, 8, minute) for minute in range(5)]
    future = [datetime(2046, 1, 1) + timedelta(days=n) for n in range(11)]
    assert set(today[-1:]) <= kept([*today, *future])
