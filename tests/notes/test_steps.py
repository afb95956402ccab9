"""Reading takes work in proportion to the text: counted in calls, so no clock is asked."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note
from tests.notes.test_reading import WORDS

SHORT, FACTOR = 2_000, 4
WALLS = [
    "1 ", "10:00-", "( ", "no STM, ", "5 -> ", "because stiff limits ", "15 min, ", "<a ", "{\\*",
    "start 10:00 ", "after ER 5 ", "[ ] x ", "pain 5/10 ", "to L4 ", "R calf (15) ", "pre/post 5/",
    "STM R calf 15 ", "97140 15\n", "Area: knee ", "MT/TE 15/20 ", "9,", "....", "\u2610 ", "if < ",
]  # fmt: skip


def steps(text):
    """Calls made while a note is read."""
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += 1

    note, lexicon = Note(text, billed=(BilledLine("97140", 15),)), load_lexicon()
    sys.setprofile(tick)
    try:
        read_note(note, lexicon)
    finally:
        sys.setprofile(None)
    return count


def grows(piece):
    long = steps((piece * SHORT * FACTOR)[: SHORT * FACTOR])
    return long / steps((piece * SHORT)[:SHORT])


@pytest.mark.parametrize("piece", WALLS)
def test_a_wall_of_one_thing_costs_no_more_than_its_length(piece):
    assert grows(piece) < 2 * FACTOR


@settings(max_examples=10, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda w: " ".join(w) + " "))
def test_any_pattern_repeated_costs_no_more_than_its_length(piece):
    assert grows(piece) < 2 * FACTOR
