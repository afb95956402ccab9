"""Migration 12 on a file from before it: its rows stay, its tables are there and guarded."""

import pytest

from core.store import migrations
from core.store.engine import Database, IntegrityError

STEPS = migrations.practice_migrations


def test_a_file_from_before_gets_the_tables_and_keeps_its_rows():
    db = Database(memory=True)
    STEPS.apply(db, stop_before="m0012_disclosures")
    db.execute("PRAGMA foreign_keys = OFF")
    insert = "INSERT INTO break_glass (person_id, patient_id, reason, started_at) VALUES (?,?,?,?)"
    db.execute(insert, (1, 7, "called in an emergency", "2026-03-10T14:00:00+00:00"))
    STEPS.apply(db)
    assert db.execute("SELECT patient_id, reason FROM break_glass").fetchall() == [
        (7, "called in an emergency")
    ]
    for table in ("disclosures", "legal_holds", "removals"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own word


def test_a_patient_is_under_one_hold_at_a_time_and_a_removal_is_never_forgotten():
    db = Database(memory=True)
    STEPS.apply(db)
    db.execute("PRAGMA foreign_keys = OFF")
    hold = "INSERT INTO legal_holds (patient_id, reason, set_at, set_by) VALUES (7, 'x', 'y', 'z')"
    db.execute(hold)
    with pytest.raises(IntegrityError):
        db.execute(hold)
    db.execute("INSERT INTO removals VALUES (7, 'a', 'b', 'c', '2026-01-01', NULL, NULL)")
    for sql in ("DELETE FROM removals", "UPDATE removals SET reason = 'd'"):
        with pytest.raises(IntegrityError, match="stays written down"):
            db.execute(sql)
