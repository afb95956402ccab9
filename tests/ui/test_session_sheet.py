"""The grid's texts and what they mean, without a window."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.encounter import Interval, Service
from core.model.kinds import Discipline, Side, Who
from ui.presenters.session_sheet import (
    MINUTE_COLUMNS,
    Column,
    RowTexts,
    apply_typed,
    has_assistants,
    read_rows,
    row_of,
)

PT, ASSISTANT, TOGETHER = Column.THERAPIST, Column.ASSISTANT, Column.TOGETHER


def typed(text, column=PT, **held):
    return apply_typed(RowTexts("97110", **held), column, text)


def read(row, diagnoses=2, discipline=Discipline.PT):
    rows, problems = read_rows((row,), diagnoses, discipline)
    return rows[0], problems


@pytest.mark.parametrize(
    ("text", "held", "therapist", "assistant", "clock"),
    [
        ("15", {}, "15", "", ""),
        ("12a", {"therapist": "10"}, "10", "12", ""),
        ("0:25", {}, "25", "", ""),
        ("+5", {"therapist": "10"}, "15", "", ""),
        ("+5", {}, "5", "", ""),
        ("+5a", {"assistant": "3", "therapist": "7"}, "7", "8", ""),
        ("10:05-10:23", {"therapist": "4"}, "18", "", "10:05–10:23"),
        ("10:05-10:23a", {"therapist": "4"}, "4", "18", "10:05–10:23 a"),
        ("+10:30-10:40", {"therapist": "18", "clock": "10:05–10:23"}, "28", "",
         "10:05–10:23, 10:30–10:40"),
        ("10:30-10:40", {"therapist": "18", "clock": "10:05–10:23"}, "10", "", "10:30–10:40"),
        ("", {"therapist": "18"}, "", "", ""),
        ("abc", {"therapist": "18"}, "abc", "", ""),
        ("+1440", {"therapist": "1"}, "+1440", "", ""),
    ],
)  # fmt: skip
def test_what_is_typed_into_the_minutes_goes_where_it_belongs(
    text, held, therapist, assistant, clock
):
    row = typed(text, **held)
    assert (row.therapist, row.assistant, row.clock) == (therapist, assistant, clock)


def test_clock_times_fill_the_minutes_of_whoever_treated():
    row = typed("10:05-10:15, 10:20-10:30 a, 11:00-11:05", Column.CLOCK)
    assert (row.therapist, row.assistant) == ("15", "10")


@pytest.mark.parametrize("text", ["l", "left", "LEFT "])
def test_a_side_may_be_short(text):
    assert read(typed(text, Column.SIDE))[0].service.side is Side.LEFT


@pytest.mark.parametrize(
    ("column", "text", "word"),
    [
        (PT, "abc", "not minutes"),
        (PT, "-5", "negative"),
        (PT, "1,5", "whole"),
        (Column.CLOCK, "10:23-10:05", "before it starts"),
        (Column.SIDE, "north", "no side"),
        (Column.UNITS, "two", "no number"),
        (Column.UNITS, "-1", "no number"),
        (Column.POINTERS, "C", "A to B"),
        (Column.POINTERS, "AA", "different"),
        (Column.REGION, "x" * 81, "longer"),
    ],
)
def test_a_cell_that_cannot_be_read_is_left_out_with_a_sentence(column, text, word):
    row = typed(text, column)
    found, problems = read(row)
    assert [problem.column for problem in problems] == [column]
    assert word in problems[0].message
    assert row.text(column) == text
    assert found.service.total_minutes == 0


def test_pointers_default_to_the_first_four_diagnoses():
    assert read(RowTexts("97110"), diagnoses=6)[0].pointers == "ABCD"
    assert read(RowTexts("97110", pointers="B"), diagnoses=6)[0].pointers == "B"
    assert read(RowTexts("97110"), diagnoses=0)[0].pointers == ""


@pytest.mark.parametrize("discipline", [Discipline.SLP, Discipline.DC])
def test_a_discipline_without_assistants_refuses_their_minutes(discipline):
    assert not has_assistants(discipline)
    found, problems = read(typed("12a"), discipline=discipline)
    assert "no assistant" in problems[0].message
    assert found.service.assistant_minutes == 0


def overlapping(first, second, unattended=()):
    rows = (RowTexts("97140", clock=first), RowTexts("97010", clock=second))
    return read_rows(rows, 1, Discipline.PT, unattended)[1]


def test_one_clinician_in_two_rows_at_once_is_told_at_the_later_row():
    problems = overlapping("10:05–10:23", "10:20–10:30")
    assert [(one.row, one.column) for one in problems] == [(1, Column.CLOCK)]
    assert "97140" in problems[0].message


@pytest.mark.parametrize("second", ["10:23–10:30", "10:20–10:30 a"])
def test_times_that_touch_or_belong_to_two_people_are_fine(second):
    assert overlapping("10:05–10:23", second) == ()


def test_a_service_that_needs_nobody_beside_it_may_overlap():
    assert overlapping("10:05–10:23", "10:20–10:30", {"97010"}) == ()


def test_a_kept_service_comes_back_as_the_texts_it_was():
    service = Service(
        "97140", 22, 5, 0, "C4-C5", Side.LEFT, (Interval(605, 627, Who.THERAPIST),),
        modifiers=("59",), distinct_from=("97530",), session=2,
    )  # fmt: skip
    found, problems = read(row_of(service, "AB", 2))
    assert found.service == service
    assert (found.pointers, problems) == ("AB", ())


@given(st.sampled_from(list(MINUTE_COLUMNS)), st.text(max_size=12))
def test_nothing_typed_into_minutes_is_lost(column, text):
    row = apply_typed(RowTexts("97110"), column, text)
    service, problems = read(row)
    if problems:
        assert any(row.text(one.column) for one in problems)
    elif text.strip():
        assert any(row.text(one) for one in MINUTE_COLUMNS)
    assert 0 <= service.service.total_minutes <= 1440


@pytest.mark.parametrize(
    ("clock", "said"), [("01:30-03:30", "no time from 2:00"), ("10:00-10:30", "")]
)
def test_times_of_the_night_on_which_clocks_are_set_are_refused_at_the_cell(clock, said):
    row = RowTexts("97110", clock=clock)
    _, problems = read_rows((row,), 1, Discipline.PT, day=date(2026, 3, 8))
    assert [one.column for one in problems] == [Column.CLOCK] * bool(said)
    assert said in "".join(one.message for one in problems)


@pytest.mark.parametrize("clock", ["23:50-0:10", "11:50 pm-12:10 am", "10:30-10:15"])
def test_times_across_midnight_or_turned_round_are_refused_at_the_cell(clock):
    _, problems = read(RowTexts("97110", clock=clock))
    assert [one.column for one in problems] == [Column.CLOCK]
    assert "ends before it starts" in problems[0].message


def test_several_times_of_one_code_are_kept_and_overlaps_flagged():
    row, problems = read(RowTexts("97110", clock="10:00-10:10, 10:20-10:25"))
    assert [(one.start, one.end) for one in row.service.intervals] == [(600, 610), (620, 625)]
    assert problems == ()
    _, problems = read(RowTexts("97110", clock="10:00-10:10, 10:05-10:25"))
    assert "overlap" in problems[0].message
