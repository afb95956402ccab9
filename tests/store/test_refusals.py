"""Twenty files that are no practice: none is opened, none is changed, each gets its sentence."""

import hashlib
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from core.errors import UserProblem
from core.services import opening
from core.store import engine, migrations
from core.store.connection import keyed_connection
from core.store.file_names import keys_path
from tests.support.practice import PASSWORD, clock_on, new_practice, reopen

NOISE = random.Random(5).randbytes(64 * 1024)


def sums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def closed(tmp_path):
    """The path of a good, closed practice with one backup copy beside it."""
    practice = new_practice(tmp_path)
    opening.close(practice)
    return practice.file.path


def plain_sqlite(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE patients (id INTEGER)")
    connection.commit()
    connection.close()


def other_sqlcipher(path: Path) -> None:
    path.unlink()
    connection = keyed_connection(path, bytes(32), "rwc")
    connection.execute("CREATE TABLE patients (id INTEGER)")
    connection.execute("CREATE TABLE payers (id INTEGER)")
    connection.close()


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", NOISE)


def cut(share: float):
    def do(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share) // 4096 * 4096])

    return do


def write(body: bytes):
    return lambda path: path.write_bytes(body)


def flipped(place: int):
    def do(path: Path) -> None:
        body = bytearray(path.read_bytes())
        body[place] ^= 0x10
        path.write_bytes(body)

    return do


def with_keys(change):
    return lambda path: keys_path(path).write_bytes(change(keys_path(path).read_bytes()))


CASES = {
    "missing": (Path.unlink, "There is no file"),
    "empty": (write(b""), "is empty"),
    "one byte": (write(b"\x00"), "cut short"),
    "one page": (write(NOISE[:4096]), "cut short"),
    "text": (write(b"dear practice, " * 2000), "a text file"),
    "accented text": (write("Zürich, łódź, ".encode() * 2000), "a text file"),
    "utf-16 text": (write(("notes " * 4000).encode("utf-16")), "another kind of file"),
    "zeros": (write(bytes(40960)), "beginning was overwritten"),
    "zip": (zipped, "a ZIP archive"),
    "pdf": (write(b"%PDF-1.7\n" + NOISE), "a PDF"),
    "gzip": (write(b"\x1f\x8b" + NOISE[2:]), "compressed"),
    "picture": (write(b"\x89PNG\r\n\x1a\n" + NOISE), "a picture"),
    "plain SQLite": (plain_sqlite, "unencrypted SQLite"),
    "other SQLCipher": (other_sqlcipher, "does not open with its key file"),
    "noise": (write(NOISE), "does not open with its key file"),
    "first page damaged": (flipped(100), "does not open with its key file"),
    "cut to 99 %": (cut(0.99), "is damaged"),
    "cut to half": (cut(0.5), "is damaged"),
    "cut inside a page": (lambda p: p.write_bytes(p.read_bytes()[:-1000]), "cut short"),
    "keys missing": (lambda p: keys_path(p).unlink(), "key file “clinic.keys.json” is missing"),
    "keys empty": (with_keys(lambda raw: b""), "is damaged; the practice file itself may be well"),
    "keys changed": (with_keys(lambda raw: raw.replace(b"1", b"2", 1)), "damaged; the practice"),
}


@pytest.mark.parametrize("name", CASES)
def test_is_refused_with_its_sentence_and_left_alone(closed, name):
    spoil, sentence = CASES[name]
    spoil(closed)
    before = sums(closed.parent)
    with pytest.raises(UserProblem, match=sentence):
        reopen(closed)
    assert sums(closed.parent) == before


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
    assert sums(closed.parent) == before


def test_opening_and_closing_unchanged_leaves_everything_alone(closed):
    before = sums(closed.parent)
    assert opening.close(reopen(closed)) is None
    assert sums(closed.parent) == before


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
    def fail(db, name, now):
        raise engine.sqlcipher3.OperationalError("disk failed")

    monkeypatch.setattr("core.services.opening.users.insert_owner", fail)
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
