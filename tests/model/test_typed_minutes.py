"""Minutes as typed: a table at each edge, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.encounter import Interval
from core.model.kinds import Who
from core.model.typed_minutes import (
    NotMinutes,
    TypedMinutes,
    overlap,
    read_intervals,
    read_minutes,
    write_intervals,
)

T, A, B = Who.THERAPIST, Who.ASSISTANT, Who.TOGETHER


@pytest.mark.parametrize(
    ("text", "minutes", "who", "adds"),
    [
        ("", 0, T, False),
        ("  ", 0, T, False),
        ("0", 0, T, False),
        ("15", 15, T, False),
        (" 15 ", 15, T, False),
        ("015", 15, T, False),
        ("15m", 15, T, False),
        ("15 min", 15, T, False),
        ("12a", 12, A, False),
        ("12 A", 12, A, False),
        ("12b", 12, B, False),
        ("0:25", 25, T, False),
        ("1:05", 65, T, False),
        ("4:59", 299, T, False),
        ("1h", 60, T, False),
        ("1h05", 65, T, False),
        ("0:25a", 25, A, False),
        ("+5", 5, T, True),
        ("+5a", 5, A, True),
        ("+0:10", 10, T, True),
        ("1440", 1440, T, False),
    ],
)
def test_a_length_is_read(text, minutes, who, adds):
    assert read_minutes(text) == TypedMinutes(minutes, who, None, adds)


@pytest.mark.parametrize(
    ("text", "start", "end", "who"),
    [
        ("10:05-10:23", (10, 5), (10, 23), T),
        ("10:05 – 10:23", (10, 5), (10, 23), T),
        ("1005-1023", (10, 5), (10, 23), T),
        ("10:05 to 10:23", (10, 5), (10, 23), T),
        ("10:05-10:23a", (10, 5), (10, 23), A),
        ("905-930", (9, 5), (9, 30), T),
        ("1:05-1:23", (13, 5), (13, 23), T),  # one o'clock in a practice is after noon
        ("01:05-01:23", (1, 5), (1, 23), T),  # a leading zero says 24 hours
        ("7:00-7:30", (7, 0), (7, 30), T),
        ("6:30-7:15", (18, 30), (19, 15), T),
        ("6:30am-7:15am", (6, 30), (7, 15), T),
        ("11:50-1:10", (11, 50), (13, 10), T),
        ("12:50-1:10", (12, 50), (13, 10), T),
        ("12:10am-12:20am", (0, 10), (0, 20), T),
        ("23:30-24:00", (23, 30), (24, 0), T),
    ],
)
def test_clock_times_are_read(text, start, end, who):
    begins, ends = start[0] * 60 + start[1], end[0] * 60 + end[1]
    assert read_minutes(text) == TypedMinutes(ends - begins, who, Interval(begins, ends, who))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-5", "negative"),
        ("−5", "negative"),
        ("1000000000", "1,440"),
        ("1441", "1,440"),
        ("9" * 5000, "1,440"),
        ("abc", "not minutes"),
        ("1,5", "whole"),
        ("1.5", "whole"),
        ("25:00", "no length"),
        ("0:75", "no length"),
        ("10:23-10:05", "before it starts"),
        ("10:05-10:05", "before it starts"),
        ("23:50-00:20", "before it starts"),
        ("10:61-10:70", "no time of day"),
        ("26:00-27:00", "no time of day"),
        ("13:00pm-2:00pm", "cannot be pm"),
        ("١٥", "not minutes"),
        ("²", "not minutes"),
        ("15 15", "not minutes"),
        ("12c", "not minutes"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(text, word):
    read = read_minutes(text)
    assert isinstance(read, NotMinutes)
    assert not read.unfinished
    assert word in read.message


@pytest.mark.parametrize(
    "text", ["+", "1:", "0:2", "10:05", "10:05-", "10:05-1", "10:05-10:2", "9-10"]
)
def test_an_unfinished_text_is_told_from_a_wrong_one(text):
    read = read_minutes(text)
    assert isinstance(read, NotMinutes)
    assert read.unfinished


def test_the_column_says_whose_minutes_unless_a_letter_does():
    assert read_minutes("10", A) == TypedMinutes(10, A)
    assert read_minutes("10b", A) == TypedMinutes(10, B)


def test_a_cell_of_several_times_is_read_in_order():
    read = read_intervals("10:40-10:52a; 10:05-10:23")
    assert read == (Interval(605, 623, T), Interval(640, 652, A))
    assert read_intervals("") == ()


def test_times_of_one_person_may_not_overlap():
    read = read_intervals("10:05-10:23, 10:20-10:30")
    assert isinstance(read, NotMinutes)
    assert "overlap" in read.message
    assert read_intervals("10:05-10:23, 10:20-10:30a") != read


def test_a_length_in_a_cell_of_times_is_refused():
    read = read_intervals("10:05-10:23, 12")
    assert isinstance(read, NotMinutes)
    assert "“12”" in read.message


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [((0, 5), (5, 9), False), ((0, 6), (5, 9), True), ((1, 2), (0, 9), True)],
)
def test_stretches_that_only_touch_do_not_overlap(first, second, meet):
    assert overlap(Interval(*first), Interval(*second)) is meet
    assert overlap(Interval(*second), Interval(*first)) is meet


def test_together_is_both_people():
    assert overlap(Interval(0, 5, B), Interval(0, 5, A))
    assert not overlap(Interval(0, 5, T), Interval(0, 5, A))


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text):
    read = read_minutes(text)
    assert isinstance(read, NotMinutes) or 0 <= read.minutes <= 1440


@given(st.integers(0, 1440), st.sampled_from(["", "a", "b"]))
def test_every_number_of_a_day_is_read_as_itself(minutes, letter):
    read = read_minutes(f"{minutes}{letter}")
    assert isinstance(read, TypedMinutes)
    assert read.minutes == minutes


@given(
    st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 60), st.sampled_from(Who)), max_size=4)
)
def test_written_times_read_back_the_same(parts):
    intervals, clock = [], 0
    for gap, length, who in parts:
        start = clock + gap % 200
        if start + length > 1440:
            break
        intervals.append(Interval(start, start + length, who))
        clock = start + length
    assert read_intervals(write_intervals(tuple(intervals))) == tuple(intervals)
