"""Next year's values: asked for in December, not before, and only while they are missing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.library.rulebook import load_rulebook
from core.rules.next_year import missing_next_year

BOOK = load_rulebook()


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2025, 12, 31), date(9999, 12, 31)])
def test_nothing_is_asked_before_december_or_where_all_is_on_hand(day):
    assert missing_next_year(BOOK, day) == ()


def test_in_december_2026_the_values_of_2027_are_missing():
    missing = " ".join(missing_next_year(BOOK, date(2026, 12, 1)))
    for word in ("KX threshold of PT and SLP", "KX threshold of OT", "conversion", "relative"):
        assert word in missing
    assert "2027" in missing
    assert "review" not in missing  # known until the end of 2027


def test_a_value_that_was_entered_is_asked_for_no_more():
    name = "therapy_threshold.ot"
    history = BOOK.parameters[name]
    last = history.history[-1]
    own = replace(last, since=date(2027, 1, 1), until=date(2027, 12, 31), value=Decimal(2_500))
    longer = replace(history, history=(*history.history, own))
    book = replace(BOOK, parameters={**BOOK.parameters, name: longer}, _days={})
    assert "KX threshold of OT for 2027" not in missing_next_year(book, date(2026, 12, 1))
