"""Two audits beside each other; check values from Newcombe 1998, table II, method 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.compare import Shows, compare, difference
from core.audit.totals import Count, Place, Totals
from core.audit.words import change_words

# errors and charts of the first share, of the second, then the interval of first less second
TABLE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]
COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("a", "m", "b", "n", "lower", "upper"), TABLE)
def test_published_intervals(a, m, b, n, lower, upper):
    found = difference(b, n, a, m)
    assert found.lower == pytest.approx(lower, abs=0.00005)
    assert found.upper == pytest.approx(upper, abs=0.00005)


@given(COUNTS, COUNTS)
def test_turned_round_the_interval_turns_round(one, two):
    there, back = difference(*one, *two), difference(*two, *one)
    assert there.lower == pytest.approx(-back.upper)
    assert there.lower <= there.point <= there.upper


def totals(quarter, **people):
    """Errors by check of each clinician's charts: `Lee=(20, {"kx": 4})`."""
    made = Totals()
    for who, (charts, errors) in people.items():
        place = Place(quarter, "Medicare", who)
        made.places[place] = Count(charts, charts, charts)
        made.charts |= {(place, check): number for check, number in errors.items()}
        made.encounters += charts
    return made


def rows(before, after):
    return {(one.check, one.clinician): one for one in compare(before, after, 0.2)}


def test_a_check_without_any_error_now_is_still_compared():
    found = rows(totals("1", Lee=(50, {"any": 30, "kx": 30})), totals("2", Lee=(50, {"any": 0})))
    gone = found["kx", "Lee"]
    assert (gone.before.errors, gone.after.errors, gone.after.charts) == (30, 0, 50)
    assert gone.difference.shows is Shows.BETTER
    assert change_words(gone).startswith("KX modifier: 30 of 50 last time, 0 of 50 now: better (")


def test_a_new_error_is_compared_with_none():
    found = rows(totals("1", Lee=(50, {})), totals("2", Lee=(50, {"any": 20, "kx": 20})))
    assert found["kx", "Lee"].difference.shows is Shows.WORSE


def test_few_charts_show_nothing_and_it_says_so():
    found = rows(totals("1", Lee=(10, {"any": 4})), totals("2", Lee=(10, {"any": 2})))
    assert found["any", "Lee"].difference.shows is Shows.NOTHING
    assert "no difference that the numbers can show" in change_words(found["any", "Lee"])


def test_who_is_in_one_audit_alone_is_not_compared():
    found = rows(totals("1", Lee=(10, {"any": 4})), totals("2", Kim=(10, {"any": 4})))
    assert set(found) == {("any", "")}
