"""Verified copies of the practice file, each with its key file and its manifest beside it."""

from __future__ import annotations

import errno
import os
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem
from core.store import audit, chain, copies, engine, key_file, manifests, second_place, verify
from core.store.connection import keyed_connection, small_cache
from core.store.file_names import SUFFIX, backups_folder, keys_path, manifest_path
from core.store.manifests import Manifest, ManifestDamaged
from core.store.platform_files import make_private_folder
from core.store.rows import scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A copy that was opened again with its key and found whole.

    `second` is the same copy in the second place, if one is set; `second_problem` says in a
    sentence why it did not get there.
    """

    path: Path
    verified: bool
    bytes: int
    seconds: float
    second: Path | None = None
    second_problem: str = ""


def copies_of(path: Path) -> dict[datetime, Path]:
    """The finished copies of a practice file by the moment in their names."""
    return copies.copies_in(backups_folder(path), path.name.removesuffix(SUFFIX))


def newest(path: Path) -> Path | None:
    """The copy that holds the latest change; of several, the one with the latest name."""
    found = copies_of(path)
    return (
        found[max(found, key=lambda moment: (copies.seq_of(found[moment]), moment))]
        if found
        else None
    )


def write_if_changed(file: PracticeFile, platform: PlatformFiles) -> BackupReport | None:
    """Write a verified copy unless the newest one holds the newest change and is still whole."""
    if is_current(file):
        return None
    return write(file, platform)


def is_current(file: PracticeFile) -> bool:
    """Whether the newest copy holds the newest change and is byte for byte as it was verified."""
    copy = newest(file.path)
    manifest = trusted(copy, file.key, file.former_manifest_keys) if copy else None
    if copy is None or manifest is None:
        return False
    # Who only unlocked changed nothing that a copy would have to hold.
    if not audit.last_change(file.db) <= manifest.seq <= audit.last_seq(file.db):
        return False
    return manifests.fits(copy, manifest)


def trusted(copy: Path, key: bytes, former: Sequence[bytes] = ()) -> Manifest | None:
    """A copy's manifest when it is there and its seal fits."""
    try:
        return manifests.read(copy, key, former)
    except ManifestDamaged:
        return None


def verify_again(file: PracticeFile, platform: PlatformFiles) -> bool:
    """Look once more at the newest copy and note the moment when it is still whole."""
    copy = newest(file.path)
    manifest = trusted(copy, file.key, file.former_manifest_keys) if copy else None
    if copy is None or manifest is None or not manifests.fits(copy, manifest):
        return False
    again = replace(manifest, verified_at=file.clock.now())
    try:
        manifests.write(copy, again, file.key, platform)
    except OSError as error:
        raise DataProblem(_sentence(error)) from error
    return True


def write(file: PracticeFile, platform: PlatformFiles) -> BackupReport:
    """Write a copy, open it again, compare it, and only then give it its name.

    Raises DataProblem when no good copy could be made; none is left behind then.
    """
    began = time.perf_counter()
    folder, stem = backups_folder(file.path), file.path.name.removesuffix(SUFFIX)
    try:
        make_private_folder(folder, platform)
        copies.sweep(folder, stem)
        target = _free_name(folder, stem, file.clock.now().astimezone())
        _write_as(target, file, platform)
        copies.thin_out(folder, stem, target)
    except (engine.SqliteError, OSError) as error:
        raise DataProblem(_sentence(error)) from error
    second, problem = second_place.bring(file, target, platform)
    seconds = time.perf_counter() - began
    return BackupReport(target, True, target.stat().st_size, seconds, second, problem)


def _write_as(target: Path, file: PracticeFile, platform: PlatformFiles) -> None:
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(file, part, platform)
        counts = _compare(file, part)
        key_file.write(keys_path(target), file.keys, platform)
        manifests.write(target, _describe(file, part, counts), file.key, platform)
        part.replace(target)
    except BaseException:
        for path in (part, keys_path(target), manifest_path(target)):
            path.unlink(missing_ok=True)
        raise
    platform.sync_folder(target.parent)


def _copy(file: PracticeFile, part: Path, platform: PlatformFiles) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    platform.keep_private(part)
    with file.lifted(), small_cache(file.db.conn):
        file.db.execute("VACUUM INTO ?", [str(part)])
    handle = os.open(part, os.O_RDWR)
    try:
        platform.sync_file(handle)
    finally:
        os.close(handle)


def _compare(file: PracticeFile, part: Path) -> dict[str, int]:
    """The copy's row counts, after every page, reference and audit row of it was checked."""
    connection = keyed_connection(part, file.key)
    try:
        copy = engine.database(connection)
        found = [*verify.page_faults(connection)]
        if not found:
            found += verify.chain_faults(copy, file.chain_key)
        counts = verify.row_counts(copy)
        with small_cache(file.db.conn):
            same = counts == verify.row_counts(file.db)
    finally:
        connection.close()
    if found or not same:
        raise DataProblem(
            "The backup copy did not pass its check and was not kept. The practice file may be "
            "damaged: keep the older copies, and check the disk."
        )
    return counts


def _describe(file: PracticeFile, part: Path, counts: dict[str, int]) -> Manifest:
    schema = int(scalar(file.db, "PRAGMA user_version"))
    now = file.clock.now()
    return Manifest(
        install=file.keys.install,
        schema=schema,
        seq=audit.last_seq(file.db),
        head=chain.head(file.db) if schema >= chain.SINCE_SCHEMA else None,
        sha256=manifests.sha256_of(part),
        bytes=part.stat().st_size,
        counts=counts,
        written_at=now,
        verified_at=now,
    )


def _free_name(folder: Path, stem: str, moment: datetime) -> Path:
    while (target := folder / copies.copy_name(stem, moment)).exists():
        moment += timedelta(seconds=1)
    return target


def _sentence(error: BaseException) -> str:
    if engine.is_damage(error):
        return engine.DAMAGED
    full = getattr(error, "errno", None) == errno.ENOSPC or engine.is_disk_full(error)
    reason = "the disk is full" if full else "its folder cannot be written, or the disk failed"
    return (
        f"No backup copy was written: {reason}. The practice file itself keeps everything that "
        "was saved; the older copies are still there."
    )
