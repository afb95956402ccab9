"""Opening an existing practice file: the connection's rules, and what must be true of the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem, UnitwiseError, UserProblem
from core.store import backup, engine, first_look, migrations
from core.store.practice_file import PracticeFile
from core.store.practices import get_setting
from core.store.rows import scalar
from core.store.users import owner_name

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.store.keyslots import KeyFile
    from core.store.platform_files import PlatformFiles

APPLICATION_ID = 0x554E5754  # "UNWT", in the file's header
INSTALL_SETTING = "install_id"
_LEAST_SQLITE = (3, 51, 3)  # earlier ones can damage a write-ahead log
_HEX_KEY = re.compile(r"^[0-9a-f]{64}$")
_FULL = 2
_RULES = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # or INSERT OR REPLACE passes by the triggers
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",  # KiB; a page in the cache need not be decrypted again
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


def open_practice(
    path: Path, keys: KeyFile, key: bytes, clock: Clock, platform: PlatformFiles
) -> PracticeFile:
    """Open a practice file with its data key; bring an older one up to date after a backup.

    Raises UserProblem when the file is damaged, of a newer version or open elsewhere, and then
    leaves it byte for byte as it was.
    """
    connection = None
    try:
        connection = keyed_connection(path, key)
        version = _checked_version(path, connection, keys)
        apply_rules(connection)
        file = PracticeFile(
            path, engine.Database(connection), keys, key, owner_name(connection), clock
        )
    except engine.SqliteError as error:
        _let_go(connection)
        raise _refusal(path, error) from error
    except BaseException:
        _let_go(connection)
        raise
    if version < migrations.SCHEMA_VERSION:
        _migrate(file, version, platform)
    return file


def _checked_version(path: Path, connection: engine.Connection, keys: KeyFile) -> int:
    """The schema's version, after what must be true before anything is written."""
    if scalar(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise UserProblem(first_look.unreadable(path), "path")
    version = int(scalar(connection, "PRAGMA user_version"))
    if version > migrations.SCHEMA_VERSION:
        raise UserProblem(first_look.newer(path), "path")
    known = get_setting(connection, INSTALL_SETTING)
    practices = scalar(connection, "SELECT count(*) FROM practices")
    if version < 1 or known != keys.install or practices != 1:
        raise UserProblem(first_look.unreadable(path), "path")
    return version


def _refusal(path: Path, error: BaseException) -> UnitwiseError:
    name = engine.error_name(error)
    if name.startswith("SQLITE_NOTADB"):
        return UserProblem(first_look.unreadable(path), "path")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_FORMAT")):
        return UserProblem(first_look.damaged(path), "path")
    return engine.problem_of(error) or DataProblem(first_look.damaged(path))


def _migrate(file: PracticeFile, version: int, platform: PlatformFiles) -> None:
    try:
        backup.write(file, platform)
        with file.lifted():
            migrations.practice_migrations.apply(file.db)
            file.db.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION:d}")
        versions = {"from": version, "to": migrations.SCHEMA_VERSION}
        with file.unit_of_work("practice.migrate", "practice", detail=versions):
            pass
    except BaseException:
        file.close()
        raise


def _let_go(connection: engine.Connection) -> None:
    if connection is not None:
        connection.close()
