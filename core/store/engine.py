"""SQLCipher under sqlite-utils: the one place that joins the two and names their errors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import sqlcipher3

# sqlite-utils takes its SQLite from the module `pysqlite3` when there is one. Without this
# it catches the standard library's errors, and SQLCipher's pass by it.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database, utils  # noqa: E402 - has to come after the two lines above

from core.errors import DataProblem, UserProblem  # noqa: E402
from core.store import kept_apart  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

if getattr(utils, "sqlite3", None) is not sys.modules["pysqlite3"]:
    raise ImportError("core.store must be imported before sqlite_utils")

Connection = Any  # sqlcipher3 carries no types
SqliteError: type[Exception] = sqlcipher3.Error
IntegrityError: type[Exception] = sqlcipher3.IntegrityError

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_FULL = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_DISK = ("SQLITE_IOERR",)
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")

DAMAGED = (
    "The practice file is damaged. Nothing more is written to it. Close the program, then open "
    "the newest copy in the backups folder beside it."
)
IN_USE = (
    "This practice file is already open in another window or on another PC. Only one program at "
    "a time may have it open: close the other one first."
)
_DISK_FULL = (
    "The disk is full, so this change was not saved; everything saved before is safe. "
    "Make room on the disk, then save again."
)
CANNOT_WRITE = (
    "The practice file cannot be written: its folder or the file is read-only. "
    "Nothing was changed. Allow writing to the folder, then try again."
)
_DISK_FAILED = (
    "The disk reported an error, so it is not sure that this change was saved. Nothing more is "
    "written. Keep what is on screen, close the program and check the disk before going on."
)

__all__ = [
    "CANNOT_WRITE",
    "DAMAGED",
    "IN_USE",
    "Connection",
    "Database",
    "IntegrityError",
    "SqliteError",
    "connect",
    "database",
    "error_name",
    "is_damage",
    "is_disk_full",
    "is_fatal",
    "problem_of",
    "sqlcipher3",
]


def connect(path: Path, mode: str) -> Connection:
    """Connect to a file without touching it; `mode` is SQLite's `rw` or `rwc`, never a default."""
    connection = sqlcipher3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=0,
        factory=kept_apart.Connection,
        cached_statements=kept_apart.KEPT,
    )
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would print to standard error
    return connection


def database(connection: Connection) -> Database:
    """sqlite-utils over a connection, told what it would find out by making and dropping tables."""
    found = Database(connection)
    found._supports_on_conflict = True
    found._supports_strict = True
    return found


def error_name(error: BaseException) -> str:
    """SQLite's name of an error, such as `SQLITE_FULL`; empty when it has none."""
    return str(getattr(error, "sqlite_errorname", "") or "")


def is_fatal(error: BaseException) -> bool:
    """Whether nothing may be written to this file any more until it was looked at."""
    return error_name(error).startswith(_DISK + _DAMAGED)


def is_damage(error: BaseException) -> bool:
    """Whether the file's contents are damaged."""
    return error_name(error).startswith(_DAMAGED)


def is_disk_full(error: BaseException) -> bool:
    """Whether the disk is full."""
    return error_name(error).startswith(_FULL)


def problem_of(error: BaseException) -> DataProblem | UserProblem | None:
    """The sentence for a failure of file or disk; None when the error is a bug of ours."""
    sentences = (
        (_FULL, DataProblem(_DISK_FULL)),
        (_BUSY, UserProblem(IN_USE)),
        (_READ_ONLY, DataProblem(CANNOT_WRITE)),
        (_DISK, DataProblem(_DISK_FAILED)),
        (_DAMAGED, DataProblem(DAMAGED)),
    )
    name = error_name(error)
    return next((problem for names, problem in sentences if name.startswith(names)), None)
