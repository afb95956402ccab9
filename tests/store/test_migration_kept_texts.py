"""A file from before unsaved text was kept becomes one that can keep it."""

import pytest

from core.model.kept_text import KeptField, KeptText
from core.services import kept_texts, opening
from core.store import verify
from tests.support.older import take_back
from tests.support.practice import new_practice, reopen


@pytest.fixture
def sixteenth_schema(tmp_path):
    practice = new_practice(tmp_path)
    take_back(practice, "m0017_kept_texts", 16, ("kept_texts",))
    return practice.file.path


def test_a_file_from_before_can_keep_what_was_not_saved(sixteenth_schema):
    practice = reopen(sixteenth_schema)
    text = KeptText("practice", "1", "Practice", {"name": KeptField("Old", "New")})
    kept_texts.keep(practice, (text,))
    assert [one.fields for one in kept_texts.mine(practice)] == [text.fields]
    assert verify.everything(practice.file).is_good
    opening.close(practice)


@pytest.mark.parametrize("fields", ["", "{", "no json"])
def test_the_table_itself_refuses_fields_that_cannot_be_read(sixteenth_schema, fields):
    practice = reopen(sixteenth_schema)
    values = (practice.person.id, "f", "r", "t", fields, "2026-03-10T14:00:00+00:00")
    with (
        pytest.raises(Exception, match="CHECK constraint failed"),
        practice.file.unit_of_work("test.refused", "test") as work,
    ):
        work.db.execute(
            "INSERT INTO kept_texts (person_id, form, record, title, fields, kept_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )
    practice.file.close()
