"""Who signs in: the slot that a secret opens, the wait after failures, whose account it is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.model.people import Person, Role
from core.services.permissions import inner
from core.services.practice import SignedIn
from core.store import attempts, audit, kept_keys, key_changes, keyslots, people
from core.store.keyslots import KeyFile, KeysForged, Slot, SlotKind, WrongSecret
from core.store.passwords import normalised
from core.store.platform_files import this_platform
from core.store.practices import get_setting, set_setting
from core.store.recovery_code import looks_like_code, read_code

if TYPE_CHECKING:
    from pathlib import Path

    from core.model.clock import Clock
    from core.services.practice import OpenPractice
    from core.store.practice_file import PracticeFile

USED_CODE = "recovery.used"  # the setting with the slot of a recovery code that was signed in with
WRONG = (
    "This password does not open the practice file. Check Caps Lock and the keyboard's language. "
    "If the password is lost, type the printed recovery code instead."
)
_WRONG_CODE = (
    "This recovery code belongs to another practice file, or a newer code has replaced it."
)
_MISTYPED = (
    "This looks like a recovery code with a mistyped, missing or swapped character. Compare it "
    "with the print, group by group."
)
_FORGED = (
    "The key file was changed by something other than Unitwise, so nothing was opened. Put a copy "
    "of the key file in its place: one lies with every backup."
)
_NO_OWNER = "The recovery code signs in an owner. Give the sign-in name of an owner."


@dataclass(frozen=True, slots=True)
class Key:
    """What a secret opened: its slot, and the data key, or two of them during a re-key."""

    slot: Slot
    data_keys: tuple[bytes, ...]


def key_of(keys: KeyFile, secret: str, sign_in: str = "", field: str = "password") -> Key:
    """What a password or the recovery code opens; raises UserProblem for any other secret.

    Without a sign-in name every person's slot is tried, the first owner's before the others.
    """
    code = read_code(secret)
    slots = keys.recovery() if code is not None else _of_name(keys, sign_in)
    for slot in slots:
        try:
            text = code if code is not None else normalised(secret)
            data_keys = keyslots.open_slot(slot, keys.install, text)
            keyslots.check_authentic(keys, data_keys)
        except WrongSecret:
            continue
        except KeysForged as error:
            raise UserProblem(_FORGED, "path") from error
        return Key(slot, data_keys)
    raise wrong(secret, field)


def wrong(secret: str, field: str = "password") -> UserProblem:
    """The sentence for a secret that does not open."""
    if read_code(secret) is not None:
        return UserProblem(_WRONG_CODE, field)
    return UserProblem(_MISTYPED if looks_like_code(secret) else WRONG, field)


def _of_name(keys: KeyFile, sign_in: str) -> tuple[Slot, ...]:
    """The password slots to try, in the order of their accounts."""
    slots = [slot for slot in keys.slots if slot.kind is SlotKind.PASSWORD]
    name = folded(sign_in)
    if name and keys.version > 1:
        slots = [slot for slot in slots if slot.sign_in == name]
    return tuple(sorted(slots, key=lambda slot: slot.person))


def folded(sign_in: str) -> str:
    """The one form of a sign-in name."""
    return normalised(sign_in).strip().casefold()


def refuse_too_soon(path: Path, clock: Clock) -> None:
    """Raise UserProblem while the wait after wrong passwords is not over."""
    seconds = attempts.seconds_to_wait(path, clock.now())
    if seconds:
        unit = "second" if seconds == 1 else "seconds"
        raise UserProblem(
            f"That password was wrong. Wait {seconds} {unit}, then try again; the wait grows "
            "with each wrong try, up to five minutes.",
            "password",
        )


def note_failure(path: Path, secret: str, clock: Clock) -> None:
    """Keep a failed try beside the file."""
    kind = SlotKind.PASSWORD if read_code(secret) is None else SlotKind.RECOVERY
    attempts.note(path, attempts.Attempt(clock.now(), kind.value), this_platform())


@inner
def write_failures(p: OpenPractice) -> None:
    """Move the failures into the trail; a file that takes no changes keeps nobody out."""
    with suppress(DataProblem):
        attempts.write_into(p.file)


def note_unlock(file: PracticeFile, person: Person) -> None:
    """Write that somebody unlocked; a file that takes no changes keeps nobody out."""
    try:
        with file.unit_of_work(audit.UNLOCK, "person", person.id):
            pass
    except DataProblem:
        if file.is_stopped:
            raise


def person_of(file: PracticeFile, key: Key, sign_in: str = "") -> Person | None:
    """Whose slot it is, None when it must be refused; the recovery code is an owner's.

    Raises UserProblem when the code is used with the name of somebody who is no owner.
    """
    if key_changes.is_void(file.db, file.keys, key.slot):
        return None
    if key.slot.person != keyslots.NOBODY:
        return people.get(file.db, key.slot.person)
    if key.slot.kind is SlotKind.PASSWORD:  # of a key file of version 1
        person = people.first_account(file.db)
        return person if person and person.active else None
    if not sign_in:
        return people.first_owner(file.db)
    for person in people.list_all(file.db):
        if person.sign_in == folded(sign_in) and person.active and person.has(Role.OWNER):
            return person
    raise UserProblem(_NO_OWNER, "sign_in")


@inner
def enter(p: OpenPractice, person: Person, key: Key) -> None:
    """Make somebody the person who is signed in, with what has to be done first."""
    by_code = key.slot.kind is SlotKind.RECOVERY
    become(p, person)
    if by_code:
        p.must_change_password = True
        _note_used_code(p, key.slot.id)
    else:
        gave_password(p)
    p.must_renew_recovery = is_code_used(p)


@inner
def gave_password(p: OpenPractice) -> None:
    """Note that who is signed in gave the full password now; from here on the PIN serves."""
    p.signed_in[p.person.id] = SignedIn(p.clock.now(), p.clock.today())


@inner
def become(p: OpenPractice, person: Person) -> None:
    """Person and actor change together."""
    p.person = person
    p.file.actor = person.name
    p.must_change_password = person.must_change_password
    p.must_renew_recovery = is_code_used(p)


@inner
def is_code_used(p: OpenPractice) -> bool:
    """Whether the recovery code in force was signed in with; an owner has to replace it."""
    used = get_setting(p.file.db, USED_CODE) or ""
    in_force = {slot.id for slot in p.file.keys.recovery()}
    return used in in_force and p.person.has(Role.OWNER)


def _note_used_code(p: OpenPractice, slot: str) -> None:
    """The one change that is made before the new password: that the code was used."""
    with p.file.unit_of_work("unlock.recovery", "person", object_id=p.person.id) as work:
        set_setting(work.db, USED_CODE, slot)


@inner
def refreshed(p: OpenPractice) -> None:
    """Take up what the file now says of the person who is signed in."""
    person = people.get(p.file.db, p.person.id)
    if person is not None:
        become(p, person)


def with_wrong_pin(signed: SignedIn) -> SignedIn:
    """The same after one more wrong PIN."""
    return replace(signed, wrong_pins=signed.wrong_pins + 1)


def slots_by_person(file: PracticeFile) -> frozenset[int]:
    """Who has a password in the key file."""
    keys = key_changes.of_today(file.keys, file.db, file.key)
    in_force = kept_keys.slots_in_force(file.db)
    return frozenset(
        slot.person
        for slot in keys.slots
        if slot.person != keyslots.NOBODY and in_force.get(slot.person, slot.id) == slot.id
    )
