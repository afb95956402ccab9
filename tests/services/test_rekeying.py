"""A new data key: everybody's password stays, old keys open nothing any more."""

import pytest

from core.errors import UserProblem
from core.model.people import Person, Role
from core.services import backups, opening, people, rekeying, verifying
from core.store import audit, backup, engine, first_look, rekey
from core.store.connection import keyed_connection
from core.store.file_names import keys_path
from core.store.platform_files import this_platform
from tests.support import old_keys
from tests.support.practice import (
    OWNER,
    PASSWORD,
    clock_on,
    new_practice_with_code,
    reopen,
    reopen_copy,
    trail,
)

BO = Person(0, "Bo Kim", "bo", frozenset({Role.BILLER}))


@pytest.fixture
def made(tmp_path):
    p, code = new_practice_with_code(tmp_path)
    _, once = people.add_person(p, BO, PASSWORD)
    yield p, code, once
    p.file.close()


def test_every_secret_opens_the_file_of_the_new_key(made):
    p, code, once = made
    rekeying.change_data_key(p, PASSWORD)
    p.file.close()
    for secret, name in ((PASSWORD, OWNER), (once, "Bo Kim"), (code, OWNER)):
        opened = reopen(p.file.path, secret)
        assert opened.person.name == name
        opened.file.close()


def test_the_old_key_and_an_old_key_file_open_nothing_any_more(made):
    p, _, _ = made
    old_key, old_file = p.file.key, keys_path(p.file.path).read_bytes()
    rekeying.change_data_key(p, PASSWORD)
    assert p.file.key != old_key
    p.file.close()
    connection = keyed_connection(p.file.path, old_key)
    with pytest.raises(engine.SqliteError):
        connection.execute("SELECT count(*) FROM people")
    connection.close()
    keys_path(p.file.path).write_bytes(old_file)
    with pytest.raises(UserProblem, match="does not open with its key file"):
        reopen(p.file.path)


def test_trail_anchor_and_backups_from_before_and_after_verify(made):
    p, _, _ = made
    backups.back_up(p)
    done = rekeying.change_data_key(p, PASSWORD)
    assert done.after is not None
    assert done.after_problem == ""
    assert "still open" in done.old_copies
    found = verifying.verify_open(p)
    assert (found.faults, found.anchor.value, found.set_back) == ((), "agrees", ())
    assert [row.action for row in audit.events(p.file.db)[-2:]] == [
        "keys.rekey.begin", "keys.rekey",
    ]  # fmt: skip
    assert len(backup.copies_of(p.file.path)) == 3
    assert backup.is_current(p.file)
    rekeying.change_data_key(p, PASSWORD)
    assert verifying.verify_open(p).faults == ()
    for copy in backup.copies_of(p.file.path).values():
        opened = reopen_copy(copy)
        assert verifying.verify_open(opened).faults == ()
        opened.file.close()


def test_a_closed_file_verifies_after_it(made):
    p, _, _ = made
    rekeying.change_data_key(p, PASSWORD)
    p.file.close()
    found = verifying.verify_file(p.file.path, PASSWORD, clock_on(), allow_cheap_keys=True)
    assert found.is_good


def test_the_practice_works_on_with_person_and_actor(made):
    p, _, _ = made
    rekeying.change_data_key(p, PASSWORD)
    assert (p.person.name, p.file.actor) == (OWNER, OWNER)
    people.reset_password(p, 2, PASSWORD)
    assert backups.rehearse(p).is_good


def test_whoever_left_before_it_opens_no_later_copy(made):
    p, _, once = made
    people.end_account(p, 2, PASSWORD)
    done = rekeying.change_data_key(p, PASSWORD)
    with pytest.raises(UserProblem, match="does not open"):
        reopen_copy(done.after.path, once)


def test_only_an_owner_with_the_password_may(made):
    p, _, once = made
    with pytest.raises(UserProblem, match="does not open"):
        rekeying.change_data_key(p, once)
    p.file.close()
    bos = reopen(p.file.path, once)
    opening.change_password(bos, once, "violet harbor engine")
    with pytest.raises(UserProblem, match="Ask the owner"):
        rekeying.change_data_key(bos, "violet harbor engine")
    bos.file.close()


def test_a_key_file_of_version_1_is_asked_for_new_secrets_first(tmp_path):
    p, code = new_practice_with_code(tmp_path)
    old_keys.put_back(p.file.path, p.file, PASSWORD, code.replace("-", "")[:32])
    p.file.close()
    p = reopen(p.file.path)
    with pytest.raises(UserProblem, match="earlier version"):
        rekeying.change_data_key(p, PASSWORD)
    opening.change_password(p, PASSWORD, "violet harbor engine")
    with pytest.raises(UserProblem, match="earlier version"):
        rekeying.change_data_key(p, "violet harbor engine")
    opening.new_recovery_code(p, "violet harbor engine")
    rekeying.change_data_key(p, "violet harbor engine")
    p.file.close()


@pytest.mark.parametrize("is_rekeyed", [False, True])
def test_a_stop_on_either_side_of_the_encryption_is_settled_by_the_next_opening(made, is_rekeyed):
    p, _, _ = made
    path = p.file.path
    _, (old, new) = rekey.begin(p.file, this_platform())
    if is_rekeyed:
        rekey.encrypt(p.file, new)
    p.file.close()
    assert first_look.read_keys(path, allow_cheap=True).is_pending
    opened = reopen(path)
    assert opened.file.key == (new if is_rekeyed else old)
    assert not first_look.read_keys(path, allow_cheap=True).is_pending
    last = trail(opened)[-1]
    assert last.action == ("keys.rekey" if is_rekeyed else "keys.rekey.undone")
    assert verifying.verify_open(opened).faults == ()
    opened.file.close()
