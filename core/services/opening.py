"""Opening, creating, locking and closing the practice; its password and recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.library.reference import ReferenceLibrary
from core.model.permissions import Permission
from core.services import break_glass, places
from core.services.forms import NAME, Form
from core.services.permissions import needs
from core.services.practice import OpenPractice
from core.services.rules_in_use import rules_of
from core.services.setup import check_practice, check_provider
from core.store import (
    attempts,
    backup,
    create,
    engine,
    first_look,
    keyslots,
    people,
    practices,
    providers,
)
from core.store.file_names import keys_path
from core.store.keyslots import KdfCost, KeyFile, SlotKind, WrongSecret
from core.store.open import open_practice
from core.store.passwords import check_password, normalised
from core.store.platform_files import this_platform, write_durably
from core.store.recovery_code import grouped, looks_like_code, new_code, read_code

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.model.practice import Practice, Provider
    from core.store.backup import BackupReport
    from core.store.unit_of_work import UnitOfWork

PRACTICE = "practice"
_WRONG = (
    "This password does not open the practice file. Check Caps Lock and the keyboard's language. "
    "If the password is lost, type the printed recovery code instead."
)
_WRONG_CODE = (
    "This recovery code belongs to another practice file, or a newer code has replaced it."
)
_KEYS_NOT_WRITTEN = (
    "The key file could not be written: its folder is read-only or the disk is full. Nothing was "
    "changed; the password and the recovery code are those of before."
)
_MISTYPED = (
    "This looks like a recovery code with a mistyped, missing or swapped character. Compare it "
    "with the print, group by group."
)


def look_at(path: Path) -> str:
    """Answer `practice` for a file that can be unlocked; raise UserProblem for any other.

    Tells missing, empty, foreign, cut and keyless files apart; never changes one. Damaged
    contents and a newer version show when it is unlocked.
    """
    first_look.refuse_foreign(path)
    first_look.read_keys(path, allow_cheap=True)  # how dear the keys are is judged by `unlock`
    return PRACTICE


def create_practice(
    path: Path,
    practice: Practice,
    owner_name: str,
    password: str,
    clock: Clock,
    first_provider: Provider | None = None,
    *,
    cost: KdfCost | None = None,
) -> tuple[OpenPractice, str]:
    """Create a practice file and open it; also returns the recovery code, this once.

    Raises InvalidInput or FieldProblem for what was typed and UserProblem when a file of that
    name exists. Without `cost` this PC's speed sets it; a cheaper one is for tests alone.
    """
    path = path.absolute()
    create.refuse_existing(path)
    practice = check_practice(practice)
    form = Form()
    owner = form.line("owner_name", "The owner's name", owner_name, most=NAME, needed=True)
    provider = check_provider(first_provider, form) if first_provider else None
    form.done()
    secret = check_password(password)
    code = new_code()
    cost = cost or keyslots.calibrated()
    key, install = keyslots.new_key(), keyslots.new_install()
    keys = KeyFile(install, ()).with_slot(
        keyslots.wrap(key, install, SlotKind.PASSWORD, secret, cost)
    )
    keys = keys.with_slot(keyslots.wrap(key, install, SlotKind.RECOVERY, code, cost))

    def fill(work: UnitOfWork) -> None:
        practices.insert_practice(work.db, practice, work.now)
        kept = providers.save(work.db, provider) if provider else None
        people.insert_owner(work.db, owner, kept.id if kept else None, work.now)

    create.create_file(path, keys, key, owner, clock, this_platform(), fill)
    return _open(path, keys, key, clock), grouped(code)


def unlock(
    path: Path, secret: str, clock: Clock, *, allow_cheap_keys: bool = False
) -> OpenPractice:
    """Open a practice file with the password or the recovery code.

    Raises UserProblem(field="password") for a wrong secret, and one with the right sentence
    for a file that is missing, foreign, damaged, newer or open elsewhere; the file is left
    as it was. A wrong secret is noted beside the file and stands in the audit trail after the
    next unlock. `allow_cheap_keys` is for tests alone.
    """
    path = path.absolute()
    keys, key = unwrap(path, secret, clock, allow_cheap_keys=allow_cheap_keys)
    practice = _open(path, keys, key, clock)
    attempts.write_into(practice.file)
    break_glass.end_all(practice)
    return practice


def unwrap(
    path: Path, secret: str, clock: Clock, *, allow_cheap_keys: bool = False
) -> tuple[KeyFile, bytes]:
    """The key file and the data key of a closed practice file, which is only looked at."""
    first_look.refuse_foreign(path)
    keys = first_look.read_keys(path, allow_cheap=allow_cheap_keys)
    try:
        return keys, data_key(keys, secret)
    except UserProblem:
        kind = SlotKind.PASSWORD if read_code(secret) is None else SlotKind.RECOVERY
        attempts.note(path, attempts.Attempt(clock.now(), kind.value), this_platform())
        raise


def failed_unlocks(path: Path) -> int:
    """How many unlocks failed since the last that succeeded."""
    return attempts.pending(path.absolute()).count


@needs(Permission.ANYONE, why="one's own password: the present one is asked")
def change_password(practice: OpenPractice, old: str, new: str) -> None:
    """Replace the password; `old` is the present one or, when that is lost, the recovery code."""
    secret = check_password(new, "new_password")
    _own_key(practice, old, "old_password")
    _keep_slot(practice, SlotKind.PASSWORD, secret, "keys.password")


@needs(Permission.KEYS)
def new_recovery_code(practice: OpenPractice, password: str) -> str:
    """Make the printed recovery code void and return a new one, this once."""
    _own_key(practice, password, "password")
    code = new_code()
    _keep_slot(practice, SlotKind.RECOVERY, code, "keys.recovery")
    return grouped(code)


@needs(Permission.ANYONE, why="it opens nothing that is not open")
def confirm_password(practice: OpenPractice, secret: str) -> None:
    """Raise UserProblem unless this password or recovery code opens the open practice."""
    _own_key(practice, secret, "password")


@needs(Permission.ANYONE, why="whoever is signed in ends the program")
def close(practice: OpenPractice) -> BackupReport | None:
    """Write a verified backup copy when something changed since the last, then close.

    The file is closed in any case; raises DataProblem when no good copy could be written.
    """
    try:
        if practice.file.is_closed or practice.file.is_stopped:
            return None
        break_glass.end_all(practice)
        return backup.write_if_changed(practice.file, this_platform())
    finally:
        practice.file.close()


def _open(path: Path, keys: KeyFile, key: bytes, clock: Clock) -> OpenPractice:
    library = ReferenceLibrary(places.reference_path())
    file = open_practice(path, keys, key, clock, this_platform())
    try:
        return OpenPractice(file, rules_of(file.db), library, people.first_owner(file.db))
    except engine.SqliteError as error:
        file.close()
        raise UserProblem(first_look.damaged(path), "path") from error
    except BaseException:
        file.close()
        raise


def data_key(keys: KeyFile, secret: str, field: str = "password") -> bytes:
    """The data key by password or recovery code; raises UserProblem for any other secret."""
    code = read_code(secret)
    try:
        if code is not None:
            return keyslots.unwrap(keys, SlotKind.RECOVERY, code)
        return keyslots.unwrap(keys, SlotKind.PASSWORD, normalised(secret))
    except WrongSecret:
        pass
    if code is not None:
        raise UserProblem(_WRONG_CODE, field)
    raise UserProblem(_MISTYPED if looks_like_code(secret) else _WRONG, field)


def _own_key(practice: OpenPractice, secret: str, field: str) -> None:
    if data_key(practice.file.keys, secret, field) != practice.file.key:
        raise UserProblem(_WRONG, field)


def _keep_slot(practice: OpenPractice, kind: SlotKind, secret: str, action: str) -> None:
    file = practice.file
    present = file.keys.slot(kind)
    cost = present.cost if present else keyslots.calibrated()
    keys = file.keys.with_slot(keyslots.wrap(file.key, file.keys.install, kind, secret, cost))
    with file.unit_of_work(action, "practice", object_id=1):
        try:
            write_durably(keys_path(file.path), keyslots.dump(keys), this_platform())
        except OSError as error:
            raise DataProblem(_KEYS_NOT_WRITTEN) from error
        file.keys = keys
