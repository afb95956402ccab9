"""The key file: a random data key, wrapped once by the password, once by the recovery code."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, SALT_BYTES, NONCE_BYTES, TAG_BYTES = 32, 16, 12, 16
_FORMAT, _VERSION, _KDF = "unitwise-keys", 1, "argon2id"
_INSTALL = re.compile(r"^[0-9a-f]{32}$")
_MAX_FILE_BYTES = 64 * 1024


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    RECOVERY = "recovery"


class KeyFileDamaged(Exception):
    """The bytes are not a key file as it was written."""


class KeyFileNewer(KeyFileDamaged):
    """A later version of the program wrote it."""


class WrongSecret(Exception):
    """No slot opens with this secret."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Argon2id's cost: memory in KiB, passes, lanes. Only tests go below the bounds."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def is_acceptable(self) -> bool:
        """Whether a key file may ask for it: neither weak nor a trap for this PC's memory."""
        memory = 64 * 1024 <= self.memory_kib <= 1024 * 1024
        return memory and 3 <= self.passes <= 32 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key wrapped by one secret."""

    id: str
    kind: SlotKind
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def header(self) -> dict[str, Any]:
        """Everything but the wrapped key, as the file keeps it."""
        cost = {"m": self.cost.memory_kib, "t": self.cost.passes, "p": self.cost.lanes}
        return {
            "v": _VERSION,
            "id": self.id,
            "kind": self.kind.value,
            "kdf": {"alg": _KDF, **cost, "salt": _text(self.salt)},
            "nonce": _text(self.nonce),
        }


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of one practice; `install` ties them to its practice file."""

    install: str
    slots: tuple[Slot, ...]

    def with_slot(self, slot: Slot) -> KeyFile:
        """The same with this slot in place of every other of its kind."""
        others = tuple(s for s in self.slots if s.kind is not slot.kind)
        return KeyFile(self.install, (*others, slot))

    def slot(self, kind: SlotKind) -> Slot | None:
        """The slot of a kind, if there is one."""
        return next((s for s in self.slots if s.kind is kind), None)


def new_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(KEY_BYTES)


def new_install() -> str:
    """A random name for one practice file, no secret."""
    return secrets.token_hex(16)


def wrap(key: bytes, install: str, kind: SlotKind, secret: str, cost: KdfCost) -> Slot:
    """Wrap the data key by a secret, with fresh salt and nonce."""
    bare = Slot(
        secrets.token_hex(8),
        kind,
        cost,
        secrets.token_bytes(SALT_BYTES),
        secrets.token_bytes(NONCE_BYTES),
        b"",
    )
    wrapped = AESGCM(_derive(bare, secret)).encrypt(bare.nonce, key, _bound(bare, install))
    return Slot(bare.id, kind, cost, bare.salt, bare.nonce, wrapped)


def unwrap(keys: KeyFile, kind: SlotKind, secret: str) -> bytes:
    """The data key, or WrongSecret."""
    slot = keys.slot(kind)
    if slot is None:
        raise WrongSecret
    try:
        return AESGCM(_derive(slot, secret)).decrypt(
            slot.nonce, slot.wrapped, _bound(slot, keys.install)
        )
    except (InvalidTag, UnicodeEncodeError) as error:
        raise WrongSecret from error


def dump(keys: KeyFile) -> bytes:
    """The key file's bytes; there is exactly one way to write them."""
    return _canonical(_sealed(_body(keys))) + b"\n"


def load(raw: bytes, *, allow_cheap: bool = False) -> KeyFile:
    """Read a key file strictly: any byte that differs from what `dump` writes is damage.

    `allow_cheap` lets tests read slots below the accepted cost.
    """
    if len(raw) > _MAX_FILE_BYTES:
        raise KeyFileDamaged("too long")
    try:
        data = json.loads(raw)
        if data["format"] == _FORMAT and int(data["version"]) > _VERSION:
            raise KeyFileNewer("newer")
        keys = KeyFile(data["install"], tuple(_read_slot(entry) for entry in data["slots"]))
        same = dump(keys) == raw
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KeyFileDamaged("unreadable") from error
    kinds = [slot.kind for slot in keys.slots]
    if not same or not _INSTALL.match(keys.install) or len(set(kinds)) != len(kinds):
        raise KeyFileDamaged("changed")
    if not allow_cheap and not all(slot.cost.is_acceptable for slot in keys.slots):
        raise KeyFileDamaged("cost out of bounds")
    return keys


def calibrated(goal_seconds: float = 0.5) -> KdfCost:
    """The cost that takes this PC at least about the goal, from 64 MiB up to 12 passes."""
    cost = KdfCost()
    taken = _seconds(cost)
    if taken > 2 * goal_seconds:
        return KdfCost(memory_kib=64 * 1024)
    passes = round(cost.passes * goal_seconds / max(taken, 0.001))
    return KdfCost(passes=min(12, max(cost.passes, passes)))


def _seconds(cost: KdfCost) -> float:
    before = time.perf_counter()
    probe = Slot("", SlotKind.PASSWORD, cost, bytes(SALT_BYTES), bytes(NONCE_BYTES), b"")
    _derive(probe, "how long does this take?")
    return time.perf_counter() - before


def _derive(slot: Slot, secret: str) -> bytes:
    return hash_secret_raw(
        secret.encode(),
        slot.salt,
        time_cost=slot.cost.passes,
        memory_cost=slot.cost.memory_kib,
        parallelism=slot.cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(slot: Slot, install: str) -> bytes:
    """What the tag vouches for besides the key: the slot's header and whose it is."""
    return _canonical({"install": install, "slot": slot.header()})


def _body(keys: KeyFile) -> dict[str, Any]:
    slots = [slot.header() | {"ct": _text(slot.wrapped)} for slot in keys.slots]
    return {"format": _FORMAT, "version": _VERSION, "install": keys.install, "slots": slots}


def _sealed(body: dict[str, Any]) -> dict[str, Any]:
    # Tells a damaged key file from a wrong password; the slots' tags answer for forgery.
    return body | {"sha256": hashlib.sha256(_canonical(body)).hexdigest()}


def _read_slot(entry: dict[str, Any]) -> Slot:
    kdf = entry["kdf"]
    slot = Slot(
        id=str(entry["id"]),
        kind=SlotKind(entry["kind"]),
        cost=KdfCost(int(kdf["m"]), int(kdf["t"]), int(kdf["p"])),
        salt=_bytes(kdf["salt"], SALT_BYTES),
        nonce=_bytes(entry["nonce"], NONCE_BYTES),
        wrapped=_bytes(entry["ct"], KEY_BYTES + TAG_BYTES),
    )
    if entry["v"] != _VERSION or kdf["alg"] != _KDF:
        raise ValueError("unknown slot")
    return slot


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str, length: int) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != length:
        raise ValueError("wrong length")
    return raw
