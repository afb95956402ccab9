"""Spelled numbers of a dictated note."""

import pytest

from core.notes.words import Words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("rotation was thirty two degrees", [32]),
        ("elevation one hundred and twenty", [120]),
        ("from thirty to forty-five degrees", [30, 45]),
        ("pain six to three out of ten", [6, 3, 10]),
        ("twelve minutes of glides", []),
        ("one on one, two sets", []),
        ("one hundred ten degrees, then 95", [110, 95]),
    ],
)
def test_spelled_numbers_count_where_a_unit_shows_a_measure(text, numbers):
    words = Words(text)
    assert [words.number(at) for at in words.digits] == numbers


def test_a_spelled_number_stands_where_it_was_typed():
    words = Words("flexion ninety five degrees")
    (at,) = words.digits
    assert words.text[words.starts[at] : words.ends[at]] == "five"
