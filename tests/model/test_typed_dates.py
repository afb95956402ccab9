"""What people type for days and times, and what is said back."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.model.typed_dates import (
    read_birth_date,
    read_day,
    read_time,
    say_date,
    say_day,
    say_time,
)

TODAY = date(2026, 3, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2/3", date(2026, 2, 3)),
        ("12/20", date(2025, 12, 20)),  # nearer than nine months ahead
        ("3-2-26", date(2026, 3, 2)),
        ("3.2.2026", date(2026, 3, 2)),
        ("2026-03-02", date(2026, 3, 2)),
        ("030226", date(2026, 3, 2)),
        ("03022026", date(2026, 3, 2)),
        ("Mar 2", date(2026, 3, 2)),
        ("march 2, 2026", date(2026, 3, 2)),
        ("2 mar 2026", date(2026, 3, 2)),
        (" Mon 2 Mar 2026 ", date(2026, 3, 2)),
        ("today", date(2026, 3, 10)),
        ("t", date(2026, 3, 10)),
        ("yesterday", date(2026, 3, 9)),
        ("tomorrow", date(2026, 3, 11)),
        ("+1w", date(2026, 3, 17)),
        ("-3", date(2026, 3, 7)),
        ("+1m", date(2026, 4, 10)),
        ("-1y", date(2025, 3, 10)),
        ("fri", date(2026, 3, 13)),
        ("tuesday", date(2026, 3, 17)),
        ("2/29/2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_the_way_it_is_typed(typed, expected):
    assert read_day(typed, TODAY) == expected


def test_a_month_later_never_leaves_the_month():
    assert read_day("+1m", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "typed",
    ["", "x", "2/30/2026", "13/2/2026", "2/29/2026", "0024-01-01", "2024-W01-1", "1/1/12345",
     "25:00", "2/3/4", "2026", "٣/٢/٢٦", "monkey 2", "foo 3", "99/99", "+1w2", "a\0b"],
)  # fmt: skip
def test_what_is_no_day_is_refused_at_its_field(typed):
    with pytest.raises(FieldProblem) as caught:
        read_day(typed, TODAY, "visit_date")
    assert caught.value.field == "visit_date"


def test_day_before_month_is_told_the_order():
    with pytest.raises(FieldProblem, match="month comes first"):
        read_day("13/2/2026", TODAY)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_what_is_said_back_can_be_typed_again(day):
    assert read_day(say_day(day), TODAY) == day
    assert read_day(say_date(day), TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_problem_at_the_field(typed):
    with suppress(FieldProblem):
        assert isinstance(read_day(typed, TODAY), date)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4/17/61", date(1961, 4, 17)),
        ("4/17/27", date(1927, 4, 17)),
        ("3/10/26", date(2026, 3, 10)),
        ("041761", date(1961, 4, 17)),
        ("1961-04-17", date(1961, 4, 17)),
        ("17 Apr 1961", date(1961, 4, 17)),
    ],
)
def test_a_birth_date_takes_the_latest_past_year(typed, expected):
    assert read_birth_date(typed, TODAY) == expected


@pytest.mark.parametrize("typed", ["4/17", "3/11/2026", "12/31/1899", "0024-01-01", "today", "-"])
def test_a_birth_date_needs_a_year_from_1900_to_today(typed):
    with pytest.raises(FieldProblem) as caught:
        read_birth_date(typed, TODAY)
    assert caught.value.field == "birth_date"


@given(st.dates(date(1900, 1, 1), TODAY))
def test_birth_dates_said_back_can_be_typed_again(day):
    assert read_birth_date(say_date(day), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [("9:30", "9:30"), ("930", "9:30"), ("9", "9:00"), ("2pm", "14:00"), ("2:15 p.m.", "14:15"),
     ("12am", "0:00"), ("12 pm", "12:00"), ("14:05", "14:05"), ("2:30", "14:30"), ("0630", "6:30"),
     ("7", "7:00"), ("23:59", "23:59")],
)  # fmt: skip
def test_a_time_is_read_and_said_back(typed, said):
    assert say_time(read_time(typed)) == said


@pytest.mark.parametrize("typed", ["", "25:00", "9:60", "13pm", "0am", "noonish", "-1", "9:5"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(FieldProblem):
        read_time(typed)


@given(st.integers(0, 1439))
def test_a_time_with_am_or_pm_is_never_guessed(minute):
    hour, rest = divmod(minute, 60)
    typed = f"{hour % 12 or 12}:{rest:02d}{'p' if hour >= 12 else 'a'}m"
    assert read_time(typed) == minute


@given(st.integers(-2000, 2000))
def test_steps_of_days_count_days(count):
    assert read_day(f"{count:+d}", TODAY) - TODAY == timedelta(days=count)
