"""Switching between people while the practice is open: by PIN, or by the full password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.idle import PIN_HOURS
from core.model.people import Role
from core.model.permissions import Permission
from core.services import signing_in
from core.services.changes import change
from core.services.credentials import confirm
from core.services.permissions import needs
from core.store import attempts, key_changes, people
from core.store.audit import UNLOCK
from core.store.pins import check_pin, fits, hashed
from core.store.recovery_code import read_code

if TYPE_CHECKING:
    from core.model.people import Person
    from core.services.practice import OpenPractice, SignedIn

MOST_WRONG = 5
_FULL = (
    "Type the full password: a PIN serves after the password was typed once today in this "
    "program, and for 12 hours."
)
_TOO_MANY = f"That PIN was wrong {MOST_WRONG} times. Type the full password."
_WRONG = "This PIN is wrong."
_UNKNOWN = "Nobody with this sign-in name can sign in here. Choose a name from the list."


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who may go on in the open practice; `by_pin` when the PIN is enough now."""

    name: str
    sign_in: str
    has_pin: bool
    by_pin: bool


@needs(Permission.ANYONE, why="one's own PIN: the password is asked")
def set_pin(p: OpenPractice, secret: str, pin: str) -> None:
    """Keep a PIN for the person who is signed in; an empty one takes it away."""
    checked = check_pin(pin) if pin else ""
    confirm(p, secret)
    with change(p, "person.pin", "person") as work:
        people.put_pin(work.db, p.person.id, hashed(checked) if checked else "")
        work.object_id = p.person.id
        work.detail["set"] = bool(checked)


@needs(Permission.ANYONE, why="the lock screen lists who may go on")
def seats(p: OpenPractice) -> tuple[Seat, ...]:
    """Everybody with a password, by name."""
    with_password = signing_in.slots_by_person(p.file)
    found = [one for one in people.list_all(p.file.db) if one.active and one.id in with_password]
    return tuple(
        Seat(
            one.name, one.sign_in, bool(people.pin_of(p.file.db, one.id)),
            not _why_no_pin(p, one),
        )
        for one in sorted(found, key=lambda one: one.name.casefold())
    )  # fmt: skip


@needs(Permission.ANYONE, why="whoever goes on proves it by PIN or password")
def may_use_pin(p: OpenPractice, sign_in: str) -> bool:
    """Whether a person can switch by PIN now; else the full password is asked."""
    person = _find(p, sign_in)
    return person is not None and not _why_no_pin(p, person)


@needs(Permission.ANYONE, why="whoever goes on proves it by PIN or password")
def switch_user(p: OpenPractice, sign_in: str, pin: str) -> Person:
    """Let another person go on by PIN; person and actor of the audit trail change together.

    Raises UserProblem: for a wrong PIN with the field `pin`, when the full password is needed
    with the field `password`.
    """
    person = _known(p, sign_in)
    reason = _why_no_pin(p, person)
    if reason:
        raise UserProblem(reason, "password")
    if not fits(pin, people.pin_of(p.file.db, person.id)):
        signed = signing_in.with_wrong_pin(p.signed_in[person.id])
        p.signed_in[person.id] = signed
        _note_wrong_pin(p, person)
        if signed.wrong_pins >= MOST_WRONG:
            raise UserProblem(_TOO_MANY, "password")
        raise UserProblem(_WRONG, "pin")
    _switch(p, person, "pin")
    return person


@needs(Permission.ANYONE, why="whoever goes on proves it by PIN or password")
def switch_by_password(p: OpenPractice, sign_in: str, secret: str) -> Person:
    """Let a person go on by the full password; afterwards the PIN serves for 12 hours.

    An owner may give the recovery code, and then has to make a new password and a new code.
    """
    person = _known(p, sign_in)
    file = p.file
    signing_in.refuse_too_soon(file.path, p.clock)
    name = person.sign_in if file.keys.version > 1 else ""
    try:
        if read_code(secret) is not None and not person.has(Role.OWNER):
            raise UserProblem(signing_in.WRONG, "password")
        key = signing_in.key_of(file.keys, secret, name)
        if key_changes.is_void(file.db, file.keys, key.slot):
            raise signing_in.wrong(secret)
    except UserProblem as problem:
        if problem.field == "password":
            signing_in.note_failure(file.path, secret, p.clock)
        raise
    _switch(p, person, "password")
    signing_in.enter(p, person, key)
    signing_in.write_failures(p)
    return person


def _switch(p: OpenPractice, person: Person, by: str) -> None:
    before = p.person
    again = before.id == person.id
    with p.file.unit_of_work(UNLOCK if again else "person.switch", "person", person.id) as work:
        work.actor = person.name
        work.detail |= {"with": by} if again else {"from": before.name, "with": by}
    signing_in.become(p, person)


def _note_wrong_pin(p: OpenPractice, person: Person) -> None:
    with p.file.unit_of_work("person.switch-failed", "person", person.id) as work:
        work.actor = attempts.NOBODY
        work.detail["with"] = "pin"


def _why_no_pin(p: OpenPractice, person: Person) -> str:
    signed = p.signed_in.get(person.id)
    if signed is None or not people.pin_of(p.file.db, person.id):
        return _FULL
    if signed.wrong_pins >= MOST_WRONG:
        return _TOO_MANY
    return "" if _is_recent(p, signed) else _FULL


def _is_recent(p: OpenPractice, signed: SignedIn) -> bool:
    """Whether the full password was given today and at most 12 hours ago."""
    since = p.clock.now() - signed.at
    return signed.day == p.clock.today() and timedelta() <= since <= PIN_HOURS


def _known(p: OpenPractice, sign_in: str) -> Person:
    person = _find(p, sign_in)
    if person is None:
        raise UserProblem(_UNKNOWN, "sign_in")
    return person


def _find(p: OpenPractice, sign_in: str) -> Person | None:
    name = signing_in.folded(sign_in)
    found = (one for one in people.list_all(p.file.db) if one.active)
    return next((one for one in found if signing_in.folded(one.sign_in) == name), None)
