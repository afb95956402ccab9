"""Finding a code by what is typed."""

from datetime import date

import pytest

from core.library.rulebook import load_rulebook
from core.model.kinds import Discipline
from core.rules.codesearch import find_codes

DAY = date(2026, 3, 10)


def found(text: str, discipline: Discipline = Discipline.PT, day: date = DAY) -> list[str]:
    return [entry.code for entry in find_codes(load_rulebook(), text, day, discipline)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mt", "97140"),
        ("rtm", "98975"),
        ("MT", "97140"),
        ("te", "97110"),
        ("tx", "97110"),
        ("ther ex", "97110"),
        ("nmr", "97112"),
        ("ta", "97530"),
        ("gait", "97116"),
        ("us", "97035"),
        ("hp", "97010"),
        ("97140", "97140"),
        ("9714", "97140"),
        ("g0283", "G0283"),
        ("manual", "97140"),
        ("functional act", "97530"),
        ("cmt", "98940"),
    ],
)
def test_the_usual_words_find_the_code_first(typed, first):
    assert found(typed)[0] == first


def test_an_evaluation_is_the_own_disciplines_first():
    assert found("eval", Discipline.PT)[:3] == ["97161", "97162", "97163"]
    assert found("eval", Discipline.OT)[:3] == ["97165", "97166", "97167"]
    assert found("eval", Discipline.SLP)[0] == "92521"


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "%", "123456"])
def test_what_matches_nothing_finds_nothing(typed):
    assert found(typed) == []


def test_an_ended_code_is_found_by_its_whole_number_only():
    assert found("97001") == ["97001"]
    assert "97001" not in found("9700")
    assert "97001" in found("9700", day=date(2016, 12, 31))


def test_every_code_is_found_by_its_number_and_each_alias():
    book = load_rulebook()
    for entry in book.codes.values():
        assert found(entry.code)[0] == entry.code
        if entry.in_force(DAY):
            assert all(entry.code in found(alias) for alias in entry.aliases)
