import pytest

from core.store import keyslots
from core.store.keyslots import (
    NOBODY,
    KeyFile,
    KeysForged,
    Slot,
    SlotKind,
    WrongSecret,
    new_slot,
    open_slot,
)
from tests.support.practice import CHEAP

KEY, INSTALL = bytes(range(32)), "0f" * 16
CODE = "0123-4567"
PEOPLE = {1: ("dana", "paper lantern"), 2: ("bo", "violet harbor")}


def slots_of(key: bytes = KEY) -> tuple[Slot, ...]:
    own = [
        new_slot(key, INSTALL, SlotKind.PASSWORD, secret, CHEAP, person, name)
        for person, (name, secret) in PEOPLE.items()
    ]
    return (*own, new_slot(key, INSTALL, SlotKind.RECOVERY, CODE, CHEAP))


def keys_of() -> KeyFile:
    return keyslots.authenticated(INSTALL, slots_of(), (KEY,))


SECRETS = [secret for _, secret in PEOPLE.values()] + [CODE]


def test_each_secret_opens_its_own_slot_only():
    for place, slot in enumerate(keys_of().slots):
        for number, secret in enumerate(SECRETS):
            if number == place:
                assert open_slot(slot, INSTALL, secret) == (KEY,)
            else:
                with pytest.raises(WrongSecret):
                    open_slot(slot, INSTALL, secret)


@pytest.mark.parametrize("secret", ["", "Paper lantern", "paper lantern ", "\ud800"])
def test_nearly_the_secret_opens_nothing(secret):
    with pytest.raises(WrongSecret):
        open_slot(keys_of().slots[0], INSTALL, secret)


def test_two_slots_of_one_secret_share_nothing():
    first, second = slots_of()[0], slots_of()[0]
    for name in ("id", "salt", "nonce", "wrapped", "public", "sealed"):
        assert getattr(first, name) != getattr(second, name)


def test_a_slot_of_another_practice_never_opens():
    with pytest.raises(WrongSecret):
        open_slot(keys_of().slots[0], "1e" * 16, "paper lantern")


def test_a_new_data_key_reaches_everybody_without_any_secret():
    new = bytes(range(100, 132))
    both = keyslots.with_both(keys_of(), KEY, new)
    for slot, secret in zip(both.slots, SECRETS, strict=True):
        assert open_slot(slot, INSTALL, secret) == (KEY, new)
    keyslots.check_authentic(both, (KEY, new))
    for place, key in enumerate((KEY, new)):
        only = keyslots.with_only(both, place, key)
        assert [open_slot(s, INSTALL, t) for s, t in zip(only.slots, SECRETS, strict=True)] == [
            (key,)
        ] * 3
        keyslots.check_authentic(only, (key,))


def test_an_untouched_list_is_authentic():
    keyslots.check_authentic(keys_of(), (KEY,))


def test_the_list_is_sealed_by_the_data_key_and_no_other():
    for keys in ((bytes(32),), (KEY, KEY), ()):
        with pytest.raises(KeysForged):
            keyslots.check_authentic(keys_of(), keys)


def without(slots, place):
    return slots[:place] + slots[place + 1 :]


LISTS = {
    "a slot added": lambda slots: (*slots, slots_of(bytes(32))[0]),
    "a slot gone": lambda slots: without(slots, 1),
    "the recovery code gone": lambda slots: without(slots, 2),
    "two swapped": lambda slots: (slots[1], slots[0], slots[2]),
    "a slot replaced": lambda slots: (slots_of(bytes(32))[0], *slots[1:]),
    "nothing left": lambda slots: (),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_changed_list_is_found_out_by_whoever_still_opens(name):
    keys = keys_of()
    with pytest.raises(KeysForged):
        keyslots.check_authentic(KeyFile(INSTALL, LISTS[name](keys.slots), keys.macs), (KEY,))


def test_the_recovery_slot_is_nobodys():
    assert [(slot.person, slot.sign_in) for slot in keys_of().recovery()] == [(NOBODY, "")]
