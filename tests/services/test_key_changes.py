"""A change of keys that fails leaves both files as they were; changes fit in any order."""

import errno
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DataProblem, UserProblem
from core.model.people import Person, Role
from core.services import opening, people, rekeying
from core.store import audit, engine, key_file
from core.store.file_names import keys_path
from tests.support.practice import PASSWORD, new_practice, reopen

NAMES = ("bo", "cy", "di")
NEW = "violet harbor engine"
CHANGES = {
    "add": lambda p: people.add_person(p, person("cy"), PASSWORD),
    "reset": lambda p: people.reset_password(p, 2, PASSWORD),
    "end": lambda p: people.end_account(p, 2, PASSWORD),
    "password": lambda p: opening.change_password(p, PASSWORD, NEW),
    "code": lambda p: opening.new_recovery_code(p, PASSWORD),
}


def person(sign_in):
    return Person(0, f"Name of {sign_in}", sign_in, frozenset({Role.BILLER}))


@pytest.fixture
def two(tmp_path):
    p = new_practice(tmp_path)
    _, once = people.add_person(p, person("bo"), PASSWORD)
    yield p, once
    p.file.close()


def state(p):
    return keys_path(p.file.path).read_bytes(), audit.last_seq(p.file.db), people.accounts(p)


def still_works(p, once):
    p.file.close()
    for secret in (PASSWORD, once):
        reopen(p.file.path, secret).file.close()


@pytest.mark.parametrize("name", ["add", "reset", "password", "code"])
def test_a_key_file_that_cannot_be_written_leaves_everything_as_it_was(two, monkeypatch, name):
    p, once = two
    before = state(p)

    def fail(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write_durably", fail)
        with pytest.raises(DataProblem, match="Nothing was changed"):
            CHANGES[name](p)
    assert state(p) == before
    still_works(p, once)


@pytest.mark.parametrize("name", CHANGES)
def test_a_commit_that_fails_leaves_everything_as_it_was(two, monkeypatch, name):
    p, once = two
    before = state(p)

    def fail(*_):
        raise engine.sqlcipher3.OperationalError("disk failed")

    with monkeypatch.context() as patch:
        patch.setattr("core.store.unit_of_work.audit.append", fail)
        with pytest.raises(engine.SqliteError):
            CHANGES[name](p)
    assert state(p) == before
    still_works(p, once)


def test_an_account_is_ended_even_when_its_slot_cannot_be_removed_now(two, monkeypatch):
    p, once = two

    def fail(*_):
        raise OSError(errno.EROFS, "read-only")

    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write_durably", fail)
        with pytest.raises(DataProblem, match="at the next opening"):
            people.end_account(p, 2, PASSWORD)
    p.file.close()
    with pytest.raises(UserProblem, match="does not open"):
        reopen(p.file.path, once)
    assert people.sign_in_names(p.file.path) == ("dana", "bo")
    reopen(p.file.path).file.close()
    assert people.sign_in_names(p.file.path) == ("dana",)


def test_a_rekey_whose_key_file_cannot_be_written_changes_nothing(two, monkeypatch):
    p, _ = two
    key, raw = p.file.key, keys_path(p.file.path).read_bytes()
    write = key_file.write_durably

    def fail(path, body, platform):
        if path == keys_path(p.file.path):
            raise OSError(errno.ENOSPC, "full")
        write(path, body, platform)

    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write_durably", fail)
        with pytest.raises(DataProblem, match="was not changed"):
            rekeying.change_data_key(p, PASSWORD)
    assert (p.file.key, keys_path(p.file.path).read_bytes()) == (key, raw)
    people.reset_password(p, 2, PASSWORD)
    p.file.close()
    reopen(p.file.path).file.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_key_file_is_the_owners_alone(two):
    p, _ = two
    assert keys_path(p.file.path).stat().st_mode & 0o777 == 0o600


STEPS = st.lists(
    st.tuples(st.sampled_from(("add", "reset", "end", "own", "rekey")), st.sampled_from(NAMES)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_changes_everybody_opens_with_the_latest_password_and_nobody_else(
    tmp_path_factory, steps
):
    p = new_practice(tmp_path_factory.mktemp("steps"))
    latest: dict[str, str] = {}
    void: list[str] = []
    for action, name in steps:
        p = step(p, action, name, latest, void)
    p.file.close()
    for name, secret in latest.items():
        opened = reopen(p.file.path, secret, sign_in=name)
        assert opened.person.sign_in == name
        opened.file.close()
    for secret in void:
        with pytest.raises(UserProblem):
            reopen(p.file.path, secret)
    assert set(people.sign_in_names(p.file.path)) == {"dana", *latest}


def step(p, action, name, latest, void):
    """Do one change and note what it must lead to; what cannot be done must be refused."""
    known = {one.person.sign_in: one.person for one in people.accounts(p)}
    if action == "rekey":
        rekeying.change_data_key(p, PASSWORD)
    elif action == "add" and name not in known:
        latest[name] = people.add_person(p, person(name), PASSWORD)[1]
    elif action == "reset" and name in latest:
        void.append(latest[name])
        latest[name] = people.reset_password(p, known[name].id, PASSWORD)
    elif action == "end" and name in latest:
        people.end_account(p, known[name].id, PASSWORD)
        void.append(latest.pop(name))
    elif action == "own" and name in latest:
        p.file.close()
        own = reopen(p.file.path, latest[name], sign_in=name)
        new = f"{NEW} {len(void)}"
        opening.change_password(own, latest[name], new)
        void.append(latest[name])
        latest[name] = new
        own.file.close()
        return reopen(p.file.path, sign_in="dana")
    elif action != "own":
        with pytest.raises(UserProblem):
            refused(p, action, known.get(name) or person(name))
    return p


def refused(p, action, who):
    calls = {
        "add": lambda: people.add_person(p, who, PASSWORD),
        "reset": lambda: people.reset_password(p, who.id, PASSWORD),
        "end": lambda: people.end_account(p, who.id, PASSWORD),
    }
    calls[action]()
