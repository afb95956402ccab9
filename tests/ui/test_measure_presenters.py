"""What is found by a word, echoed while typed, and put on a chart: without a window."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.library.measures import shipped_measures
from core.model.outcomes import Reading
from core.notes.outcomes.change import Series, progress
from ui.models.outcome_rows import short_of, signed, value_words
from ui.presenters.measure_draft import Draft, echo, entries_of
from ui.presenters.measure_targets import find_targets, targets_of
from ui.presenters.score_chart import chart_of

DAY = date(2026, 3, 10)
KNOWN = shipped_measures()
TARGETS = targets_of(KNOWN)


def named(word):
    return find_targets(word, TARGETS)[0]


def course(measure, *scores, place="", side=None):
    days = (DAY - timedelta(10 * back) for back in reversed(range(len(scores))))
    readings = tuple(Reading(day, Decimal(score)) for day, score in zip(days, scores, strict=True))
    return progress(KNOWN.get(measure), Series(place, side, readings))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ndi", "NDI"), ("pain", "NPRS"), ("hip", "AROM hip"), ("arm vol", "Arm volume"),
        ("quick", "QuickDASH"), ("roland", "RMDQ"), ("AROM sh", "AROM shoulder"),
        ("leg v", "Leg volume"),
    ],
)  # fmt: skip
def test_a_word_finds_its_measure(typed, first):
    assert named(typed).title == first


def test_every_measure_is_found_by_its_own_title():
    assert all(find_targets(one.title, TARGETS)[0] == one for one in TARGETS)


@pytest.mark.parametrize(
    ("word", "texts", "said"),
    [
        ("ndi", {"items": "231"}, "3 of 10 answers"),
        ("ndi", {"items": "231320212-"}, "35.6 %  ·  16 of 45, 1 left out"),
        ("ndi", {"total": "17/50"}, "34 %"),
        ("psfs", {"name1": "Stairs", "rate1": "4", "name2": "Grass", "rate2": "5",
                  "name3": "Getting up", "rate3": "6"}, "5 points  ·  mean of 3"),
        ("psfs", {"name1": "Stairs", "rate1": "4"}, "PSFS takes 3 to 5 activities; 1 is named."),
        ("psfs", {"name1": "Stairs"}, ""),
        ("psfs", {"name1": "Stairs", "rate1": "11"}, "A whole number from 0 to 10."),
        ("pain", {"items": "7"}, "7 points"),
        ("knee", {"knee.flexion.left": "118"}, "1 typed"),
        ("leg v", {"left": "20 24", "right": "20 24 28", "step": "4"},
         "left 154 mL · right 370 mL · not the same places"),
        ("ndi", {"measured_on": "today"}, ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_echoed(word, texts, said):
    assert echo(Draft(named(word), 1, DAY, texts))[1] == said


def refused_at(typed):
    try:
        entries_of(typed)
    except FieldProblem as problem:
        return problem.field
    return ""


@given(st.sampled_from(TARGETS), st.data())
def test_any_text_in_any_field_is_echoed_or_refused_at_a_field_of_the_form(target, data):
    names = ["items", "total", "step", "left", "right"]
    names += [f"{field}{place}" for field in ("name", "rate") for place in range(1, 6)]
    names += [f"{one.id}{side}" for one in target.motions for side in ("", ".left", ".right")]
    texts = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=30)))
    typed = Draft(target, 1, DAY, texts)
    kind, words = echo(typed)
    assert kind in ("muted", "good", "warning")
    assert isinstance(words, str)
    assert refused_at(typed) in ("", *names)


def test_the_chart_marks_the_error_and_the_change_that_matters():
    chart = chart_of((course("ndi", "34", "26", "18"),))
    assert chart.band == (24, 44)
    assert (chart.goal, chart.goal_words) == (20, "14 % better than the first")
    assert chart.ticks[0] <= 18
    assert chart.ticks[-1] >= 44


def test_a_goal_beyond_the_scale_is_not_drawn():
    assert chart_of((course("lefs", "75", "76"),)).goal is None


def test_both_sides_stand_in_one_chart_with_the_normal_range():
    sides = (course("arom", "90", "110", place="knee.flexion"),) * 2
    chart = chart_of(sides)
    assert (chart.normal, chart.band) == (135, None)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=9))
def test_an_axis_holds_every_score_in_few_steps(scores):
    ticks = chart_of((course("ndi", *map(str, scores)),)).ticks
    assert ticks[0] <= min(scores)
    assert max(scores) <= ticks[-1]
    assert 2 <= len(ticks) <= 7


@pytest.mark.parametrize(
    ("measure", "place", "scores", "said"),
    [
        ("ndi", "", ("34", "18"), "Better"),
        ("ndi", "", ("34", "24"), "Somewhat better"),
        ("ndi", "", ("34",), "First score"),
        ("arom", "knee.flexion", ("90", "110"), "Better beyond error"),
        ("arom", "knee.flexion", ("110", "90"), "Worse beyond error"),
    ],
)
def test_a_change_has_a_short_name(measure, place, scores, said):
    assert short_of(course(measure, *scores, place=place))[0] == said


def test_numbers_are_written_as_people_read_them():
    assert value_words(Decimal("2310"), "mL") == "2,310 mL"
    assert value_words(Decimal(-5), "°") == "−5°"
    assert value_words(Decimal("6.0"), "points") == "6"
    assert [signed(Decimal(one)) for one in (8, 0, -16)] == ["+8", "0", "−16"]
