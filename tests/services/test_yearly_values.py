"""From December on, what Medicare sets anew each year is asked for until it is there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.errors import InvalidInput
from core.library.rulebook import load_rulebook
from core.rules.parameters import Confidence, DatedValue, NotKnown, Parameter
from core.services import own_values
from core.services.yearly_own import save_threshold
from core.services.yearly_values import missing_next_year
from tests.support.practice import new_practice

OT = "therapy_threshold.ot"
BOOK = load_rulebook()


def words(book, day):
    return [value.words for value in missing_next_year(book, day)]


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_nothing_is_asked_before_december(day, asked):
    assert bool(words(BOOK, day)) == asked


def test_the_shipped_book_lacks_what_is_not_published_yet():
    # The review mark is fixed by law until 2028; the rest is set by a rule each autumn.
    assert words(BOOK, date(2026, 12, 1)) == [
        "KX, PT and SLP",
        "KX, OT",
        "Conversion factor",
        "Factor for QPs",
        "Relative values",
    ]


def test_nothing_is_missing_for_a_year_that_is_known():
    assert words(BOOK, date(2025, 12, 31)) == []


def test_a_value_that_came_in_is_not_asked_for():
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    entry = DatedValue(first, last, Decimal(34), "dollars", "CMS", Confidence.HIGH)
    factors = dict.fromkeys(("qp", "non_qp"), (entry,))
    parameters = {**BOOK.parameters, OT: Parameter(OT, (entry,))}
    book = replace(BOOK, fees=replace(BOOK.fees, factors=factors), parameters=parameters)
    assert words(book, date(2026, 12, 1)) == ["KX, PT and SLP", "Relative values"]


@pytest.fixture
def practice(tmp_path):
    made = new_practice(tmp_path)
    yield made
    made.file.close()


def test_a_threshold_put_in_by_the_practice_holds_for_its_year_only(practice):
    save_threshold(practice, OT, 2027, 250_000, "CMS change request")
    found = practice.book.parameter(OT, date(2027, 12, 31))
    assert (found.value, found.unit) == (Decimal(2500), "dollars")
    assert found.cite == "Set by the practice: CMS change request"
    assert practice.book.parameter(OT, date(2026, 12, 31)).value == 2480
    assert isinstance(practice.book.parameter(OT, date(2028, 1, 1)), NotKnown)
    assert "KX, OT" not in words(practice.book, date(2026, 12, 1))
    assert practice.book.identity != BOOK.identity


def test_typed_again_it_replaces_the_former_one(practice):
    for cents in (240_000, 250_000):
        save_threshold(practice, OT, 2027, cents, "CMS")
    assert practice.book.parameter(OT, date(2027, 1, 1)).value == 2500
    assert len(own_values.list_own(practice)) == 1


@pytest.mark.parametrize(
    ("key", "cents", "source", "field"),
    [
        ("therapy_threshold.review", 300_000, "CMS", "key"),
        (OT, None, "CMS", "amount"),
        (OT, 2_500, "CMS", "amount"),
        (OT, 25_000_000, "CMS", "amount"),
        (OT, 250_000, " ", "source"),
    ],
)
def test_what_cannot_be_a_threshold_is_refused_at_its_field(practice, key, cents, source, field):
    with pytest.raises(InvalidInput) as refused:
        save_threshold(practice, key, 2027, cents, source)
    assert refused.value.field == field
    assert own_values.list_own(practice) == ()
