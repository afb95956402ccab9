"""The anchor: where the audit trail ends, kept outside the practice file.

A trail whose tail was cut off, or a whole file set back to an older copy, is a good chain in
itself; only a note elsewhere of how far it had come gives it away. The note is written after each
commit, which is durable by then, so it is never ahead of an honest file.

It costs a save no wait for the disk: two places in one small file are overwritten in turn (a torn
one leaves the other), and the disk is waited for at most once a second and on closing. A killed
program loses nothing of it; after a power cut it may be some saves behind, which is no fault.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from enum import StrEnum
from typing import TYPE_CHECKING

from core.store import chain
from core.store.chain import MAC_BYTES, Head
from core.store.file_names import anchor_path

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from core.store.platform_files import PlatformFiles

PLACE_BYTES = 512
SYNC_EVERY = 1.0  # seconds
_FORMAT = "unitwise-anchor"


class Anchor:
    """Writes the anchor of one open practice file; never fails a save that is on disk already."""

    def __init__(self, path: Path, install: str, platform: PlatformFiles) -> None:
        self._path = anchor_path(path)
        self._install = install
        self._platform = platform
        self._handle: int | None = None
        self._synced_at = float("-inf")
        self._dirty = False
        self.has_failed = False

    def write(self, head: Head) -> None:
        """Note the end of the trail; a failure is remembered in `has_failed` and tried again."""
        try:
            if self._handle is None:
                self._open()
            if self._handle is not None:
                self._put(self._handle, head)
            self.has_failed = False
        except OSError:
            self.has_failed = True

    def forget(self) -> None:
        """Remove what is noted, for a file that does not continue it."""
        self.close()
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            self.has_failed = True

    def close(self) -> None:
        """Bring it to the disk and let go of the file."""
        if self._handle is None:
            return
        try:
            if self._dirty:
                self._platform.sync_file(self._handle)
        except OSError:
            self.has_failed = True
        finally:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> None:
        is_new = not self._path.exists()
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
        self._handle = os.open(self._path, flags, 0o600)
        if is_new:
            self._platform.keep_private(self._path)
            self._platform.sync_folder(self._path.parent)

    def _put(self, handle: int, head: Head) -> None:
        os.lseek(handle, PLACE_BYTES * (head.seq % 2), os.SEEK_SET)
        os.write(handle, _line(self._install, head))
        self._dirty = True
        if time.monotonic() - self._synced_at >= SYNC_EVERY:
            self._platform.sync_file(handle)
            self._synced_at, self._dirty = time.monotonic(), False


def read(path: Path, install: str) -> Head | None:
    """The newest whole note beside a practice file; None without one, or with another's."""
    try:
        raw = anchor_path(path).read_bytes()
    except OSError:
        return None
    places = (raw[start : start + PLACE_BYTES] for start in (0, PLACE_BYTES))
    heads = [head for place in places if (head := _head(place, install)) is not None]
    return max(heads, key=lambda head: head.seq, default=None)


class Agreement(StrEnum):
    """How a practice file stands to the anchor beside it."""

    AGREES = "agrees"
    MISSING = "missing"
    AHEAD = "ahead"  # the trail is shorter than it once was
    DIFFERS = "differs"  # it is another trail


def agreement(db: Database, noted: Head | None) -> Agreement:
    """Compare a trail with a note of its end; a note that is behind agrees."""
    if noted is None:
        return Agreement.MISSING
    if noted.seq > chain.head(db).seq:
        return Agreement.AHEAD
    return Agreement.AGREES if chain.seal_of(db, noted.seq) == noted.mac else Agreement.DIFFERS


def _line(install: str, head: Head) -> bytes:
    body = {"format": _FORMAT, "install": install, "seq": head.seq, "mac": head.mac.hex()}
    text = json.dumps(body | {"sum": _sum(body)}, sort_keys=True)
    return text.encode().ljust(PLACE_BYTES - 1) + b"\n"


def _head(place: bytes, install: str) -> Head | None:
    try:
        body = json.loads(place)
        total = body.pop("sum")
        if total != _sum(body) or (body["format"], body["install"]) != (_FORMAT, install):
            return None
        found = Head(int(body["seq"]), bytes.fromhex(body["mac"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if len(found.mac) == MAC_BYTES else None


def _sum(body: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
