"""Calls of the services about accounts, passwords and switching."""

from core.model.kept_text import KeptField, KeptText
from core.model.people import Person, Role
from core.services import (
    credentials,
    kept_texts,
    people,
    signing_in,
    switching,
)  # fmt: skip
from tests.support.people import signed_in
from tests.support.practice import PASSWORD
from tests.support.stage import Call, Stage


def new_person(s: Stage) -> Person:
    with signed_in(s.p, s.people["O"]):
        name = f"Kit{next(s.number)} Doe"
        person = Person(0, name, name.split()[0].lower(), frozenset({Role.BILLER}))
        return people.add_person(s.p, person, PASSWORD)[0]


def add_person(s: Stage, own: bool) -> Call:
    name = f"Kit{next(s.number)} Doe"
    person = Person(0, name, name.split()[0].lower(), frozenset({Role.BILLER}))
    return lambda: people.add_person(s.p, person, PASSWORD)


def reset(s: Stage, own: bool) -> Call:
    number = new_person(s).id
    return lambda: people.reset_password(s.p, number, PASSWORD)


def roles(s: Stage, own: bool) -> Call:
    number = new_person(s).id
    roles = frozenset({Role.FRONT_DESK})
    return lambda: people.save_roles(s.p, number, roles, None, PASSWORD)


def end_account(s: Stage, own: bool) -> Call:
    number = new_person(s).id
    return lambda: people.end_account(s.p, number, PASSWORD)


def switch_pin(s: Stage, own: bool) -> Call:
    """To the biller, who gave the password today and has a PIN."""
    biller = s.people["B"]
    with signed_in(s.p, biller):
        signing_in.gave_password(s.p)
        switching.set_pin(s.p, PASSWORD, "482915")
    return back(s, lambda: switching.switch_user(s.p, biller.sign_in, "482915"))


def switch_password(s: Stage, own: bool) -> Call:
    name = s.people["B"].sign_in
    return back(s, lambda: switching.switch_by_password(s.p, name, PASSWORD))


def back(s: Stage, call: Call) -> Call:
    def run() -> object:
        before = s.p.person, s.p.file.actor
        try:
            return call()
        finally:
            s.p.person, s.p.file.actor = before

    return run


def new_password(s: Stage, own: bool) -> Call:
    """Another one, and back again once the call's rows were counted."""

    def run() -> None:
        changed = f"{PASSWORD} {next(s.number)}"
        credentials.change_password(s.p, PASSWORD, changed)
        s.after.append(lambda: credentials.change_password(s.p, changed, PASSWORD))

    return run


UNSAVED = KeptText("patient", "1", "Patient details", {"phone": KeptField("", "207-555-0100")})


def keep_text(s: Stage, own: bool) -> Call:
    return lambda: kept_texts.keep(s.p, (UNSAVED,))


def let_go_text(s: Stage, own: bool) -> Call:
    """Everybody has one; each lets go of the own."""
    numbers = {}
    for person in s.people.values():
        with signed_in(s.p, person):
            (kept,) = kept_texts.keep(s.p, (UNSAVED,))
            numbers[person.id] = kept.id
    return lambda: kept_texts.let_go(s.p, numbers[s.p.person.id])
