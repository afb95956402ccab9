"""Plans of care from before signatures were kept: each known one becomes the first of its list."""

import pytest

from core.store import migrations
from core.store.engine import Database, IntegrityError

migrations_of_today = migrations.practice_migrations
PLAN = "INSERT INTO plans_of_care VALUES (?, 1, 'PT', '2026-01-05', ?, ?, NULL)"


@pytest.fixture
def db():
    made = Database(memory=True)
    migrations_of_today.apply(made, stop_before="m0014_plans_of_care")
    made.execute("PRAGMA foreign_keys = OFF")
    for row in ((1, "2026-01-12", "2026-03-31"), (2, None, "2026-03-31"), (3, "2026-01-12", None)):
        made.execute(PLAN, row)
    migrations_of_today.apply(made)
    return made


def test_a_signature_that_was_known_is_the_first_of_the_list(db):
    rows = db.execute(
        "SELECT plan_id, kind, signed_on, covers_from, valid_to FROM plan_certifications"
    )
    assert rows.fetchall() == [
        (1, "initial", "2026-01-12", "2026-01-05", "2026-03-31"),
        (3, "initial", "2026-01-12", "2026-01-05", None),
    ]


def test_the_plans_themselves_stay_as_they_were(db):
    rows = db.execute("SELECT id, certified_on, certified_to FROM plans_of_care").fetchall()
    assert rows == [(1, "2026-01-12", "2026-03-31"), (2, None, "2026-03-31"),
                    (3, "2026-01-12", None)]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM plan_certifications",
        "UPDATE plan_certifications SET valid_to = '2027-01-01'",
        "UPDATE plan_certifications SET signed_on = '2025-01-01' WHERE plan_id = 1",
    ],
)
def test_a_signature_is_neither_changed_nor_removed(db, statement):
    with pytest.raises(IntegrityError):
        db.execute(statement)


def test_a_withdrawn_signature_has_its_reason(db):
    with pytest.raises(IntegrityError):
        db.execute("UPDATE plan_certifications SET withdrawn_at = '2026-02-01T00:00:00+00:00'")


def test_a_goals_number_does_not_change(db):
    values = "(1, 1, 1, 'Walk', '', '', '', NULL, '2026-01-05', 'open', NULL)"
    db.execute(f"INSERT INTO plan_goals VALUES {values}")  # noqa: S608 - typed here
    with pytest.raises(IntegrityError):
        db.execute("UPDATE plan_goals SET number = 2")
    with pytest.raises(IntegrityError):
        db.execute("DELETE FROM plan_goals")


def test_a_papers_bytes_do_not_change(db):
    db.execute(
        "INSERT INTO patient_files (patient_id, kind, title, dated_on, media, size, sha256, body,"
        " recorded_at, recorded_by) VALUES (1, 'card', '', '2026-01-05', 'image/png', 2, ?, ?,"
        " '2026-01-05T00:00:00+00:00', 'Ann')",
        ("0" * 64, b"ab"),
    )
    with pytest.raises(IntegrityError):
        db.execute("UPDATE patient_files SET body = ?", (b"cd",))
