"""What is known of each payer: own, inherited or a question; nothing passes for known silently."""

import tomllib
from datetime import date

import pytest

from core.library.resources import resources_dir
from core.library.rulebook import load_rulebook
from core.rules.parameters import Confidence
from core.services.payer_values import Standing, all_values, values_on
from core.services.payer_words import KEY_WORDS
from tests.support.payer_page import PAGE, page

BOOK = load_rulebook()
FILES = {p.stem: tomllib.loads(p.read_text("utf-8")) for p in resources_dir().glob("payers/*.toml")}
DAY = date(2026, 11, 23)
# What holds of any payer but Medicare: said of the programme or of contracts, of no one payer.
GENERAL = {"fee_schedule", "sequestration", "thresholds", "notices", "active_treatment"}


def test_the_page_is_as_new_as_the_files():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.support.payer_page"


@pytest.mark.parametrize("profile", sorted(FILES))
def test_a_value_passes_for_the_payers_own_only_where_its_file_says_so(profile):
    own = {v.key for v in all_values(BOOK, profile) if v.standing is Standing.OWN}
    assert own <= FILES[profile].keys()
    for key in FILES[profile].keys() - {"name", "inherits"}:
        entries = FILES[profile][key]["values"]
        assert (key in own) == any(entry["confidence"] != "assumed" for entry in entries)


@pytest.mark.parametrize("profile", sorted(FILES))
def test_nothing_said_of_one_payer_is_known_of_another(profile):
    for value in all_values(BOOK, profile):
        if value.standing is Standing.INHERITED:
            assert value.key in GENERAL, f"{profile} inherits {value.key} from {value.origin}"
            assert value.origin


@pytest.mark.parametrize("profile", sorted(FILES))
def test_each_file_states_its_own_unit_rule(profile):
    assert "unit_rule" in FILES[profile]


@pytest.mark.parametrize("profile", sorted(FILES))
def test_what_is_not_known_is_a_question(profile):
    shown = values_on(BOOK, profile, DAY)
    assert [value.key for value in shown] == list(KEY_WORDS)
    for value in shown:
        assert (value.standing is Standing.UNKNOWN) == value.question.endswith("?")
        assumed = value.entry is None or value.entry.confidence is Confidence.ASSUMED
        assert assumed == (value.standing is Standing.UNKNOWN)


def test_the_day_decides_what_is_known():
    def unit_rule(day):
        return next(v for v in values_on(BOOK, "anthem", day) if v.key == "unit_rule")

    assert unit_rule(date(2024, 12, 31)).standing is Standing.UNKNOWN
    assert unit_rule(date(2025, 7, 8)).standing is Standing.UNKNOWN
    assert unit_rule(date(2025, 7, 9)).standing is Standing.OWN
    assert "smaller of midpoint" in unit_rule(date(2025, 7, 9)).words
    assert unit_rule(date(2009, 12, 31)).entry is None
