"""Which table answers for a day, and which of two rows of one pair."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.edit_tables import EditPair, edit_table, table_for, vouches

OLD = edit_table("old", date(2024, 7, 1), date(2024, 9, 30), "source", ())
NEW = edit_table("new", date(2026, 1, 1), date(2026, 3, 31), "source", ())


@pytest.mark.parametrize(
    ("day", "name", "sure"),
    [
        (date(2020, 1, 1), "old", False),
        (date(2024, 7, 1), "old", True),
        (date(2024, 10, 1), "old", False),
        (date(2025, 12, 31), "old", False),
        (date(2026, 1, 1), "new", True),
        (date(2026, 3, 31), "new", True),
        (date(2026, 4, 1), "new", False),
    ],
)
def test_the_table_of_the_quarter_answers_else_the_one_before(day, name, sure):
    for tables in ((OLD, NEW), (NEW, OLD)):
        found = table_for(tables, day)
        assert (found.name, vouches(found, day)) == (name, sure)


def test_without_tables_nothing_answers():
    assert table_for((), date(2026, 1, 1)) is None


ROWS = [
    EditPair("97140", "97530", 0, None, date(2017, 12, 31)),
    EditPair("97140", "97530", 1, None, date(2019, 12, 31)),
    EditPair("97530", "97140", 0, date(2022, 1, 1), None),
]


@given(st.permutations(ROWS), st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_rows_of_one_pair_answer_each_on_its_days(rows, day):
    found = edit_table("t", day, day, "source", rows).between("97140", "97530", day)
    if day <= date(2017, 12, 31):
        assert found == ROWS[0]
    elif day <= date(2019, 12, 31):
        assert found == ROWS[1]
    elif day < date(2022, 1, 1):
        assert found is None
    else:
        assert found == ROWS[2]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_pair_is_in_force_from_its_first_to_its_last_day(first):
    last = first + timedelta(days=90)
    pair = EditPair("97140", "97530", 1, first, last)
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    in_force = [pair.active(day) for day in (before, first, last, after)]
    assert in_force == [False, True, True, False]
