"""Own values of whole profiles become values of each payer that follows them (migration 9)."""

import pytest
from sqlite_utils import Database

from core.store import own_values
from core.store.migrations import practice_migrations

BEFORE = "m0009_payers_own"
PAYERS = (("Harbor Mutual", "aetna"), ("Blue Bay", "aetna"), ("Old Plan", "cigna"))
VALUES = (
    ("aetna", "day_cap", '{"number": "4"}', "2026-01-01", "2026-06-30"),
    ("aetna", "day_cap", '{"number": "5"}', "2026-07-01", None),
    ("humana", "mue", '"none"', "2026-01-01", None),
    ("cash", "mue", '"none"', "2026-01-01", None),
    ("*", "therapy_threshold.ot", '{"number": "2600"}', "2027-01-01", "2027-12-31"),
)


@pytest.fixture
def old():
    """A file as it was before, with own values of five profiles."""
    db = Database(memory=True)
    practice_migrations.apply(db, stop_before=BEFORE)
    for name, profile in PAYERS:
        number = db.execute(
            "INSERT INTO payers (name, payer_number, street, city, state, zip, phone, active)"
            " VALUES (?, '', '', '', '', '', '', 1)", (name,)
        ).lastrowid  # fmt: skip
        db.execute(
            "INSERT INTO payer_profiles (payer_id, profile, starts_on) VALUES (?, ?, '2020-01-01')",
            (number, profile),
        )
    for row in VALUES:
        db.execute(
            "INSERT INTO payer_overrides (profile, key, value, starts_on, ends_on, source)"
            " VALUES (?, ?, ?, ?, ?, 'Contract')",
            row,
        )
    return db


def kept(db):
    found = own_values.list_all(db)
    return sorted((own.profile, own.payer_id, str(own.since)) for own in found)


def test_each_payer_on_the_profile_keeps_its_values(old):
    practice_migrations.apply(old)
    aetna = [row for row in kept(old) if row[0] == "aetna"]
    assert aetna == [
        ("aetna", 1, "2026-01-01"),
        ("aetna", 1, "2026-07-01"),
        ("aetna", 2, "2026-01-01"),
        ("aetna", 2, "2026-07-01"),
    ]


def test_values_without_a_payer_go_on_holding_for_the_profile(old):
    practice_migrations.apply(old)
    others = [row for row in kept(old) if row[0] != "aetna"]
    assert [row[:2] for row in others] == [("*", None), ("cash", None), ("humana", None)]
    assert not old["profile_overrides"].exists()


def test_words_days_and_sources_stay(old):
    practice_migrations.apply(old)
    own = next(one for one in own_values.list_all(old) if str(one.until) == "2026-06-30")
    assert (str(own.value), own.source, own.key) == ("4", "Contract", "day_cap")


def test_two_values_of_one_payer_never_begin_on_one_day(old):
    practice_migrations.apply(old)
    insert = (
        "INSERT INTO payer_overrides (payer_id, profile, key, value, starts_on, source)"
        " VALUES (?, 'humana', 'mue', '\"none\"', '2026-01-01', 'x')"
    )
    old.execute(insert, (1,))
    for payer in (1, None):
        with pytest.raises(Exception, match="UNIQUE"):
            old.execute(insert, (payer,))
