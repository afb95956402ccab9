"""Outcome measures: scores, volumes and changes as cases, laws as properties."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.library.measures import shipped_measures
from core.model.outcomes import Better, Meaning, Reading
from core.notes.outcomes.change import Series, gain, progress
from core.notes.outcomes.limbs import LimbPair, limb_volume, places_every, read_girths
from core.notes.outcomes.measures import Rule
from core.notes.outcomes.scoring import read_items, score_items, score_total

FOLDER = Path(__file__).parents[1] / "cases" / "outcomes"
SCORES = tomllib.loads((FOLDER / "scores.toml").read_text("utf-8"))["case"]
CHANGES = tomllib.loads((FOLDER / "changes.toml").read_text("utf-8"))["case"]
DAY = date(2026, 3, 10)
KNOWN = shipped_measures()
ASKED = [one for one in KNOWN.all if one.scorings[0].rule not in (Rule.VALUE, Rule.CONES)]
girths = st.lists(st.integers(5, 150).map(Decimal), min_size=2, max_size=12)


def of(text):
    return tuple(Decimal(one) for one in text.split())


def scored(case):
    measure, day = KNOWN.get(case["measure"]), case.get("day", DAY)
    if "total" in case:
        return score_total(measure, case["total"], day)
    return score_items(measure, read_items(measure, case["items"], day), day)


@pytest.mark.parametrize("case", [case for case in SCORES if "score" in case], ids=str)
def test_answers_are_scored_as_by_hand(case):
    assert scored(case).score == Decimal(case["score"])


@pytest.mark.parametrize("case", [case for case in SCORES if "field" in case], ids=str)
def test_what_cannot_be_scored_is_refused_by_its_field(case):
    with pytest.raises(FieldProblem) as caught:
        scored(case)
    assert caught.value.field == case["field"]


def changed(case):
    last = case.get("day", DAY)
    days = last - timedelta(60), last
    scores = (Decimal(case[key]) for key in ("from", "to"))
    readings = tuple(Reading(day, score) for day, score in zip(days, scores, strict=True))
    return progress(KNOWN.get(case["measure"]), Series(case.get("place", ""), None, readings))


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_a_change_means_what_the_published_values_say(case):
    assert changed(case).meaning is Meaning(case["meaning"])


def test_a_change_says_by_which_value_and_whose():
    found = changed({"measure": "ndi", "from": "34", "to": "18"})
    assert found.words == "Better by at least the smallest change that matters (14 %, MID)"
    assert "J Orthop Sports Phys Ther 2014" in found.source
    assert (found.change, found.since_previous) == (-16, -16)


def test_values_that_do_not_decide_are_told_beside():
    found = changed({"measure": "nprs", "from": "5", "to": "3"})
    told = {mark.name: (mark.value, mark.reached) for mark in found.marks}
    assert told["30 % of the first score"] == (Decimal("1.5"), True)
    assert told["MID, upper end"] == (Decimal("3.5"), False)


def test_one_score_alone_is_compared_with_nothing():
    one = (Reading(DAY, Decimal(34)),)
    found = progress(KNOWN.get("ndi"), Series("", None, one))
    assert (found.meaning, found.previous, found.change) == (Meaning.FIRST, None, 0)


# V = h (C1 C1 + C1 C2 + C2 C2) / (12 pi), by hand: 4 (400 + 480 + 576) / 37.699 = 154.49;
# 4 (576 + 672 + 784) / 37.699 = 215.60. A cylinder of girth 10 and height 4 has 100 / pi = 31.83.
@pytest.mark.parametrize(
    ("landmarks", "girths", "volume"),
    [("0 4", "10 10", 32), ("0 4", "20 24", 154), ("0 4 8", "20 24 28", 370)],
)
def test_a_limb_has_the_volume_of_its_cut_cones(landmarks, girths, volume):
    assert limb_volume(of(landmarks), of(girths)) == volume


@pytest.mark.parametrize(
    ("landmarks", "girths", "field"),
    [("0", "20", "girths"), ("0 4", "20", "girths"), ("4 0", "20 21", "landmarks")],
)
def test_girths_that_give_no_volume_are_refused(landmarks, girths, field):
    with pytest.raises(FieldProblem) as caught:
        limb_volume(of(landmarks), of(girths))
    assert caught.value.field == field


def test_the_larger_limb_is_told_in_percent_of_the_smaller():
    pair = LimbPair(Decimal(3300), Decimal(3000))
    assert (pair.larger, pair.excess, pair.percent) == ("left", 300, 10)


def test_girths_are_read_as_people_type_them():
    scoring = KNOWN.get("girth").scorings[0]
    assert read_girths("17, 18.5; 20", scoring, "left") == of("17 18.5 20")
    for wrong in ("17 x", "4.9", "151", "1e2", "٣٠"):
        with pytest.raises(FieldProblem):
            read_girths(wrong, scoring, "left")


@st.composite
def answers(draw):
    measure = draw(st.sampled_from(ASKED))
    rule = measure.scorings[0]
    whole = st.integers(int(rule.low), int(rule.high)).map(Decimal)
    return measure, draw(st.lists(whole, min_size=rule.items, max_size=rule.items))


@given(answers(), st.data())
def test_a_higher_answer_never_lowers_a_score(drawn, data):
    measure, items = drawn
    place = data.draw(st.integers(0, len(items) - 1))
    top = measure.scorings[0].high
    raised = [*items[:place], top, *items[place + 1 :]]
    before, after = (score_items(measure, tuple(row), DAY).score for row in (items, raised))
    assert before <= after


@given(answers(), st.data())
def test_a_score_stays_in_its_range_also_with_answers_missing(drawn, data):
    measure, items = drawn
    most = measure.scorings[0].most_missing
    out = data.draw(st.sets(st.integers(0, len(items) - 1), max_size=most))
    row = tuple(None if place in out else one for place, one in enumerate(items))
    low, high = measure.range
    assert low <= score_items(measure, row, DAY).score <= high


@given(answers(), st.data())
def test_leaving_an_answer_out_gives_no_more_than_the_best_and_no_less_than_the_worst(drawn, data):
    measure, items = drawn
    rule = measure.scorings[0]
    if rule.most_missing:
        place = data.draw(st.integers(0, len(items) - 1))
        rows = ([*items[:place], one, *items[place + 1 :]] for one in (rule.low, None, rule.high))
        least, left_out, most = (score_items(measure, tuple(row), DAY).score for row in rows)
        assert least <= left_out <= most


@given(girths)
def test_a_volume_is_positive_and_the_same_from_above(row):
    places = places_every(Decimal(4), len(row))
    volume = limb_volume(places, tuple(row))
    assert volume > 0
    assert volume == limb_volume(places, tuple(reversed(row)))


def refused_at(score):
    try:
        score()
    except FieldProblem as problem:
        return problem.field
    return ""


@given(st.text(max_size=80), st.sampled_from(ASKED))
def test_any_text_is_read_or_refused(text, measure):
    row = refused_at(lambda: score_items(measure, read_items(measure, text, DAY), DAY))
    total = refused_at(lambda: score_total(measure, text, DAY))
    assert row in ("", "items")
    assert total in ("", "total")


@given(st.sampled_from(KNOWN.all), st.integers(0, 100), st.integers(0, 100))
def test_what_one_way_gains_the_other_way_loses(measure, before, after):
    motion = measure.motions[0] if measure.better is Better.NORMAL else None
    there = gain(measure, motion, Decimal(before), Decimal(after))
    assert there == -gain(measure, motion, Decimal(after), Decimal(before))
