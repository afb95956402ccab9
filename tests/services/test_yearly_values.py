"""From December on, what Medicare sets anew each year is asked for until it is there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.library.rulebook import load_rulebook
from core.rules.parameters import Confidence, DatedValue, Parameter
from core.services.yearly_values import missing_next_year

BOOK = load_rulebook()


def words(book, day):
    return [value.words for value in missing_next_year(book, day)]


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_nothing_is_asked_before_december(day, asked):
    assert bool(words(BOOK, day)) == asked


def test_the_shipped_book_lacks_what_is_not_published_yet():
    # The review mark is fixed by law until 2028; the rest is set by a rule each autumn.
    assert words(BOOK, date(2026, 12, 1)) == [
        "KX threshold, PT and SLP",
        "KX threshold, OT",
        "Conversion factor",
        "Conversion factor, qualifying participants",
        "Relative values",
    ]


def test_nothing_is_missing_for_a_year_that_is_known():
    assert words(BOOK, date(2025, 12, 31)) == []


def test_a_value_that_came_in_is_not_asked_for():
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    entry = DatedValue(first, last, Decimal(34), "dollars", "CMS", Confidence.HIGH)
    factors = dict.fromkeys(("qp", "non_qp"), (entry,))
    name = "therapy_threshold.ot"
    parameters = {**BOOK.parameters, name: Parameter(name, (entry,))}
    book = replace(BOOK, fees=replace(BOOK.fees, factors=factors), parameters=parameters)
    assert words(book, date(2026, 12, 1)) == ["KX threshold, PT and SLP", "Relative values"]
