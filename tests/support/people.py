"""Further accounts of a practice for tests, and working under one of them."""

from core.model.people import Person, Role
from core.services.practice import OpenPractice
from core.store import people


def add_person(p: OpenPractice, name: str, roles: set[Role], provider_id: int | None) -> Person:
    """Keep one more account; its roles and whose sessions are its own."""
    with p.file.unit_of_work("test.person", "person") as work:
        number = work.db.execute(
            "INSERT INTO people (name, sign_in, provider_id, created_at) VALUES (?, ?, ?, ?)",
            (name, name.lower(), provider_id, work.now.isoformat()),
        ).lastrowid
        people.put_roles(work.db, number, frozenset(roles))
    found = people.get(p.file.db, number)
    assert found is not None
    return found


def sign_in(p: OpenPractice, person: Person) -> Person:
    """Work as this person from now on; returns who it was before."""
    before, p.person = p.person, person
    p.file.actor = person.name
    return before
