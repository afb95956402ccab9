"""Changing the key file together with the practice file, so that both or neither changed.

A new slot is first added beside the one it replaces. The practice file then says, in the
transaction of the change, which slots are in force. Only after that do the others leave the key
file. A stop anywhere leaves slots that are not in force: nobody signs in with them, and the next
opening removes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.store import kept_keys, key_file, people
from core.store.file_names import keys_path
from core.store.keyslots import NOBODY, KeyFile, Slot, SlotKind, authenticated

if TYPE_CHECKING:
    from core.store.engine import Database
    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile
    from core.store.unit_of_work import UnitOfWork

_NOT_WRITTEN = (
    "The key file could not be written: its folder is read-only or the disk is full. Nothing was "
    "changed; every password and the recovery code are those of before."
)
_NOT_CLEANED = (
    "This was saved, but the key file could not be brought up to date: its folder is read-only or "
    "the disk is full. What was removed is refused, and leaves the key file at the next opening."
)
_TOO_MANY = "The key file is full. End accounts that are no longer used first."


@dataclass(slots=True)
class KeyChange:
    """A change of keys under way: `work` is its unit of work, for rows and the audit detail."""

    file: PracticeFile
    platform: PlatformFiles
    work: UnitOfWork
    staged: KeyFile
    in_force: dict[int, str]

    def put(self, slot: Slot) -> None:
        """Let a slot take the place of the person's older one."""
        slots = (*self.staged.slots, slot)
        self.staged = authenticated(self.staged.install, slots, (self.file.key,))
        _write(self.file, self.staged, self.platform, _NOT_WRITTEN)
        self.in_force[slot.person] = slot.id

    def drop(self, person: int) -> None:
        """Take a person's slot away; the last password slot stays."""
        self.in_force.pop(person, None)
        if not any(holder != NOBODY for holder in self.in_force):
            raise UserProblem("This is the last password of the practice file; it has to stay.")


@contextmanager
def key_change(
    file: PracticeFile,
    platform: PlatformFiles,
    action: str,
    object_kind: str,
    object_id: int | None = None,
) -> Iterator[KeyChange]:
    """One change of the key file with its rows and its audit row; done when the block has ended.

    Raises DataProblem when either file cannot be written; both are as before then.
    """
    before = of_today(file.keys, file.db, file.key)
    in_force = _standing(before, kept_keys.slots_in_force(file.db))
    change = None
    try:
        with file.unit_of_work(action, object_kind, object_id) as work:
            change = KeyChange(file, platform, work, before, in_force)
            yield change
            kept_keys.put_in_force(work.db, change.in_force)
    except BaseException:
        if change is not None and change.staged is not before:
            _take_back(file, platform)
        raise
    kept = tuple(s for s in change.staged.slots if change.in_force.get(s.person) == s.id)
    file.keys = authenticated(before.install, kept, (file.key,))
    _write(file, file.keys, platform, _NOT_CLEANED)


def of_today(keys: KeyFile, db: Database, key: bytes) -> KeyFile:
    """The key file in its present version; one of version 1 has the first account's."""
    if keys.version > 1:
        return keys
    owner = people.first_account(db) or people.first_owner(db)
    slots = tuple(
        replace(slot, person=owner.id, sign_in=owner.sign_in)
        if slot.kind is SlotKind.PASSWORD
        else slot
        for slot in keys.slots
    )
    return authenticated(keys.install, slots, (key,))


def is_void(db: Database, keys: KeyFile, slot: Slot) -> bool:
    """Whether a slot that opens must be refused: its account ended, or another replaced it.

    A slot stands when the one that replaced it is missing: an older key file was put back.
    """
    if keys.version == 1:
        return False
    if slot.person != NOBODY:
        person = people.get(db, slot.person)
        if person is None or not person.active:
            return True
    in_force = kept_keys.slots_in_force(db).get(slot.person, slot.id)
    return in_force != slot.id and any(other.id == in_force for other in keys.slots)


def bring_up_to_date(file: PracticeFile, platform: PlatformFiles) -> None:
    """Remove what is void from the key file; write down which slots an older file has in force.

    A folder that cannot be written keeps nobody out: it is done at a later opening.
    """
    in_force = kept_keys.slots_in_force(file.db)
    if file.keys.version == 1 or not in_force:
        return
    kept = tuple(s for s in file.keys.slots if not is_void(file.db, file.keys, s))
    now_in_force = {slot.person: slot.id for slot in kept}
    kept = tuple(s for s in kept if now_in_force[s.person] == s.id)
    try:
        if now_in_force != in_force:
            with file.unit_of_work("keys.older", "practice", object_id=1) as work:
                kept_keys.put_in_force(work.db, now_in_force)
        if kept != file.keys.slots:
            file.keys = authenticated(file.keys.install, kept, (file.key,))
            key_file.write(keys_path(file.path), file.keys, platform)
    except OSError:
        return
    except DataProblem:
        if file.is_stopped:
            raise


def _standing(keys: KeyFile, in_force: dict[int, str]) -> dict[int, str]:
    """The slots in force; one that is missing gives way to what an older key file has."""
    there = {slot.id for slot in keys.slots}
    found = {slot.person: slot.id for slot in keys.slots}
    return found | {person: slot for person, slot in in_force.items() if slot in there}


def _take_back(file: PracticeFile, platform: PlatformFiles) -> None:
    with suppress(OSError):
        key_file.write(keys_path(file.path), file.keys, platform)


def _write(file: PracticeFile, keys: KeyFile, platform: PlatformFiles, sentence: str) -> None:
    try:
        key_file.write(keys_path(file.path), keys, platform)
    except key_file.KeyFileDamaged as error:
        raise UserProblem(_TOO_MANY) from error
    except OSError as error:
        raise DataProblem(sentence) from error
