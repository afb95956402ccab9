"""Restoring a backup copy into a new place, and telling before what it would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnitwiseError, UserProblem
from core.model.permissions import Permission
from core.services import signing_in
from core.services.permissions import needs
from core.store import anchor, backup, first_look, manifests, restore, verify
from core.store.copies import copies_in
from core.store.copies import practice_of as source_of
from core.store.file_names import SUFFIX, manifest_path
from core.store.open import open_practice
from core.store.platform_files import this_platform

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.services.practice import OpenPractice

# The tables a person knows, by the word for one row of them.
COUNTED = {
    "patients": "patients",
    "encounters": "sessions",
    "documents": "documents",
    "patient_payments": "payments",
    "audit_events": "audit entries",
}


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A backup copy to choose from; `moment` is in its name, the PC's own time.

    Counts and the verified moment are None for a copy without a readable manifest.
    `changes_after` is how many changes the practice went on by since, as far as is known.
    """

    path: Path
    moment: datetime
    verified_at: datetime | None
    counts: Mapping[str, int] | None
    changes_after: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of one kind the copy and the present file hold; None is not known."""

    what: str
    in_copy: int
    at_present: int | None


@dataclass(frozen=True, slots=True)
class Holding:
    """How far a practice file has come: its newest change and its rows of each known kind."""

    last_change: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Restored:
    """A practice file restored to a new place, checked and closed.

    `present_last_change` is that of the file it was compared with.
    """

    path: Path
    last_change: datetime | None
    present_last_change: datetime | None
    entries: int
    differences: tuple[Difference, ...]


def copies(path: Path) -> tuple[CopyRow, ...]:
    """The backup copies of a practice file, newest first; the file itself may be lost.

    Asked of a copy, it stands first, and the others of the same folder follow.
    """
    if not manifest_path(path).exists():
        return tuple(_row(path, *found) for found in sorted(backup.copies_of(path).items())[::-1])
    of = practice_of(path)
    beside = copies_in(path.parent, of.name.removesuffix(SUFFIX)) if of != path else {}
    rows = tuple(_row(of, *found) for found in sorted(beside.items())[::-1])
    own = tuple(row for row in rows if row.path == path) or (_row(of, _written(path), path),)
    return own + tuple(row for row in rows if row.path != path)


def practice_of(path: Path) -> Path:
    """The practice file that a backup copy is of; of any other file, that file itself."""
    return (source_of(path) if manifest_path(path).exists() else None) or path


@needs(Permission.BACKUP_RESTORE)
def holding(p: OpenPractice) -> Holding:
    """What the open practice holds, to compare a copy with."""
    return Holding(verify.last_change(p.file.db), _known(verify.row_counts(p.file.db)))


def differences(
    in_copy: Mapping[str, int], at_present: Mapping[str, int] | None
) -> tuple[Difference, ...]:
    """What a copy holds against the present file."""
    return tuple(
        Difference(word, in_copy.get(word, 0), at_present.get(word) if at_present else None)
        for word in COUNTED.values()
    )


def restore_copy(
    copy: Path,
    secret: str,
    target: Path,
    clock: Clock,
    present: Holding | None = None,
    sign_in: str = "",
    *,
    allow_cheap_keys: bool = False,
) -> Restored:
    """Restore a copy as the new file `target`, checked page by page and entry by entry.

    The copy opens with the password of its day. Raises UserProblem for a wrong password or a
    name that is taken, DamagedFile when the copy is not whole; nothing is left then.
    """
    copy, target = copy.absolute(), target.absolute()
    if target.suffix != ".unitwise":
        raise UserProblem("The new file's name has to end in .unitwise.", "target")
    first_look.refuse_foreign(copy)
    keys = first_look.read_keys(copy, allow_cheap=allow_cheap_keys)
    found_key = signing_in.key_of(keys, secret, sign_in)
    key = found_key.data_keys[0]
    brought = restore.bring_back(copy, target, keys, key, clock, this_platform())
    try:
        file = open_practice(target, keys, key, clock, this_platform())
        try:
            last = verify.last_change(file.db)
            person = signing_in.person_of(file, found_key, sign_in)
            file.actor = person.name if person else file.actor
            detail = {"copy": copy.name, "entries": brought.seq}
            with file.unit_of_work("practice.restore", "practice", object_id=1, detail=detail):
                pass
        finally:
            file.close()
    except UnitwiseError:
        restore.take_back(target)
        raise
    found = differences(_known(brought.counts), present.counts if present else None)
    return Restored(target, last, present.last_change if present else None, brought.seq, found)


def _row(path: Path, moment: datetime, copy: Path) -> CopyRow:
    try:
        manifest = manifests.read(copy)
    except manifests.ManifestDamaged:
        manifest = None
    if manifest is None:
        return CopyRow(copy, moment, None, None, None)
    noted = anchor.read(path, manifest.install)
    after = max(0, noted.seq - manifest.seq) if noted else None
    return CopyRow(copy, moment, manifest.verified_at, _known(manifest.counts), after)


def _written(copy: Path) -> datetime:
    """When a copy was written whose name does not tell."""
    return datetime.fromtimestamp(copy.stat().st_mtime)  # noqa: DTZ006 - the PC's own time


def _known(found: Mapping[str, int]) -> Mapping[str, int]:
    return {word: found.get(table, 0) for table, word in COUNTED.items()}
