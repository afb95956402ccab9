"""People with accounts in a test's practice, and who of them is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.model.people import Person, Role
from core.services.practice import OpenPractice
from core.store import people

_INSERT = "INSERT INTO people (name, sign_in, provider_id, created_at) VALUES (?, ?, ?, ?)"


def add_person(p: OpenPractice, name: str, roles: set[Role], provider_id: int | None) -> Person:
    """Keep one more account; its roles and whose sessions are its own."""
    return join(p, name, *sorted(roles), provider_id=provider_id)


def sign_in(p: OpenPractice, person: Person) -> Person:
    """Work as this person from now on; returns who it was before."""
    before, p.person = p.person, person
    p.file.actor = person.name
    return before


def join(p: OpenPractice, name: str, *roles: Role, provider_id: int | None = None) -> Person:
    """Give somebody an account in these roles."""
    with p.file.unit_of_work("person.create", "person") as work:
        sign_in = f"{name.split()[0].lower()}-{'-'.join(roles)}"
        values = (name, sign_in, provider_id, work.now.isoformat())
        number = work.db.execute(_INSERT, values).lastrowid
        people.put_roles(work.db, number, frozenset(roles))
    found = people.get(p.file.db, number)
    assert found is not None
    return found


@contextmanager
def signed_in(p: OpenPractice, person: Person) -> Iterator[None]:
    """Have somebody else use the open practice for a while."""
    before, actor = p.person, p.file.actor
    p.person, p.file.actor = person, person.name
    try:
        yield
    finally:
        p.person, p.file.actor = before, actor
