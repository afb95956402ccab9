"""The key file: a random data key, sealed once for each person and once for the recovery code.

A slot holds a key pair: the private key wrapped by the person's secret, the public key in clear,
the data key sealed to it. So the data key can be changed for everybody without their secrets.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.store.kdf import KEY_BYTES, SALT_BYTES, KdfCost, calibrated, derive
from core.store.sealing import TAG_BYTES, NotOpened, Sealed, new_pair, seal, unseal
from core.store.subkeys import Purpose, subkey

__all__ = ["KEY_BYTES", "SALT_BYTES", "TAG_BYTES", "KdfCost", "Sealed", "calibrated"]

NONCE_BYTES = 12
KDF_NAME = "argon2id"
NOBODY = 0  # the recovery slot's person


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    RECOVERY = "recovery"


class WrongSecret(Exception):
    """No slot opens with this secret."""


class KeysForged(Exception):
    """A slot was changed or added by somebody who has not the data key."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One secret's way to the data key.

    `person` and `sign_in` say whose it is, in clear; roles are never in it. `wrapped` is the
    private key under the secret. A slot of version 1 has no `public` and wraps the data key
    itself. `sealed` holds one data key, or the old and the new one while a re-key is under way.
    """

    id: str
    kind: SlotKind
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    person: int = NOBODY
    sign_in: str = ""
    public: bytes = b""
    sealed: tuple[Sealed, ...] = ()

    @property
    def version(self) -> int:
        """1 for a slot that wraps the data key itself, 2 for one with a key pair."""
        return 2 if self.public else 1

    def header(self) -> dict[str, Any]:
        """Everything but what is encrypted, as the file keeps it."""
        cost = {"m": self.cost.memory_kib, "t": self.cost.passes, "p": self.cost.lanes}
        first = {
            "v": self.version,
            "id": self.id,
            "kind": self.kind.value,
            "kdf": {"alg": KDF_NAME, **cost, "salt": as_text(self.salt)},
            "nonce": as_text(self.nonce),
        }
        if self.version == 1:
            return first
        return first | {
            "person": self.person, "sign_in": self.sign_in, "public": as_text(self.public),
        }  # fmt: skip

    def bound(self, install: str) -> bytes:
        """What every tag of the slot vouches for besides the key: the header and whose it is."""
        return canonical({"install": install, "slot": self.header()})


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of one practice; `install` ties them to its practice file.

    `macs` seal the whole list, by each data key in it; a file of version 1 has none.
    """

    install: str
    slots: tuple[Slot, ...]
    macs: tuple[bytes, ...] = ()

    @property
    def version(self) -> int:
        """1 for a file from before there were several people."""
        return 2 if self.macs else 1

    @property
    def is_pending(self) -> bool:
        """Whether a re-key is under way: two data keys are in it."""
        return len(self.macs) > 1

    def recovery(self) -> tuple[Slot, ...]:
        """The slots of the recovery code; several only while one takes the other's place."""
        return tuple(s for s in self.slots if s.kind is SlotKind.RECOVERY)


def new_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(KEY_BYTES)


def new_install() -> str:
    """A random name for one practice file, no secret."""
    return secrets.token_hex(16)


def new_slot(
    key: bytes,
    install: str,
    kind: SlotKind,
    secret: str,
    cost: KdfCost,
    person: int = NOBODY,
    sign_in: str = "",
) -> Slot:
    """A slot for a secret: a fresh key pair, the data key sealed to it."""
    private, public = new_pair()
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    name = secrets.token_hex(8)
    bare = Slot(name, kind, cost, salt, nonce, b"", person, sign_in, public)
    bound = bare.bound(install)
    wrapped = AESGCM(derive(secret, salt, cost)).encrypt(nonce, private, bound)
    return replace(bare, wrapped=wrapped, sealed=(seal(key, public, bound),))


def open_slot(slot: Slot, install: str, secret: str) -> tuple[bytes, ...]:
    """The data keys of a slot, one or, during a re-key, the old and the new; or WrongSecret."""
    bound = slot.bound(install)
    try:
        kek = derive(secret, slot.salt, slot.cost)
        found = AESGCM(kek).decrypt(slot.nonce, slot.wrapped, bound)
        if slot.version == 1:
            return (found,)
        return tuple(unseal(one, found, bound) for one in slot.sealed)
    except (InvalidTag, NotOpened, UnicodeEncodeError) as error:
        raise WrongSecret from error


def authenticated(install: str, slots: tuple[Slot, ...], keys: tuple[bytes, ...]) -> KeyFile:
    """A key file sealed by its data keys."""
    return KeyFile(install, slots, tuple(_mac(install, slots, key) for key in keys))


def check_authentic(keys: KeyFile, data_keys: tuple[bytes, ...]) -> None:
    """Raise KeysForged unless the list is as somebody with the data keys wrote it.

    A file of version 1 carries no such seal.
    """
    if keys.version == 1:
        return
    if len(keys.macs) != len(data_keys):
        raise KeysForged
    for mac, key in zip(keys.macs, data_keys, strict=True):
        if not hmac.compare_digest(mac, _mac(keys.install, keys.slots, key)):
            raise KeysForged


def with_both(keys: KeyFile, old: bytes, new: bytes) -> KeyFile:
    """The same with a second data key sealed into each slot, by its public key alone.

    Raises ValueError for a slot of version 1, which has none.
    """
    slots = []
    for slot in keys.slots:
        if not slot.public:
            raise ValueError("a slot of version 1 cannot take a new data key")
        bound = slot.bound(keys.install)
        both = (seal(old, slot.public, bound), seal(new, slot.public, bound))
        slots.append(replace(slot, sealed=both))
    return authenticated(keys.install, tuple(slots), (old, new))


def with_only(keys: KeyFile, place: int, key: bytes) -> KeyFile:
    """The same with one of the two data keys, which is `key`."""
    slots = tuple(replace(slot, sealed=(slot.sealed[place],)) for slot in keys.slots)
    return authenticated(keys.install, slots, (key,))


def entry(slot: Slot, version: int) -> dict[str, Any]:
    """A slot as a file of a version keeps it."""
    if slot.version == 2:
        sealed = [{"by": as_text(one.passing), "ct": as_text(one.cipher)} for one in slot.sealed]
        return slot.header() | {"wrapped": as_text(slot.wrapped), "sealed": sealed}
    plain = slot.header() | {"ct": as_text(slot.wrapped)}
    return plain if version == 1 else plain | {"person": slot.person, "sign_in": slot.sign_in}


def _mac(install: str, slots: tuple[Slot, ...], key: bytes) -> bytes:
    body = {"install": install, "slots": [entry(slot, 2) for slot in slots]}
    own = subkey(key, install, Purpose.KEY_FILE)
    return hmac.digest(own, canonical(body), "sha256")


def canonical(value: dict[str, Any]) -> bytes:
    """The one way in which a value is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def as_text(raw: bytes) -> str:
    """Bytes as the file keeps them."""
    return base64.b64encode(raw).decode()
