import hashlib
import json
import random

import pytest

from core.store import keyslots
from core.store.keyslots import KdfCost, KeyFile, KeyFileDamaged, SlotKind, WrongSecret
from tests.support.practice import CHEAP

KEY, INSTALL = bytes(range(32)), "0f" * 16


def keys_of(install: str = INSTALL, cost: KdfCost = CHEAP) -> KeyFile:
    return (
        KeyFile(install, ())
        .with_slot(keyslots.wrap(KEY, install, SlotKind.PASSWORD, "paper lantern", cost))
        .with_slot(keyslots.wrap(KEY, install, SlotKind.RECOVERY, "0123-4567", cost))
    )


def resealed(data: dict) -> bytes:
    """A forged key file whose checksum is right."""
    body = {name: value for name, value in data.items() if name != "sha256"}
    plain = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    whole = body | {"sha256": hashlib.sha256(plain).hexdigest()}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def test_either_secret_opens_its_own_slot_only():
    keys = keyslots.load(keyslots.dump(keys_of()), allow_cheap=True)
    assert keyslots.unwrap(keys, SlotKind.PASSWORD, "paper lantern") == KEY
    assert keyslots.unwrap(keys, SlotKind.RECOVERY, "0123-4567") == KEY
    for kind, secret in (
        (SlotKind.PASSWORD, "0123-4567"),
        (SlotKind.RECOVERY, "paper lantern"),
        (SlotKind.PASSWORD, "Paper lantern"),
        (SlotKind.PASSWORD, ""),
        (SlotKind.PASSWORD, "\ud800"),
    ):
        with pytest.raises(WrongSecret):
            keyslots.unwrap(keys, kind, secret)


def test_the_file_holds_neither_key_nor_secret():
    raw = keyslots.dump(keys_of())
    for secret in (KEY, KEY.hex().encode(), b"paper", b"0123-4567"):
        assert secret not in raw


def test_wrapping_twice_shares_nothing():
    first, second = keys_of().slots[0], keys_of().slots[0]
    assert first.salt != second.salt
    assert first.nonce != second.nonce
    assert first.wrapped != second.wrapped


def test_every_changed_byte_is_noticed():
    raw, rng = keyslots.dump(keys_of()), random.Random(11)
    for place in range(len(raw)):
        edited = bytearray(raw)
        edited[place] ^= rng.randrange(1, 256)
        with pytest.raises(KeyFileDamaged):
            keyslots.load(bytes(edited), allow_cheap=True)


def test_a_cut_or_longer_file_is_noticed():
    raw = keyslots.dump(keys_of())
    for edited in (
        b"",
        raw[:1],
        raw[: len(raw) // 2],
        raw[:-1],
        raw + b" ",
        raw * 200,
        b"[]",
        b"{}",
    ):
        with pytest.raises(KeyFileDamaged):
            keyslots.load(edited, allow_cheap=True)


FORGERIES = {
    "kind": lambda slot: slot.update(kind="recovery" if slot["kind"] == "password" else "password"),
    "id": lambda slot: slot.update(id="00" * 8),
    "passes": lambda slot: slot["kdf"].update(t=2),
    "memory": lambda slot: slot["kdf"].update(m=128),
    "lanes": lambda slot: slot["kdf"].update(p=2),
    "salt": lambda slot: slot["kdf"].update(salt="AAAAAAAAAAAAAAAAAAAAAA=="),
    "nonce": lambda slot: slot.update(nonce="AAAAAAAAAAAAAAAA"),
    "key": lambda slot: slot.update(ct="A" * 64),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_slot_never_opens(name):
    data = json.loads(keyslots.dump(keys_of()))
    for slot in data["slots"]:
        FORGERIES[name](slot)
    keys = keyslots.load(resealed(data), allow_cheap=True)
    for kind, secret in ((SlotKind.PASSWORD, "paper lantern"), (SlotKind.RECOVERY, "0123-4567")):
        with pytest.raises(WrongSecret):
            keyslots.unwrap(keys, kind, secret)


def test_a_slot_of_another_practice_never_opens():
    data = json.loads(keyslots.dump(keys_of()))
    keys = keyslots.load(resealed(data | {"install": "1e" * 16}), allow_cheap=True)
    with pytest.raises(WrongSecret):
        keyslots.unwrap(keys, SlotKind.PASSWORD, "paper lantern")


@pytest.mark.parametrize(
    "kdf",
    [{"m": 65535}, {"m": 1048577}, {"t": 2}, {"t": 33}, {"p": 0}, {"p": 17}, {"m": -1}, {"t": "x"}],
)
def test_costs_out_of_bounds_are_refused_before_any_work(kdf):
    data = json.loads(keyslots.dump(keys_of(cost=CHEAP)))
    for slot in data["slots"]:
        slot["kdf"].update({"m": 65536, "t": 3, "p": 1} | kdf)
    with pytest.raises(KeyFileDamaged):
        keyslots.load(resealed(data))


def test_the_default_cost_is_acceptable_and_cheap_keys_are_not():
    assert KdfCost().is_acceptable
    with pytest.raises(KeyFileDamaged):
        keyslots.load(keyslots.dump(keys_of(cost=CHEAP)))


def test_a_key_file_of_a_later_version_says_so():
    data = json.loads(keyslots.dump(keys_of()))
    with pytest.raises(keyslots.KeyFileNewer):
        keyslots.load(resealed(data | {"version": 2}))


def test_calibration_meets_its_goal_within_bounds(monkeypatch):
    found = {}
    for seconds in (0.01, 0.2, 0.45, 0.9, 1.5):
        monkeypatch.setattr(keyslots, "_seconds", lambda cost, taken=seconds: taken)
        found[seconds] = keyslots.calibrated(goal_seconds=0.5)
    assert all(cost.is_acceptable for cost in found.values())
    assert found[0.01].passes == 12  # a fast PC works more, up to a bound
    assert 0.4 <= 0.2 / 3 * found[0.2].passes <= 0.6
    assert found[0.9] == KdfCost()
    assert found[1.5].memory_kib == 64 * 1024  # a slow PC does the least that is allowed
