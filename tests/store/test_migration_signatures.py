"""A file from before there were signatures becomes one of today."""

import pytest

from core.services import today
from core.store import migrations, own_values, signatures, verify
from tests.store.test_table_checks import ENCOUNTER, PATIENT, PROVIDER, put
from tests.support.practice import new_practice, reopen

migrations_of_today = migrations.practice_migrations


class BeforeSignatures:
    def apply(self, db):
        migrations_of_today.apply(db, stop_before="m0007_signatures")


@pytest.fixture
def unsigned_release(tmp_path, monkeypatch):
    """The path of a file from before there were signatures, with a complete session and a draft."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 5)
        patch.setattr(migrations, "practice_migrations", BeforeSignatures())
        patch.setattr(own_values, "list_all", lambda db: ())
        practice = new_practice(tmp_path)
        with practice.file.unit_of_work("test.fill", "test") as work:
            put(work.db, "patients", PATIENT)
            put(work.db, "providers", PROVIDER)
            put(work.db, "encounters", ENCOUNTER | {"state": "complete", "rulebook": "of then"})
            put(work.db, "encounters", ENCOUNTER)
        practice.file.close()
    return practice.file.path


def test_what_was_complete_before_signatures_stays_complete_and_is_not_signed(unsigned_release):
    practice = reopen(unsigned_release)
    db = practice.file.db
    states = db.execute("SELECT state FROM encounters ORDER BY id").fetchall()
    assert [row[0] for row in states] == ["complete", "draft"]
    assert signatures.sealing(db, 1) is None
    assert today.unsigned(practice) == ()
    with practice.file.unit_of_work("test.complete", "test") as work:
        work.db.execute("UPDATE encounters SET state = 'complete', rulebook = 'x' WHERE id = 2")
    assert [row.id for row in today.unsigned(practice)] == [2]
    assert verify.everything(practice.file).is_good
    practice.file.close()
