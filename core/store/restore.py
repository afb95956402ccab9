"""Bringing a backup copy back as a new practice file; the copy and the old file stay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DamagedFile, DataProblem
from core.store import anchor, backup, chain, create, engine, key_file, manifests, verify
from core.store.audit import last_seq
from core.store.file_names import anchor_path, keys_path, log_path
from core.store.open import open_to_read
from core.store.platform_files import make_private_folder
from core.store.second_place import copy_durably

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.model.clock import Clock
    from core.store.keyslots import KeyFile
    from core.store.platform_files import PlatformFiles


@dataclass(frozen=True, slots=True)
class Brought:
    """A copy brought to a new place and found whole there: its newest audit number, its rows."""

    path: Path
    seq: int
    counts: Mapping[str, int]


def bring_back(
    copy: Path, target: Path, keys: KeyFile, key: bytes, clock: Clock, platform: PlatformFiles
) -> Brought:
    """Copy a backup to a new place, check all of it there, and only then give it its name.

    Raises UserProblem when the name is taken, DamagedFile when the copy is not whole and
    DataProblem when the disk fails; nothing is left in the new place then.
    """
    _clear_keys_left_behind(target, keys)
    create.refuse_existing(target)
    manifest = backup.trusted(copy, key)
    if manifest is not None and not log_path(copy).exists() and not manifests.fits(copy, manifest):
        raise DamagedFile(_not_whole(copy), "path")
    part = target.with_name(f".{target.name}.part")
    try:
        make_private_folder(target.parent, platform)
        _remove(part)
        copy_durably(copy, part, platform)
        if log_path(copy).exists():
            copy_durably(log_path(copy), log_path(part), platform)
        found, head = _checked(part, copy, keys, key, clock)
        key_file.write(keys_path(target), keys, platform)
        part.replace(target)
        platform.sync_folder(target.parent)
    except (engine.SqliteError, OSError) as error:
        for path in (target, keys_path(target)):
            path.unlink(missing_ok=True)
        raise engine.problem_of(error) or DataProblem(
            f"Nothing was restored to “{target.parent}”: the folder cannot be written, or the "
            "disk is full. The copy is as it was."
        ) from error
    finally:
        _remove(part)
    _anchor(target, keys, head, platform)
    return Brought(target, found.seq, found.counts)


def take_back(target: Path) -> None:
    """Remove a file that was restored a moment ago and could not be finished."""
    for path in (target, keys_path(target), anchor_path(target), log_path(target)):
        path.unlink(missing_ok=True)


def _clear_keys_left_behind(target: Path, keys: KeyFile) -> None:
    """A stop just before the end leaves these very keys alone; they are in nobody's way."""
    left = keys_path(target)
    if left.exists() and not target.exists() and left.read_bytes() == key_file.dump(keys):
        left.unlink()


def _checked(
    part: Path, copy: Path, keys: KeyFile, key: bytes, clock: Clock
) -> tuple[Brought, chain.Head | None]:
    file = open_to_read(part, keys, key, clock)
    try:
        found = verify.everything(file)
        if not found.is_good:
            raise DamagedFile(_not_whole(copy), "path")
        head = chain.head(file.db) if verify.has_chain(file.db) else None
        return Brought(part, last_seq(file.db), verify.row_counts(file.db)), head
    finally:
        file.close()


def _anchor(target: Path, keys: KeyFile, head: chain.Head | None, platform: PlatformFiles) -> None:
    if head is not None:
        noted = anchor.Anchor(target, keys.install, platform)
        noted.write(head)
        noted.close()


def _not_whole(copy: Path) -> str:
    return (
        f"The copy “{copy.name}” is damaged: parts of it are not as they were written. "
        "Nothing was restored. Take the copy before it."
    )


def _remove(part: Path) -> None:
    for path in (part, log_path(part), anchor_path(part)):
        path.unlink(missing_ok=True)
