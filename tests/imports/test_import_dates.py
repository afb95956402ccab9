from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.imports.import_dates import day_first, read_file_date


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_iso_and_us_spellings_of_a_day_are_read_alike(day):
    spellings = (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02d}-{day.day:02d}-{day.year}",
        f"{day.isoformat()} 00:00:00",
        f"{day.month}/{day.day}/{day.year} 12:00:00 AM",
    )
    assert {read_file_date(text, "dob") for text in spellings} == {day}


@pytest.mark.parametrize("text", [
    "2023-02-29", "2/30/2000", "13/1/2000", "0/1/2000", "3/2/63", "20000-01-01", "2024-W01-1",
    "2000-01-01 13:00", "1.2.3.4", "３/2/1963", "today", "",
])  # fmt: skip
def test_anything_else_is_refused_with_the_field(text):
    with pytest.raises(FieldProblem) as problem:
        read_file_date(text, "dob")
    assert problem.value.field == "dob"


@pytest.mark.parametrize(("texts", "found"), [
    (["3/2/1963", "12/31/1963"], ""), (["3/2/1963", "13/12/1963"], "13/12/1963"),
    (["13/13/1963"], ""), (["1963-13-01"], ""), ([], ""),
])  # fmt: skip
def test_a_date_that_must_begin_with_its_day_is_pointed_out(texts, found):
    assert day_first(texts) == found
