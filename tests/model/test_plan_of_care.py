"""Frequency as it is typed, girths and volume, and what a kept file really is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.model.lymphedema import LymphRecord, excess_percent, read_girths
from core.model.patient_uploads import media_of
from core.model.plan_of_care import Phase, PlanContent, read_phases

MONDAY = date(2026, 2, 2)
phases = st.lists(st.builds(Phase, st.integers(1, 14), st.integers(1, 52)), max_size=6)


def content(typed):
    return PlanContent(1, phases=read_phases(typed))


def test_three_a_week_for_two_weeks_then_two_for_four_are_fourteen_visits():
    plan = content("3x2 2x4")
    assert (plan.planned_visits, plan.weeks) == (14, 6)
    assert plan.ends_on(MONDAY) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("day", "visits"),
    [(-1, 0), (0, 3), (6, 3), (7, 6), (13, 6), (14, 8), (41, 14), (42, 14), (400, 14)],
)
def test_visits_planned_by_a_day_take_the_running_week_in_full(day, visits):
    assert content("3x2 2x4").planned_by(MONDAY, MONDAY + timedelta(day)) == visits


@given(phases)
def test_a_frequency_is_read_back_as_it_was_written(listed):
    assert read_phases(" ".join(one.text for one in listed)) == tuple(listed)


@pytest.mark.parametrize("text", ["3", "x2", "3x", "0x2", "15x2", "3x53", "three", "3x2 weekly"])
def test_what_is_no_frequency_is_refused_with_an_example(text):
    with pytest.raises(FieldProblem, match="3x2 2x4"):
        read_phases(text)


def test_the_volume_of_an_arm_is_a_stack_of_truncated_cones():
    # By hand: 10 (19² + 19·25.5 + 25.5²) / 12π = 396.7 and 10 (17.5² + 17.5·22.5 + 22.5²) / 12π
    # = 320.0.
    girths = read_girths("0:19/17.5 10:25.5/22.5")
    record = LymphRecord(1, MONDAY, "Left arm", "II", 1, girths=girths)
    assert record.volumes == (397, 320)
    assert excess_percent(record.volumes) == Decimal("24.1")


def test_a_cylinder_has_the_volume_of_a_cylinder():
    # Girth 31.4 cm: radius 4.9975 cm; pi r² 40 cm = 3,138 mL.
    record = LymphRecord(1, MONDAY, "Leg", "I", 2, girths=read_girths("0:31.4/31.4 40:31.4/31.4"))
    assert record.volumes == (3138, 3138)


@pytest.mark.parametrize(
    "text", ["10:30/28 0:20/19", "0:30/28 0:30/28", "0:3/28", "0:300/28", "30/28", "0:a/b"]
)
def test_girths_out_of_order_or_range_are_refused(text):
    with pytest.raises(FieldProblem):
        read_girths(text)


def test_a_single_mark_has_no_volume():
    assert LymphRecord(1, MONDAY, "Arm", "I", 1, girths=read_girths("0:20/19")).volumes is None


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 9 + b"\xff\xd9", "image/jpeg"),
        (PNG[:-12], ""),
        (b"%PDF-1.7 cut short", ""),
        (b"MZ\x90\0 a program", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_its_bytes_say(body, media):
    assert media_of(body) == media
