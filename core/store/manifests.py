"""What a backup copy holds, written beside it and sealed with a subkey of the data key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.store.chain import Head
from core.store.file_names import manifest_path
from core.store.platform_files import write_durably
from core.store.subkeys import Purpose, subkey

if TYPE_CHECKING:
    from core.store.platform_files import PlatformFiles

_FORMAT, _VERSION = "unitwise-backup", 1
_MAX_BYTES = 64 * 1024


class ManifestDamaged(Exception):
    """The bytes are not a manifest as this practice wrote it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A copy's contents as they were when it was last opened and found whole.

    `head` is the end of its audit trail, None in a file from before there were seals.
    """

    install: str
    schema: int
    seq: int
    head: Head | None
    sha256: str
    bytes: int
    counts: Mapping[str, int]
    written_at: datetime
    verified_at: datetime


def write(copy: Path, manifest: Manifest, key: bytes, platform: PlatformFiles) -> None:
    """Write a copy's manifest, sealed with the practice's data key."""
    body = _body(manifest)
    sealed = body | {"tag": _tag(body, _seal_key(body, key))}
    write_durably(manifest_path(copy), _canonical(sealed) + b"\n", platform)


def read(copy: Path, key: bytes | None = None, former: Sequence[bytes] = ()) -> Manifest | None:
    """A copy's manifest, or None when it has none; with a data key its seal is checked too.

    `former` are seal keys from before the data key was changed. Raises ManifestDamaged.
    """
    try:
        with manifest_path(copy).open("rb") as stream:
            raw = stream.read(_MAX_BYTES)
    except OSError:
        return None
    try:
        body = json.loads(raw)
        tag = str(body.pop("tag"))
        if body["format"] != _FORMAT or body["version"] != _VERSION:
            raise ManifestDamaged("of another kind")
        if key is not None and not _is_sealed(body, tag, (_seal_key(body, key), *former)):
            raise ManifestDamaged("changed")
        return _manifest(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestDamaged("unreadable") from error


def fits(copy: Path, manifest: Manifest) -> bool:
    """Whether a copy is byte for byte the one that was verified."""
    try:
        return copy.stat().st_size == manifest.bytes and sha256_of(copy) == manifest.sha256
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file that no connection is open on."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _body(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "install": manifest.install,
        "schema": manifest.schema,
        "seq": manifest.seq,
        "mac": manifest.head.mac.hex() if manifest.head else None,
        "sha256": manifest.sha256,
        "bytes": manifest.bytes,
        "counts": dict(manifest.counts),
        "written_at": manifest.written_at.isoformat(),
        "verified_at": manifest.verified_at.isoformat(),
    }


def _manifest(body: dict[str, Any]) -> Manifest:
    seq, mac = int(body["seq"]), body["mac"]
    return Manifest(
        install=str(body["install"]),
        schema=int(body["schema"]),
        seq=seq,
        head=None if mac is None else Head(seq, bytes.fromhex(mac)),
        sha256=str(body["sha256"]),
        bytes=int(body["bytes"]),
        counts={str(name): int(count) for name, count in body["counts"].items()},
        written_at=datetime.fromisoformat(body["written_at"]),
        verified_at=datetime.fromisoformat(body["verified_at"]),
    )


def _seal_key(body: dict[str, Any], key: bytes) -> bytes:
    return subkey(key, str(body["install"]), Purpose.BACKUP_MANIFEST)


def _is_sealed(body: dict[str, Any], tag: str, keys: Iterable[bytes]) -> bool:
    return any(hmac.compare_digest(tag.encode(), _tag(body, key).encode()) for key in keys)


def _tag(body: dict[str, Any], seal_key: bytes) -> str:
    return hmac.new(seal_key, _canonical(body), "sha256").hexdigest()


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
