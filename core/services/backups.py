"""Backups while the practice is open: when one is due, how old the last is, where they lie."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnitwiseError, UserProblem
from core.model.permissions import Permission
from core.services.changes import change
from core.services.permissions import needs
from core.store import audit, backup, first_look, restore, second_place
from core.store.backup import BackupReport
from core.store.platform_files import this_platform
from core.store.practices import get_setting, set_setting

__all__ = ["BackupReport", "BackupState", "Rehearsal", "rehearse", "run_if_due", "state"]

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.manifests import Manifest

EVERY = timedelta(hours=1)
LOOK_AGAIN = timedelta(hours=12)
LATE = timedelta(days=1)
REHEARSE_EVERY = timedelta(days=30)
_REHEARSED = "backup.rehearsed_at"
_ASIDE = ".rehearsal-"


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the practice stands with its backups.

    `is_late` asks for the red mark: no copy was verified within a day. `changes_since` is how
    many changes the newest copy does not hold.
    """

    verified_at: datetime | None
    is_late: bool
    changes_since: int
    second_place: Path | None
    rehearsed_at: datetime | None
    is_rehearsal_due: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A trial restore of the newest copy; `problem` is empty when all of it came back."""

    copy: Path
    entries: int
    seconds: float
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the copy would have served."""
        return not self.problem


@needs(Permission.ANYONE, why="every role is told when backups are late; it shows no record")
def state(p: OpenPractice) -> BackupState:
    """How old the last verified copy is, and what it lacks; reads small files only."""
    manifest, now = _newest(p), p.clock.now()
    rehearsed = get_setting(p.file.db, _REHEARSED)
    rehearsed_at = datetime.fromisoformat(rehearsed) if rehearsed else None
    verified_at = manifest.verified_at if manifest else None
    return BackupState(
        verified_at=verified_at,
        is_late=not _within(verified_at, now, LATE),
        changes_since=audit.last_seq(p.file.db) - (manifest.seq if manifest else 0),
        second_place=place(p),
        rehearsed_at=rehearsed_at,
        is_rehearsal_due=not _within(rehearsed_at, now, REHEARSE_EVERY),
    )


@needs(Permission.BACKUP_RESTORE)
def back_up(p: OpenPractice) -> BackupReport:
    """Write a verified copy now, to both places."""
    return backup.write(p.file, this_platform())


@needs(Permission.ANYONE, why="the program's own timer calls it, whoever is signed in")
def run_if_due(p: OpenPractice) -> BackupReport | None:
    """Write a copy when an hour's changes are in none; else look again at an old one.

    Cheap when nothing is due: a timer may call it every few minutes. Raises DataProblem.
    """
    if p.file.is_stopped:
        return None
    manifest, now = _newest(p), p.clock.now()
    is_newest = manifest is not None and manifest.seq >= audit.last_change(p.file.db)
    if is_newest and manifest:
        recent = _within(manifest.verified_at, now, LOOK_AGAIN)
        if recent or backup.verify_again(p.file, this_platform()):
            return None
        return backup.write(p.file, this_platform())
    if manifest and _within(manifest.written_at, now, EVERY):
        return None
    return backup.write(p.file, this_platform())


@needs(Permission.SETTINGS_READ)
def place(p: OpenPractice) -> Path | None:
    """The second place that the owner picked, if any."""
    kept = get_setting(p.file.db, second_place.SETTING)
    return Path(kept) if kept else None


@needs(Permission.BACKUP_RESTORE)
def set_place(p: OpenPractice, folder: Path | None) -> None:
    """Keep a second place for copies, or none; it has to be there and elsewhere."""
    if folder is not None:
        folder = folder.absolute()
        if not folder.is_dir():
            raise UserProblem(
                f"There is no folder “{folder.name}”. Connect the drive, or choose another folder.",
                "second_place",
            )
        if folder == p.file.path.parent:
            raise UserProblem(
                "The second place is the practice file's own folder. Choose one on another disk.",
                "second_place",
            )
    with change(p, "backup.second_place", "setting") as work:
        set_setting(work.db, second_place.SETTING, str(folder) if folder else "")
        work.detail["set"] = folder is not None


@needs(Permission.ANYONE, why="the program's own timer calls it; it shows no record")
def rehearse(p: OpenPractice) -> Rehearsal:
    """Restore the newest copy into a folder of its own, check all of it, remove it again.

    A copy that does not come back is an answer, not an error; both stand in the audit trail.
    """
    copy = backup.newest(p.file.path)
    if copy is None:
        raise UserProblem("There is no backup copy yet. Make one first.")
    if _is_from_before_rekey(p, copy):
        copy = back_up(p).path
    began, problem, entries = time.perf_counter(), "", 0
    _sweep(p.file.path.parent)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=p.file.path.parent))
    try:
        keys = first_look.read_keys(copy, allow_cheap=True)  # the file's own, already in use
        brought = restore.bring_back(
            copy, aside / copy.name, keys, p.file.key, p.clock, this_platform()
        )
        entries = brought.seq
    except UnitwiseError as error:
        problem = str(error)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    with change(p, "backup.rehearse", "practice") as work:
        work.detail |= {"copy": copy.name, "entries": entries, "good": not problem}
        if not problem:
            set_setting(work.db, _REHEARSED, work.now.isoformat())
    return Rehearsal(copy, entries, time.perf_counter() - began, problem)


def _newest(p: OpenPractice) -> Manifest | None:
    copy = backup.newest(p.file.path)
    return backup.trusted(copy, p.file.key, p.file.former_manifest_keys) if copy else None


def _is_from_before_rekey(p: OpenPractice, copy: Path) -> bool:
    """Whether a copy is sealed with an earlier data key: it opens, but not with this one."""
    former = p.file.former_manifest_keys
    if backup.trusted(copy, p.file.key) is not None:
        return False
    return backup.trusted(copy, p.file.key, former) is not None


def _within(moment: datetime | None, now: datetime, span: timedelta) -> bool:
    """Whether a moment lies no further off than a span; a clock set back makes it the future."""
    return moment is not None and abs(now - moment) <= span


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
