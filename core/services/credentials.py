"""A person's own password, the practice's recovery code, and giving the password once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.model.people import Role
from core.model.permissions import Permission
from core.services import signing_in
from core.services.permissions import inner, needs
from core.store import key_changes, people
from core.store.key_changes import key_change
from core.store.keyslots import NOBODY, KdfCost, SlotKind, calibrated, new_slot
from core.store.passwords import check_password, normalised
from core.store.platform_files import this_platform
from core.store.recovery_code import grouped, new_code, read_code

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_SAME = "This is the present password. Choose another one."
_NO_CODE_HERE = "Only an owner can use the recovery code. Type your own password."


@needs(Permission.ANYONE, why="it opens nothing that is not open")
def confirm(p: OpenPractice, secret: str, field: str = "password") -> None:
    """Raise UserProblem unless this is the password of the person who is signed in.

    For keys, roles and exports. An owner may give the recovery code instead.
    """
    signing_in.refuse_too_soon(p.file.path, p.clock)
    if read_code(secret) is not None and not p.person.has(Role.OWNER):
        raise UserProblem(_NO_CODE_HERE, field)
    file = p.file
    name = p.person.sign_in if file.keys.version > 1 else ""
    try:
        key = signing_in.key_of(file.keys, secret, name, field)
        is_own = key.slot.person in (NOBODY, p.person.id)
        if not is_own or key_changes.is_void(file.db, file.keys, key.slot):
            raise signing_in.wrong(secret, field)
    except UserProblem as problem:
        if problem.field == field:
            signing_in.note_failure(file.path, secret, p.clock)
        raise
    signing_in.write_failures(p)


@needs(Permission.ANYONE, why="one's own password: the present one is asked")
def change_password(p: OpenPractice, old: str, new: str) -> None:
    """Replace one's own password; `old` is the present one or, for an owner, the recovery code."""
    secret = check_password(new, "new_password")
    confirm(p, old, "old_password")
    if normalised(old) == secret:
        raise FieldProblem(_SAME, "new_password")
    with key_change(p.file, this_platform(), "keys.password", "person", p.person.id) as change:
        change.put(
            new_slot(
                p.file.key,
                p.file.keys.install,
                SlotKind.PASSWORD,
                secret,
                cost_of(p),
                p.person.id,
                p.person.sign_in,
            )
        )
        people.put_must_change(change.work.db, p.person.id, must=False)
    signing_in.refreshed(p)
    signing_in.gave_password(p)


@needs(Permission.KEYS)
def new_recovery_code(p: OpenPractice, password: str) -> str:
    """Make the printed recovery code void and return a new one, this once; for an owner."""
    confirm(p, password)
    code = new_code()
    with key_change(p.file, this_platform(), "keys.recovery", "practice", 1) as change:
        install = p.file.keys.install
        change.put(new_slot(p.file.key, install, SlotKind.RECOVERY, code, cost_of(p)))
    held = p.must_change_password
    signing_in.refreshed(p)
    p.must_change_password = held
    return grouped(code)


@inner
def cost_of(p: OpenPractice) -> KdfCost:
    """What the key file's passwords cost to try."""
    slots = p.file.keys.slots
    return slots[0].cost if slots else calibrated()
