"""How a connection to an encrypted file is made: key, lock, log, durability, guards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.store import engine

_LEAST_SQLITE = (3, 51, 3)  # earlier ones can damage a write-ahead log
_HEX_KEY = re.compile(r"^[0-9a-f]{64}$")
_FULL = 2
_CACHE_KIB = 65_536  # a page in the cache need not be decrypted again
_COPY_KIB = 4_096
_RULES = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # or INSERT OR REPLACE passes by the triggers
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA busy_timeout = 5000",
)


def keyed_connection(path: Path, key: bytes, mode: str = "rw") -> engine.Connection:
    """A connection with the data key set and the lock to be exclusive; nothing is read yet."""
    hexed = key.hex()
    if not _HEX_KEY.match(hexed):  # SQLCipher would take anything else for a passphrase
        raise ValueError("the data key has 32 bytes")
    connection = engine.connect(path, mode)
    connection.execute(f"PRAGMA key = \"x'{hexed}'\"")
    connection.execute("PRAGMA cipher_compatibility = 4")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


def apply_rules(connection: engine.Connection) -> None:
    """Write-ahead log, full durability and the guards; raises RuntimeError where one is missing."""
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    for rule in _RULES:
        connection.execute(rule).fetchone()
    version = tuple(int(part) for part in engine.sqlcipher3.sqlite_version.split("."))
    if version < _LEAST_SQLITE or not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("this SQLite is too old or has no encryption")
    if connection.execute("PRAGMA synchronous").fetchone() != (_FULL,):
        raise RuntimeError("SQLite does not take synchronous = FULL")


@contextmanager
def small_cache(connection: engine.Connection) -> Iterator[None]:
    """Let a whole file be copied page by page, without memory that grows with it.

    VACUUM INTO gives the copy a cache of the same size, and reads every page into our own.
    """
    connection.execute(f"PRAGMA cache_size = -{_COPY_KIB}").fetchone()
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").fetchone()
