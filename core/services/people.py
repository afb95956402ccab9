"""The accounts of the people who use the program: who may, in which roles, and from what password.

Only an owner changes them, after giving the own password again.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.people import Person, Role
from core.model.permissions import Permission
from core.services import signing_in
from core.services.credentials import confirm, cost_of
from core.services.forms import NAME, Form
from core.services.permissions import needs
from core.store import first_look, people, providers
from core.store.key_changes import KeyChange, key_change
from core.store.key_file import MOST_SIGN_IN
from core.store.keyslots import SlotKind, new_slot
from core.store.platform_files import this_platform
from core.store.recovery_code import ALPHABET

if TYPE_CHECKING:
    from pathlib import Path

    from core.services.practice import OpenPractice

_SIGN_IN = re.compile(r"[^\W_][\w.-]*")
_GROUPS, _LETTERS = 4, 4  # 80 random bits
_LAST_OWNER = (
    "This is the only owner. Make somebody else an owner first: without one nobody could manage "
    "people, keys and backups."
)
_OFFER = (
    "The password of this account no longer opens the practice file. Who copied the files before "
    "can still open that copy. Change the data key now, so that no copy of the key file from "
    "before opens what is written from now on."
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account as Settings lists it; `has_password` is false when it has to be reset first."""

    person: Person
    has_password: bool
    has_pin: bool


def sign_in_names(path: Path) -> tuple[str, ...]:
    """The sign-in names of a closed practice file, for the unlock screen.

    They stand readable in the key file. Empty for a key file from before there were several.
    """
    keys = first_look.read_keys(path, allow_cheap=True)
    slots = sorted(keys.slots, key=lambda slot: slot.person)
    return tuple(dict.fromkeys(slot.sign_in for slot in slots if slot.sign_in))


@needs(Permission.PEOPLE_MANAGE)
def accounts(p: OpenPractice) -> tuple[Account, ...]:
    """Every account, those in use first."""
    with_password = signing_in.slots_by_person(p.file)
    return tuple(
        Account(one, one.id in with_password, bool(people.pin_of(p.file.db, one.id)))
        for one in people.list_all(p.file.db)
    )


@needs(Permission.PEOPLE_MANAGE)
def add_person(p: OpenPractice, person: Person, secret: str) -> tuple[Person, str]:
    """Make an account; also returns its one-time password, this once.

    `secret` is the owner's own password. The new person has to change the password at the first
    sign-in. Raises InvalidInput for what was typed.
    """
    _begin(p, secret)
    clean = replace(_checked(p, person, Form()), active=True, must_change_password=True)
    password = one_time_password()
    with key_change(p.file, this_platform(), "person.create", "person") as change:
        kept = replace(clean, id=people.add(change.work.db, clean, change.work.now))
        change.work.object_id = kept.id
        change.work.detail["roles"] = sorted(kept.roles)
        _put(p, change, kept, password)
    return kept, password


@needs(Permission.PEOPLE_MANAGE)
def reset_password(p: OpenPractice, person_id: int, secret: str) -> str:
    """Give a person a one-time password, returned this once, in place of a lost one.

    The person has to change it at the next sign-in, so the owner never knows the later one.
    """
    _begin(p, secret)
    person = _in_use(p, person_id)
    if person_id == p.person.id:
        raise UserProblem("This is your own account. Change your password instead.")
    password = one_time_password()
    with key_change(p.file, this_platform(), "person.reset", "person", person_id) as change:
        people.put_must_change(change.work.db, person_id, must=True)
        people.put_pin(change.work.db, person_id, "")
        _put(p, change, person, password)
    p.signed_in.pop(person_id, None)
    return password


@needs(Permission.PEOPLE_MANAGE)
def save_roles(
    p: OpenPractice, person_id: int, roles: frozenset[Role], provider_id: int | None, secret: str
) -> Person:
    """Change a person's roles and which provider's encounters are the person's own."""
    _begin(p, secret)
    old = _in_use(p, person_id)
    new = replace(old, roles=roles, provider_id=provider_id)
    form = Form()
    _check_roles(p, new, form)
    form.done()
    if old.has(Role.OWNER) and not new.has(Role.OWNER) and _owners(p) == 1:
        raise UserProblem(_LAST_OWNER, "roles")
    with p.file.unit_of_work("person.update", "person", person_id) as work:
        people.update(work.db, new)
        work.detail |= {"roles": sorted(new.roles), "before": sorted(old.roles)}
    signing_in.refreshed(p)
    return new


@needs(Permission.PEOPLE_MANAGE)
def end_account(p: OpenPractice, person_id: int, secret: str) -> str:
    """End an account at once; returns the sentence that offers a new data key.

    The account's slot leaves the key file; its id and names are never given again.
    """
    _begin(p, secret)
    person = _in_use(p, person_id)
    if person_id == p.person.id:
        raise UserProblem("This is your own account. Another owner has to end it.")
    if person.has(Role.OWNER) and _owners(p) == 1:
        raise UserProblem(_LAST_OWNER)
    with key_change(p.file, this_platform(), "person.end", "person", person_id) as change:
        people.end(change.work.db, person_id, change.work.now)
        change.drop(person_id)
    p.signed_in.pop(person_id, None)
    return _OFFER


def one_time_password() -> str:
    """A random password to be read aloud once: four groups, 80 bits."""
    letters = ALPHABET.lower()
    groups = ("".join(secrets.choice(letters) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


def sign_in_of(name: str, otherwise: str = people.OWNER_SIGN_IN) -> str:
    """A sign-in name out of a person's name: the first word, as far as it may stand in one."""
    first = signing_in.folded(name.split(" ")[0])
    plain = "".join(letter for letter in first if letter.isalnum() or letter in ".-")
    plain = plain.strip(".-")[:MOST_SIGN_IN]
    return plain if _SIGN_IN.fullmatch(plain) else otherwise


def _begin(p: OpenPractice, secret: str) -> None:
    p.refuse_while_held()
    confirm(p, secret)


def _checked(p: OpenPractice, person: Person, form: Form) -> Person:
    name = form.line("name", "The name", person.name, most=NAME, needed=True)
    sign_in = signing_in.folded(
        form.line("sign_in", "The sign-in name", person.sign_in, most=MOST_SIGN_IN, needed=True)
    )
    if sign_in and not (_SIGN_IN.fullmatch(sign_in) and len(sign_in) <= MOST_SIGN_IN):
        form.problem(
            "sign_in", "A sign-in name takes letters, digits, dots and dashes, and no spaces."
        )
    known = people.list_all(p.file.db)
    if any(signing_in.folded(one.sign_in) == sign_in for one in known):
        form.problem("sign_in", "This sign-in name is or was somebody's. Choose another one.")
    if any(one.name.casefold() == name.casefold() for one in known):
        form.problem(
            "name",
            "Somebody of this name has or had an account, and the audit trail tells people apart "
            "by name. Add a middle name or an initial.",
        )
    clean = replace(person, name=name, sign_in=sign_in)
    _check_roles(p, clean, form)
    form.done()
    return clean


def _check_roles(p: OpenPractice, person: Person, form: Form) -> None:
    if not person.roles:
        form.problem("roles", "Choose at least one role.")
    if person.provider_id is None:
        return
    if providers.get(p.file.db, person.provider_id) is None:
        form.problem("provider_id", "Choose a provider from the list.")
    for other in people.list_all(p.file.db):
        if other.active and other.id != person.id and other.provider_id == person.provider_id:
            form.problem("provider_id", f"This provider is already {other.name}'s.")


def _in_use(p: OpenPractice, person_id: int) -> Person:
    person = people.get(p.file.db, person_id)
    if person is None or not person.active:
        raise UserProblem("This account has ended. Open the list again.")
    return person


def _owners(p: OpenPractice) -> int:
    return sum(one.active and one.has(Role.OWNER) for one in people.list_all(p.file.db))


def _put(p: OpenPractice, change: KeyChange, person: Person, password: str) -> None:
    install, cost = p.file.keys.install, cost_of(p)
    change.put(
        new_slot(p.file.key, install, SlotKind.PASSWORD, password, cost, person.id, person.sign_in)
    )
