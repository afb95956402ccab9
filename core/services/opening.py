"""Opening, creating, locking and closing the practice; its password and recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.library.reference import ReferenceLibrary
from core.model.permissions import Permission
from core.services import break_glass, places, signing_in
from core.services.credentials import change_password, new_recovery_code
from core.services.credentials import confirm as confirm_password
from core.services.forms import NAME, Form
from core.services.people import sign_in_of
from core.services.permissions import needs
from core.services.practice import OpenPractice
from core.services.rules_in_use import rules_of
from core.services.setup import check_practice, check_provider
from core.services.signing_in import Key
from core.store import (
    attempts,
    backup,
    create,
    engine,
    first_look,
    kept_keys,
    key_changes,
    keyslots,
    people,
    practices,
    providers,
    rekey,
)
from core.store.keyslots import KdfCost, KeyFile, SlotKind
from core.store.open import open_practice, open_to_read
from core.store.passwords import check_password
from core.store.platform_files import this_platform
from core.store.recovery_code import grouped, new_code

__all__ = [
    "OpenPractice",
    "change_password",
    "close",
    "confirm_password",
    "create_practice",
    "failed_unlocks",
    "look_at",
    "new_recovery_code",
    "open_file",
    "open_keys",
    "open_only_to_read",
    "refuse_void",
    "seconds_to_wait",
    "unlock",
]

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.model.people import Person
    from core.model.practice import Practice, Provider
    from core.store.backup import BackupReport
    from core.store.practice_file import PracticeFile
    from core.store.unit_of_work import UnitOfWork

PRACTICE = "practice"
_FIRST = 1  # the id that the owner of a new file gets


def look_at(path: Path) -> str:
    """Answer `practice` for a file that can be unlocked; raise UserProblem for any other.

    Tells missing, empty, foreign, cut and keyless files apart; never changes one. Damaged
    contents and a newer version show when it is unlocked. Raises BackupCopy for a backup copy.
    """
    first_look.refuse_copy(path)
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
    code, sign_in = new_code(), sign_in_of(owner)
    cost = cost or keyslots.calibrated()
    key, install = keyslots.new_key(), keyslots.new_install()
    own = keyslots.new_slot(key, install, SlotKind.PASSWORD, secret, cost, _FIRST, sign_in)
    spare = keyslots.new_slot(key, install, SlotKind.RECOVERY, code, cost)
    keys = keyslots.authenticated(install, (own, spare), (key,))

    def fill(work: UnitOfWork) -> None:
        practices.insert_practice(work.db, practice, work.now)
        kept = providers.save(work.db, provider) if provider else None
        people.insert_owner(work.db, owner, sign_in, kept.id if kept else None, work.now)
        kept_keys.put_in_force(work.db, {slot.person: slot.id for slot in keys.slots})

    create.create_file(path, keys, key, owner, clock, this_platform(), fill)
    file = open_file(path, keys, (key,), clock, _FIRST)
    try:
        made = _practice(file, people.first_owner(file.db))
    except BaseException:
        file.close()
        raise
    signing_in.enter(made, made.person, Key(own, (key,)))
    return made, grouped(code)


def unlock(
    path: Path, secret: str, clock: Clock, sign_in: str = "", *, allow_cheap_keys: bool = False
) -> OpenPractice:
    """Open a practice file with a person's password, or as an owner with the recovery code.

    Without `sign_in` everybody's password is tried, the first owner's before the others.
    Raises UserProblem(field="password") for a wrong secret or one typed too soon after, and one
    with the right sentence for a file that is missing, foreign, damaged, newer or open
    elsewhere, BackupCopy for a copy; the file is left as it was. A wrong secret is noted beside
    the file and stands in the audit trail after the next unlock. `allow_cheap_keys` is for tests
    alone.
    """
    path = path.absolute()
    first_look.refuse_copy(path)
    keys, key = open_keys(path, secret, clock, sign_in, allow_cheap_keys=allow_cheap_keys)
    file = open_file(path, keys, key.data_keys, clock, key.slot.person)
    try:
        person = refuse_void(file, key, secret, clock, sign_in)
        key_changes.bring_up_to_date(file, this_platform())
        practice = _practice(file, person)
        signing_in.enter(practice, person, key)
        attempts.write_into(file)
        if key.slot.kind is not SlotKind.RECOVERY:  # that has its own row
            signing_in.note_unlock(file, person)
        break_glass.end_all(practice)
    except BaseException:
        file.close()
        raise
    return practice


def open_only_to_read(path: Path, keys: KeyFile, key: Key, clock: Clock) -> PracticeFile:
    """Open a closed practice file to look at it alone; nothing in or beside it changes."""
    data_key = key.data_keys[rekey.winner(path, key.data_keys)]
    return open_to_read(path, keys, data_key, clock)


def refuse_void(
    file: PracticeFile, key: Key, secret: str, clock: Clock, sign_in: str = ""
) -> Person:
    """Who a slot signs in; raises UserProblem for one whose account ended or that was replaced."""
    person = signing_in.person_of(file, key, sign_in)
    if person is None:
        signing_in.note_failure(file.path, secret, clock)
        raise signing_in.wrong(secret)
    return person


def open_keys(
    path: Path, secret: str, clock: Clock, sign_in: str = "", *, allow_cheap_keys: bool = False
) -> tuple[KeyFile, Key]:
    """What a secret opens in the key file of a closed practice; a wrong one is noted."""
    first_look.refuse_foreign(path)
    keys = first_look.read_keys(path, allow_cheap=allow_cheap_keys)
    signing_in.refuse_too_soon(path, clock)
    try:
        return keys, signing_in.key_of(keys, secret, sign_in)
    except UserProblem as problem:
        if problem.field == "password":
            signing_in.note_failure(path, secret, clock)
        raise


def failed_unlocks(path: Path) -> int:
    """How many unlocks failed since the last that succeeded."""
    return attempts.pending(path.absolute()).count


def seconds_to_wait(path: Path, clock: Clock) -> int:
    """How long the next try has to wait after wrong ones, 0 when it may be made now."""
    return attempts.seconds_to_wait(path.absolute(), clock.now())


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


def open_file(
    path: Path, keys: KeyFile, data_keys: tuple[bytes, ...], clock: Clock, person: int
) -> PracticeFile:
    """Open the file itself; a re-key that was stopped is settled and told of in the trail."""
    settled, key = rekey.settle(path, keys, data_keys, this_platform())
    file = open_practice(path, settled, key, clock, this_platform(), person)
    try:
        if keys.is_pending:
            action = rekey.DONE if key == data_keys[1] else rekey.UNDONE
            with file.unit_of_work(action, "practice", object_id=1):
                pass
    except BaseException:
        file.close()
        raise
    return file


def _practice(file: PracticeFile, person: Person) -> OpenPractice:
    library = ReferenceLibrary(places.reference_path())
    try:
        return OpenPractice(file, rules_of(file.db), library, person)
    except engine.SqliteError as error:
        raise UserProblem(first_look.damaged(file.path), "path") from error
