"""A file of the first release becomes one of today, whole or not at all."""

import pytest

from core.services import opening, restoring
from core.store import backup, break_glass, chain, create, migrations, own_values, verify
from tests.support import old_keys
from tests.support.practice import PASSWORD, clock_on, new_practice, reopen, trail


@pytest.fixture
def first_release(tmp_path, monkeypatch):
    """The path of a file as migration 1 alone makes it, with three audit rows."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 1)
        patch.setattr(migrations, "practice_migrations", OnlyUpTo("m0002_audit_seals"))
        patch.setattr(chain, "seal_new", lambda db, key: chain.Head(0, chain.START))
        patch.setattr(chain, "head", lambda db: chain.Head(0, chain.START))
        patch.setattr(create.anchor.Anchor, "write", lambda self, head: None)
        patch.setattr(own_values, "list_all", lambda db: ())
        patch.setattr("core.services.opening.people.insert_owner", insert_owner_of_then)
        patch.setattr("core.services.opening.people.first_owner", lambda db: None)
        patch.setattr("core.services.opening.kept_keys.put_in_force", lambda db, slots: None)
        patch.setattr("core.services.opening.signing_in.enter", lambda p, person, key: None)
        patch.setattr(
            "core.store.open.anchor.agreement", lambda db, noted: create.anchor.Agreement.AGREES
        )
        practice = new_practice(tmp_path)
        for number in range(2):
            with practice.file.unit_of_work("test.save", "test", number, detail={"fields": ["ł"]}):
                pass
        old_keys.put_back(practice.file.path, practice.file, PASSWORD, "0" * 32)
        practice.file.close()
    return practice.file.path


def insert_owner_of_then(db, name, sign_in, provider_id, now):
    db.execute(
        "INSERT INTO users (name, role, created_at) VALUES (?, 'owner', ?)", (name, now.isoformat())
    )


class OnlyUpTo:
    def __init__(self, first_left_out):
        self.first_left_out = first_left_out

    def apply(self, db):
        migrations_of_today.apply(db, stop_before=self.first_left_out)


migrations_of_today = migrations.practice_migrations


def test_rows_from_before_the_chain_are_sealed_and_kept(first_release):
    practice = reopen(first_release)
    events = trail(practice)
    assert [event.action for event in events] == [
        "practice.create", "test.save", "test.save", "practice.migrate",
    ]  # fmt: skip
    assert events[-1].detail == {"from": 1, "to": migrations.SCHEMA_VERSION}
    assert verify.everything(practice.file).is_good
    assert chain.walk(practice.file.db, practice.file.chain_key).entries == 5  # and the unlock
    opening.close(practice)


def test_the_copy_from_before_is_of_the_first_release_and_opens(first_release):
    reopen(first_release).file.close()
    (copy,) = backup.copies_of(first_release).values()
    assert backup.manifests.read(copy).schema == 1
    target = first_release.with_name("restored.unitwise")
    restoring.restore_copy(copy, PASSWORD, target, clock_on(), allow_cheap_keys=True)
    practice = reopen(target)
    entries = chain.walk(practice.file.db, practice.file.chain_key).entries
    assert entries == 6  # with the migration, the restoring and the unlock
    practice.file.close()


def test_a_stop_in_the_middle_leaves_the_first_release(first_release, monkeypatch):
    def stop(db, key):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(chain, "seal_first", stop)
        with pytest.raises(KeyboardInterrupt):
            reopen(first_release)
    practice = reopen(first_release)
    assert chain.walk(practice.file.db, practice.file.chain_key).entries == 5  # and the unlock
    practice.file.close()


@pytest.fixture
def fifth(tmp_path, monkeypatch):
    """The path of a file of schema 5 with a key file of version 1."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 5)
        patch.setattr(migrations, "practice_migrations", OnlyUpTo("m0006_keys_of_people"))
        patch.setattr("core.services.opening.kept_keys.put_in_force", lambda db, slots: None)
        patch.setattr(own_values, "list_all", lambda db: ())
        practice = new_practice(tmp_path)
        old_keys.put_back(practice.file.path, practice.file, PASSWORD, "0" * 32)
        practice.file.close()
    return practice.file.path


def test_a_file_of_schema_5_opens_with_its_old_key_file_and_takes_a_new_password(fifth):
    practice = reopen(fifth)
    assert trail(practice)[-1].detail == {
        "from": 5, "to": migrations.SCHEMA_VERSION,
    }  # fmt: skip
    opening.change_password(practice, PASSWORD, "violet harbor engine")
    assert verify.everything(practice.file).is_good
    opening.close(practice)
    reopen(fifth, "violet harbor engine").file.close()


def test_the_owner_of_the_first_release_becomes_a_person_with_every_role(first_release):
    practice = reopen(first_release)
    owner = practice.person
    assert owner.name == practice.file.actor
    assert {role.value for role in owner.roles} == {"owner", "therapist", "biller", "front-desk"}
    assert (owner.sign_in, owner.active) == ("owner", True)
    opening.close(practice)


class OnlyFive:
    def apply(self, db):
        migrations_of_today.apply(db, stop_before="m0011_break_glass")


def test_a_file_from_before_reasons_gets_their_table(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 5)
        patch.setattr(migrations, "practice_migrations", OnlyFive())
        patch.setattr(own_values, "list_all", lambda db: ())
        new_practice(tmp_path).file.close()
    practice = reopen(tmp_path / "clinic.unitwise")
    assert break_glass.not_ended(practice.file.db) == ()
    assert trail(practice)[-1].detail == {"from": 5, "to": migrations.SCHEMA_VERSION}
    practice.file.close()
