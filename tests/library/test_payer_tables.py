"""The specification's payer tables, typed by hand, against the shipped profiles."""

import tomllib
from datetime import date, timedelta

import pytest

from core.library.rulebook import load_rulebook
from core.rules.parameters import Confidence, DatedValue
from tests.case_files import CASES

BOOK = load_rulebook()
ROWS = tomllib.loads((CASES / "spec" / "payers.toml").read_text("utf-8"))["row"]


def standing(profile: str, key: str, day: date) -> tuple[str, str]:
    """The value as text and its confidence; what is assumed or absent is unknown."""
    found = BOOK.profiles[profile].on(key, day)
    if not isinstance(found, DatedValue) or found.confidence is Confidence.ASSUMED:
        return "unknown", ""
    value = found.value
    text = " ".join(sorted(value)) if isinstance(value, tuple) else str(value)
    return text, found.confidence.value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['profile']}-{row['key']}")
def test_a_payers_value_is_the_tables(row):
    profile, key, day = row["profile"], row["key"], row["day"]
    assert standing(profile, key, day) == (row["value"], row.get("confidence", ""))
    if "before" in row:
        assert standing(profile, key, day - timedelta(days=1))[0] == row["before"]
