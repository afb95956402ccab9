"""Twenty files that are no practice: none is opened, none is changed, each gets its sentence."""

import sqlite3

import pytest

from core.errors import UserProblem
from core.services import opening
from core.store import audit, engine, first_look, migrations
from core.store.file_names import attempts_path
from tests.support.practice import PASSWORD, clock_on, new_practice, reopen, trail
from tests.support.refusal_cases import CASES, NOISE, sums


@pytest.fixture
def closed(tmp_path):
    """The path of a good, closed practice with one backup copy beside it."""
    practice = new_practice(tmp_path)
    opening.close(practice)
    return practice.file.path


@pytest.mark.parametrize("name", CASES)
def test_is_refused_with_its_sentence_and_left_alone(closed, name):
    spoil, sentence = CASES[name]
    spoil(closed)
    before = sums(closed.parent)
    with pytest.raises(UserProblem, match=sentence):
        reopen(closed)
    assert sums(closed.parent) == before


@pytest.mark.parametrize("mark", [b"\x1f\x8b", b"\x1f\x8b\x08", b"\xff\xd8\xff", b"PK", b"\x89PNG"])
def test_a_file_that_begins_like_another_kind_by_chance_is_not_taken_for_it(tmp_path, mark):
    """Seen on 2026-11-28: a new practice whose random first bytes were 1F 8B would not open."""
    path = tmp_path / "clinic.unitwise"
    path.write_bytes(mark + NOISE[128 : 128 + 40960 - len(mark)])
    first_look.refuse_foreign(path)


@pytest.mark.parametrize(
    "name", ["missing", "empty", "text", "zip", "plain SQLite", "keys missing"]
)
def test_looking_tells_the_same_without_a_password(closed, name):
    spoil, sentence = CASES[name]
    spoil(closed)
    before = sums(closed.parent)
    with pytest.raises(UserProblem, match=sentence):
        opening.look_at(closed)
    assert sums(closed.parent) == before


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UserProblem, match="folder"):
        opening.look_at(tmp_path)


def test_a_newer_file_is_refused_and_left_alone(closed, monkeypatch):
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", migrations.SCHEMA_VERSION - 1)
    before = sums(closed.parent)
    with pytest.raises(UserProblem, match="newer version"):
        reopen(closed)
    assert sums(closed.parent) == before


def test_a_wrong_password_leaves_everything_alone(closed):
    before = sums(closed.parent)
    with pytest.raises(UserProblem, match="does not open") as caught:
        reopen(closed, PASSWORD + "x")
    assert caught.value.field == "password"
    attempts_path(closed).unlink()
    assert sums(closed.parent) == before


def test_opening_and_closing_unchanged_writes_only_who_unlocked(closed):
    before = sums(closed.parent)
    p = reopen(closed)
    assert audit.events(p.file.db)[-1].action == "unlock"
    assert trail(p) == audit.events(p.file.db)[:-1]
    assert opening.close(p) is None
    changed = {name for name, one in sums(closed.parent).items() if before.get(name) != one}
    assert changed == {"clinic.unitwise", "clinic.anchor.jsonl"}


def test_plain_sqlite_cannot_read_a_practice(closed):
    connection = sqlite3.connect(f"{closed.as_uri()}?mode=ro", uri=True)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()


@pytest.mark.parametrize("taken", ["clinic.unitwise", "clinic.keys.json", "clinic.unitwise-wal"])
def test_creating_never_takes_the_place_of_a_file(tmp_path, taken):
    (tmp_path / taken).write_bytes(b"somebody's")
    with pytest.raises(UserProblem, match="already a file"):
        new_practice(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {taken: b"somebody's"}


def test_a_failed_creation_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(db, name, sign_in, provider_id, now):
        raise engine.sqlcipher3.OperationalError("disk failed")

    monkeypatch.setattr("core.services.opening.people.insert_owner", fail)
    with pytest.raises(Exception, match="could not be made"):
        new_practice(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_process_opens_a_practice_once(closed):
    first = reopen(closed)
    with pytest.raises(UserProblem, match="already open"):
        reopen(closed)
    with pytest.raises(UserProblem, match="already open"):
        opening.look_at(closed)
    opening.close(first)
    opening.close(reopen(closed, clock=clock_on()))
