"""Verified copies of the practice file, each with its key file beside it."""

from __future__ import annotations

import errno
import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem
from core.store import audit, engine, keyslots, verify
from core.store.connection import keyed_connection
from core.store.file_names import SUFFIX, backups_folder, keys_path
from core.store.platform_files import make_private_folder, write_durably
from core.store.rotation import kept
from core.store.rows import all_rows

if TYPE_CHECKING:
    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile

_STAMP = "%Y-%m-%d %H%M%S"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A copy that was opened again with its key and found whole."""

    path: Path
    verified: bool
    bytes: int
    seconds: float


def write_if_changed(file: PracticeFile, platform: PlatformFiles) -> BackupReport | None:
    """Write a verified copy unless the newest one already holds the newest change."""
    copies = sorted(copies_of(file.path).items(), reverse=True)
    if copies and _last_change(copies[0][1], file.key) == audit.last_seq(file.db):
        return None
    return write(file, platform)


def write(file: PracticeFile, platform: PlatformFiles) -> BackupReport:
    """Write a copy, open it again, compare it, and only then give it its name.

    Raises DataProblem when no good copy could be made; none is left behind then.
    """
    began = time.perf_counter()
    folder = backups_folder(file.path)
    try:
        make_private_folder(folder, platform)
        target = _free_name(folder, file)
        part = folder / f".{target.name}.part"
        part.unlink(missing_ok=True)
        try:
            _copy(file, part, platform)
            _compare(file, part)
            write_durably(keys_path(target), keyslots.dump(file.keys), platform)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            keys_path(target).unlink(missing_ok=True)
            raise
        platform.sync_folder(folder)
        thin_out(file.path, target)
        return BackupReport(target, True, target.stat().st_size, time.perf_counter() - began)
    except (engine.SqliteError, OSError) as error:
        raise DataProblem(_sentence(error)) from error


def copies_of(path: Path) -> dict[datetime, Path]:
    """The finished copies of a practice file by the moment in their names; other files are not."""
    found = {}
    stem = path.name.removesuffix(SUFFIX)
    for copy in backups_folder(path).glob(f"*{SUFFIX}"):
        stamp = copy.name.removesuffix(SUFFIX).removeprefix(f"{stem} ")
        try:
            moment = datetime.strptime(stamp, _STAMP)  # noqa: DTZ007 - the PC's own time
        except ValueError:
            continue
        if copy.name == _copy_name(stem, moment):
            found[moment] = copy
    return found


def thin_out(path: Path, newest: Path) -> None:
    """Remove copies that `rotation.kept` does not name; never the one just written."""
    copies = copies_of(path)
    stay = kept(copies)
    for moment, copy in copies.items():
        if moment not in stay and copy != newest:
            copy.unlink(missing_ok=True)
            keys_path(copy).unlink(missing_ok=True)


def _copy(file: PracticeFile, part: Path, platform: PlatformFiles) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    platform.keep_private(part)
    with file.lifted():
        file.db.execute("VACUUM INTO ?", [str(part)])
    handle = os.open(part, os.O_RDWR)
    try:
        platform.sync_file(handle)
    finally:
        os.close(handle)


def _compare(file: PracticeFile, part: Path) -> None:
    copy = keyed_connection(part, file.key)
    try:
        found = verify.page_faults(copy)
        same = _row_counts(engine.database(copy)) == _row_counts(file.db)
    finally:
        copy.close()
    if found or not same:
        raise DataProblem(
            "The backup copy did not pass its check and was not kept. The practice file may be "
            "damaged: keep the older copies, and check the disk."
        )


def _row_counts(db: engine.Database) -> dict[str, int]:
    sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
    return {row["name"]: db[row["name"]].count for row in all_rows(db, sql)}


def _last_change(copy: Path, key: bytes) -> int:
    connection = keyed_connection(copy, key)
    try:
        return audit.last_seq(engine.database(connection))
    except engine.SqliteError:
        return -1  # a copy that cannot be read is no copy
    finally:
        connection.close()


def _free_name(folder: Path, file: PracticeFile) -> Path:
    moment = file.clock.now().astimezone()
    stem = file.path.name.removesuffix(SUFFIX)
    while (target := folder / _copy_name(stem, moment)).exists():
        moment += timedelta(seconds=1)
    return target


def _copy_name(stem: str, moment: datetime) -> str:
    return f"{stem} {moment.strftime(_STAMP)}{SUFFIX}"


def _sentence(error: BaseException) -> str:
    if engine.is_damage(error):
        return engine.DAMAGED
    full = getattr(error, "errno", None) == errno.ENOSPC or engine.is_disk_full(error)
    reason = "the disk is full" if full else "its folder cannot be written, or the disk failed"
    return (
        f"No backup copy was written: {reason}. The practice file itself keeps everything that "
        "was saved; the older copies are still there."
    )
