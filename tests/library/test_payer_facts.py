"""What is told of payers: dated, cited, about profiles that are there; and the spec's own rows."""

import re
from datetime import date

import pytest

from core.library.payer_facts import read_facts, shipped_facts
from core.library.rule_files import RuleFileError
from core.library.rulebook import load_rulebook
from core.rules.parameters import Confidence
from core.services.payer_facts import facts_on

BOOK = load_rulebook()
TODAY = date(2026, 3, 10)


def test_every_fact_is_about_a_profile_and_says_whence_it_is():
    for fact in shipped_facts():
        assert fact.profile in BOOK.profiles
        assert fact.confidence is not Confidence.ASSUMED
        assert len(fact.cite) > 5


# Rows of payers-and-edits.md 5.1 to 5.3 that no value of a profile can hold, in a few words.
@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("anthem", "Start and stop times"),
        ("anthem", "IN, KY, MO, OH and WI"),
        ("unitedhealthcare", "length of the session"),
        ("unitedhealthcare", "97161 to 97168 are paid to therapists alone"),
        ("unitedhealthcare", "S8948"),
        ("medicare-advantage", "first 6 visits within 8 weeks"),
        ("texas-medicaid", "under 21"),
        ("texas-medicaid", "re-evaluations are limited"),
        ("texas-medicaid", "U5"),
        ("new-york-medicaid", "visit limits ended"),
        ("medi-cal", "written prescription"),
        ("workers-compensation", "Washington"),
        ("workers-compensation", "California: 24 visits"),
        ("workers-compensation", "New York"),
        ("cigna", "total time in minutes"),
        ("cigna", "Intractable lymphedema"),
        ("aetna", "Decongestive therapy"),
        ("medicare-part-b", "Noridian"),
        ("generic-commercial", "Independence"),
        ("generic-commercial", "Kaiser 90"),
    ],
)
def test_the_specifications_rows_are_told(profile, words):
    assert any(words in fact.says for fact in facts_on(profile, TODAY))


@pytest.mark.parametrize(
    ("profile", "day", "words", "told"),
    [
        ("anthem", date(2025, 7, 8), "Start and stop", False),
        ("anthem", date(2025, 7, 9), "Start and stop", True),
        ("new-york-medicaid", date(2020, 12, 31), "20 visits a year", True),
        ("new-york-medicaid", date(2021, 1, 1), "20 visits a year", False),
        ("new-york-medicaid", date(2021, 1, 1), "limits ended", True),
        ("tricare", date(2024, 12, 31), "12 visits in 120 days", True),
        ("tricare", date(2025, 1, 1), "12 visits in 120 days", False),
        ("medicare-advantage", date(2025, 1, 12), "first 6 visits", False),
        ("medicare-advantage", date(2025, 1, 13), "first 6 visits", True),
    ],
)
def test_a_fact_is_told_of_its_days_alone(profile, day, words, told):
    assert any(words in fact.says for fact in facts_on(profile, day)) is told


@pytest.mark.parametrize(
    "gone", ["from = 2025-01-01", 'confidence = "low"', 'cite = "Somebody"', 'says = "So it is."']
)
def test_a_fact_without_a_day_a_confidence_or_a_source_is_refused(tmp_path, gone):
    text = (
        '[[fact]]\nprofile = "anthem"\ntopic = "units"\nfrom = 2025-01-01\nsays = "So it is."\n'
        'confidence = "low"\ncite = "Somebody"\n'
    )
    path = tmp_path / "facts.toml"
    path.write_text(text, "utf-8")
    assert len(read_facts(path)) == 1
    path.write_text(re.sub(re.escape(gone) + "\n", "", text), "utf-8")
    with pytest.raises(RuleFileError):
        read_facts(path)
