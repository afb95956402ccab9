"""A new data key for the whole practice file, safe against a stop at any moment.

The key file first carries both data keys, each sealed into every slot. Then SQLCipher encrypts
all pages anew in one transaction. Whichever key opens the file afterwards is the one that counts;
the other leaves the key file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from core.errors import DamagedFile, DataProblem
from core.store import engine, first_look, kept_keys, key_file, keyslots
from core.store.connection import keyed_connection
from core.store.file_names import keys_path
from core.store.rows import scalar

if TYPE_CHECKING:
    from pathlib import Path

    from core.store.keyslots import KeyFile
    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile

BEGUN, DONE, UNDONE = "keys.rekey.begin", "keys.rekey", "keys.rekey.undone"
_NOT_WRITTEN = (
    "The key file could not be written: its folder is read-only or the disk is full. The data key "
    "was not changed; everything is as before."
)


def begin(file: PracticeFile, platform: PlatformFiles) -> tuple[KeyFile, tuple[bytes, bytes]]:
    """Let the key file carry the old and a new data key; returns it with both of them.

    Raises DataProblem; nothing was changed then.
    """
    old, new = file.key, keyslots.new_key()
    both = keyslots.with_both(file.keys, old, new)
    with file.unit_of_work(BEGUN, "practice", object_id=1) as work:
        kept_keys.keep(work.db, old, file.keys.install)
    try:
        key_file.write(keys_path(file.path), both, platform)
    except OSError as error:
        with suppress(OSError):
            key_file.write(keys_path(file.path), file.keys, platform)
        raise DataProblem(_NOT_WRITTEN) from error
    return both, (old, new)


def encrypt(file: PracticeFile, new: bytes) -> None:
    """Encrypt every page with the new data key and close the file, in any case.

    Raises DataProblem; which key opens the file is for `settle` to find out.
    """
    try:
        with file.lifted():
            file.db.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchall()
    except engine.SqliteError as error:
        raise engine.problem_of(error) or DataProblem(engine.DAMAGED) from error
    finally:
        file.close()


def winner(path: Path, data_keys: tuple[bytes, ...]) -> int:
    """Which of the data keys opens the practice file; 0 when there is one, or none does."""
    if len(data_keys) == 1:
        return 0
    return next((n for n, key in enumerate(data_keys) if _opens(path, key)), 0)


def settle(
    path: Path, keys: KeyFile, data_keys: tuple[bytes, ...], platform: PlatformFiles
) -> tuple[KeyFile, bytes]:
    """The key file with the one data key that opens the practice file, and that key.

    A file that neither opens keeps both. A folder that cannot be written keeps both as well.
    """
    place = winner(path, data_keys)
    key = data_keys[place]
    if not keys.is_pending or not _opens(path, key):
        return keys, key
    only = keyslots.with_only(keys, place, key)
    with suppress(OSError):
        key_file.write(keys_path(path), only, platform)
    return only, key


def _opens(path: Path, key: bytes) -> bool:
    connection = keyed_connection(path, key)
    try:
        scalar(connection, "SELECT count(*) FROM sqlite_master")
    except engine.SqliteError as error:
        if engine.error_name(error).startswith("SQLITE_NOTADB"):
            return False
        raise engine.problem_of(error) or DamagedFile(first_look.damaged(path), "path") from error
    finally:
        connection.close()
    return True
