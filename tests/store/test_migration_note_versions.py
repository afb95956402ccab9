"""A file from before versions were kept becomes one of today with its notes as first versions."""

import pytest

from core.store import migrations, note_versions, verify
from tests.store.test_table_checks import ENCOUNTER, PATIENT, PROVIDER, put
from tests.support.practice import new_practice, reopen

migrations_of_today = migrations.practice_migrations
NOTE = {
    "encounter_id": 1, "subjective": "Better.", "objective": "", "assessment": "", "plan": "",
    "updated_at": "2026-03-09T14:00:00+00:00",
}  # fmt: skip


class Before:
    def apply(self, db):
        migrations_of_today.apply(db, stop_before="m0016_note_versions")


@pytest.fixture
def older(tmp_path, monkeypatch):
    """The path of a file from before, with one note."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 15)
        patch.setattr(migrations, "practice_migrations", Before())
        practice = new_practice(tmp_path)
        with practice.file.unit_of_work("test.fill", "test") as work:
            put(work.db, "patients", PATIENT)
            put(work.db, "providers", PROVIDER)
            put(work.db, "encounters", ENCOUNTER | {"version": 3})
            put(work.db, "notes", NOTE)
        practice.file.close()
    return practice.file.path


def test_a_note_that_is_there_becomes_its_first_version(older):
    practice = reopen(older)
    (one,) = note_versions.of_encounter(practice.file.db, 1)
    assert (one.version, one.note.subjective, one.kept_by) == (3, "Better.", "")
    assert verify.everything(practice.file).is_good
    practice.file.close()
