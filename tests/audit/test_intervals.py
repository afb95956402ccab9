"""Intervals against published values; payers-and-edits section 8, tolerance a tenth of a point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.intervals import (
    Light,
    Method,
    at_most,
    charts_needed,
    clopper_pearson,
    judge,
    shown,
    wilson,
)

# errors, charts, Wilson from, to, Clopper-Pearson from, to, in percent
TABLE = [
    (0, 10, 0.0, 27.8, 0.0, 30.8),
    (1, 10, 1.8, 40.4, 0.3, 44.5),
    (2, 10, 5.7, 51.0, 2.5, 55.6),
    (3, 10, 10.8, 60.3, 6.7, 65.2),
    (0, 14, 0.0, 21.5, 0.0, 23.2),
    (0, 20, 0.0, 16.1, 0.0, 16.8),
    (4, 20, 8.1, 41.6, 5.7, 43.7),
    (6, 30, 9.5, 37.3, 7.7, 38.6),
    (10, 50, 11.2, 33.0, 10.0, 33.7),
    (20, 100, 13.3, 28.9, 12.7, 29.2),
]
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("k", "n", "w_low", "w_high", "c_low", "c_high"), TABLE)
def test_the_published_intervals(k, n, w_low, w_high, c_low, c_high):
    by_wilson, exact = wilson(k, n), clopper_pearson(k, n)
    assert (100 * by_wilson.lower, 100 * by_wilson.upper) == pytest.approx((w_low, w_high), abs=0.1)
    assert (100 * exact.lower, 100 * exact.upper) == pytest.approx((c_low, c_high), abs=0.1)


def test_fourteen_clean_charts_are_the_least_that_show_less_than_a_fifth():
    # 0.8^14 = 4.4 percent; 0.8^13 = 5.5 percent
    assert charts_needed(0, 0.20) == 14
    assert judge(0, 13, 0.20).light is Light.AMBER
    assert judge(0, 14, 0.20).light is Light.GREEN


def test_ten_charts_never_show_less_than_a_fifth():
    assert judge(0, 10, 0.20).light is Light.AMBER
    assert judge(0, 10, 0.20).more_needed == 4


def test_many_errors_are_red():
    assert judge(9, 20, 0.20).light is Light.RED


@pytest.mark.parametrize(
    ("errors", "method"),
    [(0, Method.CLOPPER_PEARSON), (2, Method.CLOPPER_PEARSON), (3, Method.WILSON)],
)
def test_few_errors_are_shown_by_the_exact_interval(errors, method):
    assert shown(errors, 30).method is method
    assert shown(errors, 30, for_counsel=True).method is Method.CLOPPER_PEARSON


@pytest.mark.parametrize(("errors", "charts"), [(0, 0), (-1, 3), (4, 3)])
def test_no_share_without_charts(errors, charts):
    with pytest.raises(ValueError, match="no share"):
        wilson(errors, charts)


@given(counts)
def test_the_point_lies_within_and_limits_within_nought_and_one(count):
    k, n = count
    for one in (wilson(k, n), clopper_pearson(k, n)):
        assert 0 <= one.lower <= one.point + 1e-12
        assert one.point - 1e-12 <= one.upper <= 1


@given(counts)
def test_the_exact_limits_leave_the_chance_they_promise(count):
    k, n = count
    exact = clopper_pearson(k, n)
    if k < n:
        assert at_most(k, n, exact.upper) == pytest.approx(0.025, abs=1e-6)
    if k > 0:
        assert 1 - at_most(k - 1, n, exact.lower) == pytest.approx(0.025, abs=1e-6)


@given(st.integers(0, 40), st.integers(1, 200))
def test_a_larger_clean_sample_never_says_less(k, more):
    n = max(k, 1) + 20
    assert clopper_pearson(k, n + more).upper <= clopper_pearson(k, n).upper + 1e-12
