"""Flipped bits: each is noticed when opening or verifying, and by the next backup."""

import random

import pytest

from core.errors import DamagedFile, DataProblem, UserProblem
from core.services import opening
from core.store import open as store_open
from core.store import verify
from core.store.file_names import log_path
from tests.support.practice import new_practice, reopen

FLIPS = 40


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A closed practice with some hundred pages."""
    practice = new_practice(tmp_path_factory.mktemp("good"))
    for number in range(60):
        with practice.file.unit_of_work("test.save", "setting") as work:
            work.db.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?)", (f"s{number}", "y" * 3000)
            )
    practice.file.close()
    return practice.file.path


def beside(good, folder):
    """Where a spoilt copy of the good file goes, what belongs to it already there."""
    for name in ("clinic.keys.json", "clinic.anchor.jsonl"):
        (folder / name).write_bytes((good.parent / name).read_bytes())
    return folder / good.name


def noticed(path) -> bool:
    try:
        practice = reopen(path)
    except DamagedFile:
        return True
    try:
        return verify.faults(practice.file) != ()
    finally:
        practice.file.close()


def test_every_flipped_bit_is_noticed(good, tmp_path):
    path, body, rng = beside(good, tmp_path), good.read_bytes(), random.Random(17)
    path.write_bytes(body)
    assert not noticed(path)
    missed = []
    for place in rng.sample(range(len(body)), FLIPS):
        spoilt = bytearray(body)
        spoilt[place] ^= 1 << rng.randrange(8)
        path.write_bytes(spoilt)
        if not noticed(path):
            missed.append(place)
    assert missed == []


def test_pages_hung_on_or_swapped_are_noticed(good, tmp_path):
    path, body = beside(good, tmp_path), good.read_bytes()
    last, one_before = body[-4096:], body[-8192:-4096]
    for spoilt in (body + last, body[:-8192] + last + one_before, body[:-4096] + one_before):
        path.write_bytes(spoilt)
        assert noticed(path)


@pytest.mark.parametrize("place", [-2000, -30 * 4096 + 100, 20 * 4096 + 7])
def test_a_damaged_practice_takes_no_work_and_stays_as_it_is(good, tmp_path, place):
    path, body = beside(good, tmp_path), bytearray(good.read_bytes())
    body[place] ^= 1
    path.write_bytes(body)
    with pytest.raises(UserProblem, match=r"cannot be read\. Nothing in it was changed"):
        reopen(path)
    assert path.read_bytes() == body
    left = {path.name, "clinic.keys.json", "clinic.anchor.jsonl"}
    assert {one.name for one in tmp_path.iterdir()} == left


def test_what_a_crash_tore_is_mended_from_the_log_and_not_called_damaged(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    path, log = practice.file.path, log_path(practice.file.path)
    practice = reopen(path)
    with practice.file.unit_of_work("test.save", "setting") as work:
        work.db.execute("INSERT INTO settings (name, value) VALUES ('a', 'b')")
    kept_log, whole = log.read_bytes(), bytearray(path.read_bytes())
    practice.file.close()
    changed = path.read_bytes()
    torn = next(n for n in range(4096, len(whole)) if changed[n] != whole[n])
    whole[torn] ^= 1  # a page half written when the power went
    path.write_bytes(whole)
    log.write_bytes(kept_log)
    practice = reopen(path)
    assert verify.faults(practice.file) == ()
    practice.file.close()


def test_a_damaged_practice_is_never_backed_up_over_good_copies(good, tmp_path, monkeypatch):
    monkeypatch.setattr(store_open, "MOST_CHECKED_BYTES", 0)  # as a file too large to check at once
    path, body = beside(good, tmp_path), bytearray(good.read_bytes())
    body[-2000] ^= 1
    path.write_bytes(body)
    practice = reopen(path)
    with pytest.raises(DataProblem, match="damaged"):
        opening.close(practice)
    assert practice.file.is_closed
    assert list((tmp_path / "clinic backups").iterdir()) == []
