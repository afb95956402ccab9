"""Opening an existing practice file, after what must be true of it was checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem, UnitwiseError, UserProblem
from core.store import backup, engine, first_look, migrations
from core.store.connection import apply_rules, keyed_connection
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
            path, engine.database(connection), keys, key, owner_name(connection), clock
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
