"""A file from before outcome measures can hold them after it was opened."""

from datetime import date

import pytest

from core.model.outcomes import OutcomeEntry
from core.model.patient import Patient
from core.services import outcomes, patients
from core.store import migrations, verify
from tests.support.practice import DAY, new_practice, reopen

migrations_of_today = migrations.practice_migrations


class BeforeOutcomes:
    def apply(self, db):
        migrations_of_today.apply(db, stop_before="m0013_outcome_scores")


@pytest.fixture
def older_file(tmp_path, monkeypatch):
    """The path of a file from before outcome measures, with a patient."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 12)
        patch.setattr(migrations, "practice_migrations", BeforeOutcomes())
        practice = new_practice(tmp_path)
        patients.save(practice, Patient("Maria", "Alvarez", date(1963, 5, 17)))
        practice.file.close()
    return practice.file.path


def test_an_older_file_takes_scores_once_it_was_opened(older_file):
    practice = reopen(older_file)
    assert patients.get(practice, 1).outcomes == ()
    outcomes.save(practice, (OutcomeEntry(1, "nprs", DAY, total="6"),))
    assert [one.score for one in patients.get(practice, 1).outcomes] == [6]
    assert verify.everything(practice.file).is_good
    practice.file.close()
