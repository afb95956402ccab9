"""The second place for backup copies: another disk or a stick that the owner picked."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from core.store import copies, manifests
from core.store.file_names import SUFFIX, backups_folder, keys_path, manifest_path
from core.store.platform_files import make_private_folder
from core.store.practices import get_setting

if TYPE_CHECKING:
    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile

SETTING = "backup.second_place"


def folder_of(file: PracticeFile) -> Path | None:
    """The practice's own folder in the second place; None when no place is set."""
    place = get_setting(file.db, SETTING)
    return Path(place) / backups_folder(file.path).name if place else None


def bring(file: PracticeFile, copy: Path, platform: PlatformFiles) -> tuple[Path | None, str]:
    """Carry a finished copy to the second place and read it back there.

    Returns where it lies, or None and the sentence that says why it does not; both are empty
    without a second place. The copy in the first place is good in any case.
    """
    folder = folder_of(file)
    if folder is None:
        return None, ""
    target = folder / copy.name
    try:
        if not folder.parent.is_dir():
            return None, _sentence("it is not there: connect the drive")
        make_private_folder(folder, platform)
        stem = file.path.name.removesuffix(SUFFIX)
        copies.sweep(folder, stem)
        for beside in (keys_path, manifest_path):
            copy_durably(beside(copy), beside(target), platform)
        copy_durably(copy, target, platform)
        manifest = manifests.read(target, file.key)
        if manifest is None or not manifests.fits(target, manifest):
            copies.remove(target)
            return None, _sentence("what was written there reads back differently")
        copies.thin_out(folder, stem, target)
    except (OSError, manifests.ManifestDamaged) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC
        return None, _sentence("its disk is full" if full else "it cannot be written")
    return target, ""


def copy_durably(source: Path, target: Path, platform: PlatformFiles) -> None:
    """Copy a file so that its name stands for all of it or for nothing; an old one is replaced."""
    part = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with source.open("rb") as reading, os.fdopen(handle, "wb") as writing:
            platform.keep_private(part)
            shutil.copyfileobj(reading, writing, 1024 * 1024)
            writing.flush()
            platform.sync_file(writing.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    platform.sync_folder(target.parent)


def _sentence(reason: str) -> str:
    return (
        f"The backup copy did not reach the second place: {reason}. The copy beside the practice "
        "file is good."
    )
