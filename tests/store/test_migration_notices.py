"""A notice is a statement too: the table is made anew, its rows and guards stay."""

import pytest

from core.store import migrations
from core.store.engine import Database, IntegrityError

migrations_of_today = migrations.practice_migrations


def triggers(db):
    found = db.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'attestations'"
    )
    return sorted(sql for (sql,) in found.fetchall())


def test_statements_from_before_notices_are_kept_under_their_ids():
    db = Database(memory=True)
    migrations_of_today.apply(db, stop_before="m0010_notices")
    guards = triggers(db)
    db.execute("PRAGMA foreign_keys = OFF")
    row = (3, 1, "kx", "97110", "KX", "Dana Okafor, DPT", "2026-03-10T14:02:00+00:00")
    insert = "INSERT INTO attestations VALUES (?, ?, ?, ?, ?, ?, ?)"
    db.execute(insert, row)
    with pytest.raises(IntegrityError):
        db.execute(insert, (4, 1, "abn", *row[3:]))
    migrations_of_today.apply(db)
    db.execute(insert, (4, 1, "abn", *row[3:]))
    assert guards
    assert triggers(db) == guards
    assert db.execute("SELECT * FROM attestations ORDER BY id").fetchall() == [
        row, (4, 1, "abn", *row[3:]),
    ]  # fmt: skip
