"""Opening an existing practice file, after what must be true of it was checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DamagedFile, DataProblem, UnitwiseError, UserProblem
from core.store import anchor, backup, chain, engine, first_look, migrations, verify
from core.store.connection import apply_rules, keyed_connection
from core.store.people import opener_name
from core.store.practice_file import PracticeFile
from core.store.practices import get_setting
from core.store.rows import scalar

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.store.keyslots import KeyFile
    from core.store.platform_files import PlatformFiles

APPLICATION_ID = 0x554E5754  # "UNWT", in the file's header
INSTALL_SETTING = "install_id"
MOST_CHECKED_BYTES = 100_000_000  # about 0.2 s on a small PC; beyond it unlocking would be felt


def open_practice(
    path: Path, keys: KeyFile, key: bytes, clock: Clock, platform: PlatformFiles, person: int = 0
) -> PracticeFile:
    """Open a practice file with its data key; bring an older one up to date after a backup.

    Raises UserProblem when the file is damaged, of a newer version or open elsewhere, and then
    leaves it byte for byte as it was; only a log that a crash left is folded in first, for it
    may mend what the crash tore. Files up to `MOST_CHECKED_BYTES` are checked page by page
    before they take work. Of larger ones a damaged page shows when it is first read, at the
    latest by the backup on closing.
    """
    file = open_to_read(path, keys, key, clock, person)
    try:
        _refuse_damaged(file)
        noted = anchor.read(path, keys.install) or verify.manifest_head(file)
        file.anchor = anchor.Anchor(path, keys.install, platform)
        version = int(scalar(file.db, "PRAGMA user_version"))
        if version < migrations.SCHEMA_VERSION:
            _migrate(file, version, platform)
        elif (found := anchor.agreement(file.db, noted)) is not anchor.Agreement.AGREES:
            _start_anchor(file, found, noted)
    except BaseException:
        file.close()
        raise
    return file


def open_to_read(
    path: Path, keys: KeyFile, key: bytes, clock: Clock, person: int = 0
) -> PracticeFile:
    """Open a practice file of any known version and leave it as it is, for checks and copies.

    What is written later is written as of `person`, 0 being the first owner.
    """
    connection = None
    try:
        connection = keyed_connection(path, key)
        _check_version(path, connection, keys)
        apply_rules(connection)
        return PracticeFile(
            path,
            engine.database(connection),
            keys,
            key,
            opener_name(engine.database(connection), person),
            clock,
        )
    except engine.SqliteError as error:
        _let_go(connection)
        raise _refusal(path, error) from error
    except BaseException:
        _let_go(connection)
        raise


def _check_version(path: Path, connection: engine.Connection, keys: KeyFile) -> None:
    """Refuse what must not be written to: a foreign, newer or half-made file."""
    if scalar(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise DamagedFile(first_look.unreadable(path), "path")
    version = int(scalar(connection, "PRAGMA user_version"))
    if version > migrations.SCHEMA_VERSION:
        raise UserProblem(first_look.newer(path), "path")
    known = get_setting(connection, INSTALL_SETTING)
    practices = scalar(connection, "SELECT count(*) FROM practices")
    if version < 1 or known != keys.install or practices != 1:
        raise DamagedFile(first_look.unreadable(path), "path")


def _refuse_damaged(file: PracticeFile) -> None:
    if file.path.stat().st_size > MOST_CHECKED_BYTES:
        return
    try:
        file.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        sound = file.db.execute("PRAGMA cipher_integrity_check").fetchone() is None
    except engine.SqliteError as error:
        raise _refusal(file.path, error) from error
    if not sound:
        raise DamagedFile(first_look.damaged(file.path), "path")


def _refusal(path: Path, error: BaseException) -> UnitwiseError:
    name = engine.error_name(error)
    if name.startswith("SQLITE_NOTADB"):
        return DamagedFile(first_look.unreadable(path), "path")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_FORMAT")):
        return DamagedFile(first_look.damaged(path), "path")
    if name.startswith("SQLITE_IOERR") and not _is_writable(path):
        return DataProblem(engine.CANNOT_WRITE)  # what SQLite met is no fault of the disk
    return engine.problem_of(error) or DataProblem(first_look.damaged(path))


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _migrate(file: PracticeFile, version: int, platform: PlatformFiles) -> None:
    """Take every step in one transaction: after a crash the file is of the old version or new."""
    backup.write(file, platform)
    versions = {"from": version, "to": migrations.SCHEMA_VERSION}
    change = file.unit_of_work("practice.migrate", "practice", detail=versions)
    with file.lifted(), change as work:
        migrations.practice_migrations.apply(work.db)
        if version < chain.SINCE_SCHEMA:
            chain.seal_first(work.db, file.chain_key)
        work.db.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION:d}")


def _start_anchor(file: PracticeFile, found: anchor.Agreement, noted: chain.Head | None) -> None:
    """Write into the trail itself that it did not continue what was noted, then note it anew."""
    detail = {"anchor": found.value, "noted": noted.seq if noted else None}
    if file.anchor is not None:
        file.anchor.forget()
    try:
        with file.unit_of_work("audit.anchor", "practice", object_id=1, detail=detail):
            pass
    except DataProblem:
        if file.is_stopped:
            raise
        # A full disk or a read-only folder need not keep anybody from reading.


def _let_go(connection: engine.Connection) -> None:
    if connection is not None:
        connection.close()
