"""Making a new practice file: complete and closed before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.store import anchor, chain, engine, key_file, migrations
from core.store.connection import apply_rules, keyed_connection
from core.store.file_names import anchor_path, keys_path, log_path
from core.store.open import APPLICATION_ID, INSTALL_SETTING
from core.store.platform_files import make_private_folder
from core.store.practice_file import PracticeFile
from core.store.practices import set_setting
from core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.store.keyslots import KeyFile
    from core.store.platform_files import PlatformFiles

Fill = Callable[[UnitOfWork], None]


def create_file(
    path: Path,
    keys: KeyFile,
    key: bytes,
    owner: str,
    clock: Clock,
    platform: PlatformFiles,
    fill: Fill,
) -> None:
    """Create a practice file and its key file; `fill` stores the first rows.

    Raises UserProblem when a file of either name is there already. When anything fails,
    neither file is left behind.
    """
    refuse_existing(path)
    part = path.with_name(f".{path.name}.part")
    try:
        make_private_folder(path.parent, platform)
        _remove(part)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        platform.keep_private(part)
        head = _build(part, keys, key, owner, clock, fill)
        key_file.write(keys_path(path), keys, platform)
        part.replace(path)
        platform.sync_folder(path.parent)
        noted = anchor.Anchor(path, keys.install, platform)
        noted.write(head)
        noted.close()
    except (engine.SqliteError, OSError) as error:
        keys_path(path).unlink(missing_ok=True)
        raise engine.problem_of(error) or DataProblem(
            f"The practice file could not be made in “{path.parent}”: the folder cannot be "
            "written, or the disk is full. Nothing was left there."
        ) from error
    finally:
        _remove(part)


def refuse_existing(path: Path) -> None:
    """Raise UserProblem when a new practice file would take the place of something."""
    for taken in (path, keys_path(path), anchor_path(path), log_path(path)):
        if taken.exists():
            raise UserProblem(
                f"There is already a file “{taken.name}” in that folder. It was left as it is. "
                "Choose another name for the new practice.",
                "path",
            )


def _build(
    part: Path, keys: KeyFile, key: bytes, owner: str, clock: Clock, fill: Fill
) -> chain.Head:
    connection = keyed_connection(part, key, "rwc")
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        apply_rules(connection)
        file = PracticeFile(part, engine.database(connection), keys, key, owner, clock)
    except BaseException:
        connection.close()
        raise
    try:
        with file.lifted():
            migrations.practice_migrations.apply(file.db)
            connection.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION:d}")
        with file.unit_of_work("practice.create", "practice", object_id=1) as work:
            set_setting(work.db, INSTALL_SETTING, keys.install)
            fill(work)
        return chain.head(file.db)
    finally:
        file.close()


def _remove(part: Path) -> None:
    for path in (part, log_path(part)):
        path.unlink(missing_ok=True)
