"""The key file's bytes: any edit is noticed, whoever made it."""

import hashlib
import json
import random

import pytest

from core.store import key_file, keyslots
from core.store.key_file import KeyFileDamaged
from core.store.keyslots import KeysForged, WrongSecret, open_slot
from core.store.platform_files import this_platform
from tests.store.test_keyslots import CODE, INSTALL, KEY, SECRETS, keys_of
from tests.support.old_keys import old_key_file

PLACES = 1000


def resealed(data: dict) -> bytes:
    """A forged key file whose checksum is right."""
    body = {name: value for name, value in data.items() if name != "sha256"}
    plain = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    whole = body | {"sha256": hashlib.sha256(plain).hexdigest()}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def parsed() -> dict:
    return json.loads(key_file.dump(keys_of()))


def test_what_was_written_is_read_again():
    for keys in (keys_of(), keyslots.with_both(keys_of(), KEY, bytes(32))):
        assert key_file.load(key_file.dump(keys), allow_cheap=True) == keys


def test_the_file_names_people_and_holds_neither_key_nor_secret_nor_role():
    raw = key_file.dump(keys_of())
    assert b"dana" in raw
    for secret in (KEY, KEY.hex().encode(), b"paper", b"violet", CODE.encode(), b"owner"):
        assert secret not in raw


def test_a_thousand_edited_bytes_are_noticed_by_reading_alone():
    raw, rng = key_file.dump(keys_of()), random.Random(11)
    for _ in range(PLACES):
        edited = bytearray(raw)
        edited[rng.randrange(len(raw))] ^= rng.randrange(1, 256)
        with pytest.raises(KeyFileDamaged):
            key_file.load(bytes(edited), allow_cheap=True)


def is_accepted(raw: bytes) -> bool:
    """Whether anybody's secret opens an edited key file that is none of ours."""
    try:
        keys = key_file.load(raw, allow_cheap=True)
    except KeyFileDamaged:
        return False
    for slot in keys.slots:
        for secret in SECRETS:
            try:
                keyslots.check_authentic(keys, open_slot(slot, keys.install, secret))
            except (WrongSecret, KeysForged):
                continue
            return True
    return False


def test_a_thousand_edits_with_the_checksum_made_anew_never_open_with_another_meaning():
    rng, tried = random.Random(12), 0
    body = {name: value for name, value in parsed().items() if name != "sha256"}
    plain = json.dumps(body, sort_keys=True, separators=(",", ":"))
    assert is_accepted(resealed(body))
    while tried < PLACES:
        place = rng.randrange(len(plain))
        letter = rng.choice('0123456789abcdefABCDEF+/=:,{}[]"x')
        text = plain[:place] + letter + plain[place + 1 :]
        try:
            edited = json.loads(text)
        except ValueError:
            continue
        if not isinstance(edited, dict) or edited == body:
            continue
        tried += 1
        assert not is_accepted(resealed(edited)), text[max(0, place - 30) : place + 30]


def test_the_seal_of_the_list_cannot_be_left_out():
    data = parsed()
    macs = data.pop("macs")
    for edited in (data, data | {"version": 1}, data | {"macs": []}, data | {"macs": macs * 2}):
        with pytest.raises(KeyFileDamaged):
            key_file.load(resealed(edited), allow_cheap=True)


def test_a_cut_or_longer_file_is_noticed():
    raw = key_file.dump(keys_of())
    cuts = (b"", raw[:1], raw[: len(raw) // 2], raw[:-1], raw + b" ", raw * 200, b"[]", b"{}")
    for edited in cuts:
        with pytest.raises(KeyFileDamaged):
            key_file.load(edited, allow_cheap=True)


@pytest.mark.parametrize(
    "kdf",
    [{"m": 65535}, {"m": 1048577}, {"t": 2}, {"t": 33}, {"p": 0}, {"p": 17}, {"m": -1}, {"t": "x"}],
)
def test_costs_out_of_bounds_are_refused_before_any_work(kdf):
    data = parsed()
    for slot in data["slots"]:
        slot["kdf"].update({"m": 65536, "t": 3, "p": 1} | kdf)
    with pytest.raises(KeyFileDamaged):
        key_file.load(resealed(data))


def test_costs_within_bounds_are_read():
    data = parsed()
    for slot in data["slots"]:
        slot["kdf"].update({"m": 65536, "t": 3, "p": 1})
    assert len(key_file.load(resealed(data)).slots) == 3


def test_cheap_keys_are_refused():
    with pytest.raises(KeyFileDamaged):
        key_file.load(key_file.dump(keys_of()))


def test_a_key_file_of_a_later_version_says_so():
    with pytest.raises(key_file.KeyFileNewer):
        key_file.load(resealed(parsed() | {"version": 3}))


def test_a_file_of_version_1_opens_and_stays_byte_for_byte():
    raw = old_key_file(KEY, INSTALL, "paper lantern", CODE)
    keys = key_file.load(raw, allow_cheap=True)
    assert key_file.dump(keys) == raw
    assert [open_slot(s, INSTALL, t) for s, t in zip(keys.slots, SECRETS[::2], strict=True)] == [
        (KEY,)
    ] * 2
    keyslots.check_authentic(keys, (KEY,))


def test_a_file_that_could_not_be_read_again_is_never_written(tmp_path):
    keys = keys_of()
    many = keyslots.authenticated(INSTALL, keys.slots * 2, (KEY,))
    none = keyslots.authenticated(INSTALL, (), (KEY,))
    for wrong in (many, none):
        with pytest.raises((KeyFileDamaged, ValueError)):
            key_file.write(tmp_path / "x.keys.json", wrong, this_platform())
    assert list(tmp_path.iterdir()) == []
