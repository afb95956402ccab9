"""A dated value answers on its days and on no others."""

from datetime import date

import pytest

from core.rules.parameters import Confidence, DatedValue, NotKnown, Parameter


def value(since: date, until: date | None, number: int) -> DatedValue:
    return DatedValue(since, until, number, "minutes", "source", Confidence.HIGH)


HISTORY = Parameter(
    "least",
    (
        value(date(2020, 1, 1), date(2020, 12, 31), 8),
        value(date(2022, 1, 1), None, 10),
    ),
)


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), 8),
        (date(2020, 12, 31), 8),
        (date(2021, 1, 1), None),  # a gap is not known, never the last value
        (date(2021, 12, 31), None),
        (date(2022, 1, 1), 10),
        (date(2099, 1, 1), 10),
    ],
)
def test_each_day_has_its_value_or_none(day, known):
    found = HISTORY.on(day)
    assert (found.value if isinstance(found, DatedValue) else None) == known


def test_not_known_says_what_was_asked():
    assert HISTORY.on(date(2019, 1, 1)) == NotKnown("least", date(2019, 1, 1))
