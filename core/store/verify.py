"""The thorough check of a practice file: every page, every index, every reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.store import engine
from core.store.first_look import PAGE_BYTES
from core.store.rows import scalar

if TYPE_CHECKING:
    from core.store.practice_file import PracticeFile


def faults(file: PracticeFile) -> tuple[str, ...]:
    """What is wrong with an open practice file, in SQLite's words; empty when all is well."""
    connection = file.db.conn
    try:
        with file.lifted():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            found = page_faults(connection)
        size = file.path.stat().st_size
        expected = int(scalar(file.db, "PRAGMA page_count")) * PAGE_BYTES
    except engine.SqliteError as error:
        return (engine.error_name(error) or type(error).__name__,)
    return found if size == expected else (*found, "the file's length is not its number of pages")


def page_faults(connection: engine.Connection) -> tuple[str, ...]:
    """What SQLCipher's page tags, SQLite's structures and the foreign keys complain about."""
    try:
        tags = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        links = [
            f"reference from {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except engine.SqliteError as error:
        return (engine.error_name(error) or type(error).__name__,)
    return (*tags, *(row for row in rows if row != "ok"), *links)
