"""The bytes of a key file: one way to write them, and reading that takes no other."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from core.store.kdf import KdfCost
from core.store.keyslots import (
    KDF_NAME,
    KEY_BYTES,
    NOBODY,
    NONCE_BYTES,
    SALT_BYTES,
    TAG_BYTES,
    KeyFile,
    Sealed,
    Slot,
    SlotKind,
    as_text,
    canonical,
    entry,
)
from core.store.platform_files import write_durably

if TYPE_CHECKING:
    from pathlib import Path

    from core.store.platform_files import PlatformFiles

MOST_BYTES = 128 * 1024  # about a hundred people
MOST_SIGN_IN = 40
_FORMAT, _NEWEST, _MAC_BYTES = "unitwise-keys", 2, 32
_INSTALL, _ID = re.compile(r"^[0-9a-f]{32}$"), re.compile(r"^[0-9a-f]{16}$")


class KeyFileDamaged(Exception):
    """The bytes are not a key file as it was written."""


class KeyFileNewer(KeyFileDamaged):
    """A later version of the program wrote it."""


def dump(keys: KeyFile) -> bytes:
    """The key file's bytes; there is exactly one way to write them."""
    body: dict[str, Any] = {
        "format": _FORMAT,
        "version": keys.version,
        "install": keys.install,
        "slots": [entry(slot, keys.version) for slot in keys.slots],
    }
    if keys.version > 1:
        body["macs"] = [as_text(mac) for mac in keys.macs]
    # Tells a damaged key file from a wrong password; the tags and macs answer for forgery.
    return canonical(body | {"sha256": hashlib.sha256(canonical(body)).hexdigest()}) + b"\n"


def load(raw: bytes, *, allow_cheap: bool = False) -> KeyFile:
    """Read a key file strictly: any byte that differs from what `dump` writes is damage.

    `allow_cheap` lets tests read slots below the accepted cost.
    """
    if len(raw) > MOST_BYTES:
        raise KeyFileDamaged("too long")
    try:
        data = json.loads(raw)
        version = int(data["version"])
        if data["format"] == _FORMAT and version > _NEWEST:
            raise KeyFileNewer("newer")
        macs = tuple(_bytes(mac, _MAC_BYTES) for mac in data["macs"]) if version > 1 else ()
        slots = tuple(_read_slot(one, version) for one in data["slots"])
        keys = KeyFile(data["install"], slots, macs)
        same = dump(keys) == raw
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KeyFileDamaged("unreadable") from error
    if not same or not _makes_sense(keys):
        raise KeyFileDamaged("changed")
    if not allow_cheap and not all(slot.cost.is_acceptable for slot in keys.slots):
        raise KeyFileDamaged("cost out of bounds")
    return keys


def write(path: Path, keys: KeyFile, platform: PlatformFiles) -> None:
    """Write a key file durably; raises ValueError for one that `load` would refuse."""
    raw = dump(keys)
    if not keys.slots or load(raw, allow_cheap=True) != keys:
        raise ValueError("this key file could not be read again")
    write_durably(path, raw, platform)


def _makes_sense(keys: KeyFile) -> bool:
    slots, names = keys.slots, {slot.id for slot in keys.slots}
    if not _INSTALL.match(keys.install) or len(names) != len(slots) or len(keys.macs) > 2:
        return False
    if keys.version == 1:
        kinds = [slot.kind for slot in slots]
        return len(set(kinds)) == len(kinds) and all(slot.version == 1 for slot in slots)
    return all(_fits(slot, keys) for slot in slots)


def _fits(slot: Slot, keys: KeyFile) -> bool:
    """Whether a slot may stand in a file of version 2."""
    is_recovery = slot.kind is SlotKind.RECOVERY
    if is_recovery != (slot.person == NOBODY) or is_recovery != (slot.sign_in == ""):
        return False
    in_bounds = 0 <= slot.person < 2**31 and len(slot.sign_in) <= MOST_SIGN_IN
    sealed = len(slot.sealed) == len(keys.macs) if slot.public else len(keys.macs) == 1
    return in_bounds and sealed and bool(_ID.match(slot.id))


def _read_slot(data: dict[str, Any], version: int) -> Slot:
    kdf, has_pair = data["kdf"], data["v"] == 2
    if kdf["alg"] != KDF_NAME or data["v"] not in (1, 2):
        raise ValueError("unknown slot")
    return Slot(
        id=str(data["id"]),
        kind=SlotKind(data["kind"]),
        cost=KdfCost(int(kdf["m"]), int(kdf["t"]), int(kdf["p"])),
        salt=_bytes(kdf["salt"], SALT_BYTES),
        nonce=_bytes(data["nonce"], NONCE_BYTES),
        wrapped=_bytes(data["wrapped" if has_pair else "ct"], KEY_BYTES + TAG_BYTES),
        person=int(data["person"]) if version > 1 else NOBODY,
        sign_in=str(data["sign_in"]) if version > 1 else "",
        public=_bytes(data["public"], KEY_BYTES) if has_pair else b"",
        sealed=tuple(_read_sealed(one) for one in data["sealed"]) if has_pair else (),
    )


def _read_sealed(data: dict[str, Any]) -> Sealed:
    return Sealed(_bytes(data["by"], KEY_BYTES), _bytes(data["ct"], KEY_BYTES + TAG_BYTES))


def _bytes(text: str, length: int) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != length:
        raise ValueError("wrong length")
    return raw
