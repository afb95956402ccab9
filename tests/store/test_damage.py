"""Flipped bits: each is noticed when opening or verifying, and by the next backup."""

import random

import pytest

from core.errors import DataProblem, UserProblem
from core.services import opening
from core.store import verify
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


def noticed(path) -> bool:
    try:
        practice = reopen(path)
    except UserProblem:
        return True
    try:
        return verify.faults(practice.file) != ()
    finally:
        practice.file.close()


def test_every_flipped_bit_is_noticed(good, tmp_path):
    path, body, rng = tmp_path / good.name, good.read_bytes(), random.Random(17)
    (tmp_path / "clinic.keys.json").write_bytes((good.parent / "clinic.keys.json").read_bytes())
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
    path, body = tmp_path / good.name, good.read_bytes()
    (tmp_path / "clinic.keys.json").write_bytes((good.parent / "clinic.keys.json").read_bytes())
    last, one_before = body[-4096:], body[-8192:-4096]
    for spoilt in (body + last, body[:-8192] + last + one_before, body[:-4096] + one_before):
        path.write_bytes(spoilt)
        assert noticed(path)


def test_a_damaged_practice_is_never_backed_up_over_good_copies(good, tmp_path):
    path, body = tmp_path / good.name, bytearray(good.read_bytes())
    (tmp_path / "clinic.keys.json").write_bytes((good.parent / "clinic.keys.json").read_bytes())
    body[-2000] ^= 1
    path.write_bytes(body)
    practice = reopen(path)
    with pytest.raises(DataProblem, match="damaged"):
        opening.close(practice)
    assert practice.file.is_closed
    assert list((tmp_path / "clinic backups").iterdir()) == []
