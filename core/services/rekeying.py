"""A new data key for the practice file, for when somebody who knew a password has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.model.permissions import Permission
from core.services import signing_in
from core.services.credentials import confirm
from core.services.opening import open_file
from core.services.permissions import needs
from core.store import backup, rekey
from core.store.platform_files import this_platform

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.backup import BackupReport

OLD_COPIES = (
    "Backup copies from before still open with the passwords and the recovery code of their day. "
    "Keep them locked away, or destroy them once a copy from after is in the second place."
)
_OLD_SLOT = (
    "This key file is of an earlier version. Before its data key can be changed, change the "
    "owner's password and make a new recovery code."
)
_CLOSED = "The practice file was closed after a failure of the disk. Unlock it again to go on."
_NOT_DONE = (
    "The data key could not be changed: the disk did not take all of it. The practice file is as "
    "before and opens with the same passwords. Make room on the disk, then try again."
)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A practice file with a new data key; everybody's password stays.

    `after_problem` says in a sentence why there is no copy of the file as it is now;
    `old_copies` is what the owner has to be told.
    """

    before: BackupReport
    after: BackupReport | None
    after_problem: str
    old_copies: str = OLD_COPIES


@needs(Permission.KEYS)
def change_data_key(p: OpenPractice, secret: str) -> Rekeyed:
    """Encrypt the practice file anew, with a verified copy before and after; for an owner.

    `p.file` is another one afterwards. A stop at any moment leaves a file that opens with the
    same passwords. Raises DataProblem; when the file could not be opened again after it,
    `p.file` is closed and the program has to open it anew.
    """
    if p.file.is_closed:
        raise DataProblem(_CLOSED)
    p.refuse_while_held()
    if any(slot.version == 1 for slot in p.file.keys.slots):
        raise UserProblem(_OLD_SLOT)
    confirm(p, secret)
    before = backup.write(p.file, this_platform())
    path, clock, old = p.file.path, p.file.clock, p.file.key
    keys, data_keys = rekey.begin(p.file, this_platform())
    try:
        rekey.encrypt(p.file, data_keys[1])
    finally:
        p.file = open_file(path, keys, data_keys, clock, p.person.id)
        signing_in.refreshed(p)
    if p.file.key == old:
        raise DataProblem(_NOT_DONE)
    try:
        return Rekeyed(before, backup.write(p.file, this_platform()), "")
    except DataProblem as problem:
        return Rekeyed(before, None, str(problem))
