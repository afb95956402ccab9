"""The accounts of the people who use the program."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.people import Person, Role
from core.store.rows import Row, all_rows, one_row, scalar
from core.store.rows import insert as insert_row

if TYPE_CHECKING:
    from sqlite_utils import Database

OWNER_SIGN_IN = "owner"  # where the owner's name gives none
# A lone owner does everything; whoever joins later takes roles over in Settings.
FIRST_ROLES = frozenset({Role.OWNER, Role.THERAPIST, Role.BILLER, Role.FRONT_DESK})
_INSERT = """
    INSERT INTO people (name, sign_in, provider_id, must_change_password, created_at)
    VALUES (:name, :sign_in, :provider_id, :must, :created_at)
"""


def insert_owner(
    db: Database, name: str, sign_in: str, provider_id: int | None, now: datetime
) -> int:
    """Keep the owner of a new practice file, with every role; returns the account's id."""
    return add(db, Person(0, name, sign_in, FIRST_ROLES, provider_id), now)


def add(db: Database, person: Person, now: datetime) -> int:
    """Keep a new account with its roles; returns the id it gets."""
    number = insert_row(db, _INSERT, _values(person) | {"created_at": now.isoformat()})
    put_roles(db, number, person.roles)
    return number


def update(db: Database, person: Person) -> None:
    """Keep an account's provider and its roles."""
    values = (person.provider_id, person.id)
    db.execute("UPDATE people SET provider_id = ? WHERE id = ?", values)
    put_roles(db, person.id, person.roles)


def end(db: Database, person_id: int, now: datetime) -> None:
    """End an account; its row stays, so that id and names are never given again."""
    db.execute(
        "UPDATE people SET active = 0, pin = '', ended_at = ? WHERE id = ?",
        (now.isoformat(), person_id),
    )


def put_must_change(db: Database, person_id: int, *, must: bool) -> None:
    """Keep whether a person has to choose a new password."""
    db.execute("UPDATE people SET must_change_password = ? WHERE id = ?", (int(must), person_id))


def pin_of(db: Database, person_id: int) -> str:
    """The hash of a person's PIN, empty without one."""
    return str(scalar(db, "SELECT pin FROM people WHERE id = ?", (person_id,)) or "")


def put_pin(db: Database, person_id: int, hashed: str) -> None:
    """Keep the hash of a person's PIN, or none."""
    db.execute("UPDATE people SET pin = ? WHERE id = ?", (hashed, person_id))


def insert(
    db: Database,
    name: str,
    sign_in: str,
    provider_id: int | None,
    roles: frozenset[Role],
    now: datetime,
) -> int:
    """Keep one more account; whoever it is for cannot unlock before a key slot is made."""
    return add(db, Person(0, name, sign_in, roles, provider_id), now)


def set_provider(db: Database, person_id: int, provider_id: int | None) -> None:
    """Say whose encounters are a person's own."""
    db.execute("UPDATE people SET provider_id = ? WHERE id = ?", (provider_id, person_id))


def put_roles(db: Database, person_id: int, roles: frozenset[Role]) -> None:
    """Put these roles in place of a person's older ones."""
    db.execute("DELETE FROM person_roles WHERE person_id = ?", (person_id,))
    for role in sorted(roles):
        db.execute(
            "INSERT INTO person_roles (person_id, role) VALUES (?, ?)", (person_id, role.value)
        )


def get(db: Database, person_id: int) -> Person | None:
    """One account, or None."""
    row = one_row(db, "SELECT * FROM people WHERE id = ?", (person_id,))
    return _to_person(db, row) if row else None


def list_all(db: Database) -> tuple[Person, ...]:
    """Every account, those in use first."""
    rows = all_rows(db, "SELECT * FROM people ORDER BY active DESC, id")
    return tuple(_to_person(db, row) for row in rows)


def first_owner(db: Database) -> Person:
    """The longest-standing owner in use; a practice file always has one."""
    row = one_row(
        db,
        "SELECT people.* FROM people JOIN person_roles ON person_id = id"
        " WHERE role = 'owner' AND active = 1 ORDER BY people.id LIMIT 1",
    )
    if row is None:
        raise LookupError("the practice file has no owner")
    return _to_person(db, row)


def first_account(db: Database) -> Person | None:
    """The account that was there first: whose password a key file of version 1 holds."""
    number = scalar(db, "SELECT min(id) FROM people")
    return get(db, number) if number is not None else None


def opener_name(db: Database, person_id: int = 0) -> str:
    """A person's name, else the first owner's, in a file of any version, as the trail writes it."""
    known = scalar(db, "SELECT 1 FROM sqlite_master WHERE name = 'people'")
    if known:
        return (get(db, person_id) or first_owner(db)).name
    return str(scalar(db, "SELECT name FROM users ORDER BY id LIMIT 1") or "")


def _values(person: Person) -> Row:
    return {
        "name": person.name,
        "sign_in": person.sign_in,
        "provider_id": person.provider_id,
        "must": int(person.must_change_password),
    }


def _to_person(db: Database, row: Row) -> Person:
    found = all_rows(db, "SELECT role FROM person_roles WHERE person_id = ?", (row["id"],))
    return Person(
        id=row["id"],
        name=row["name"],
        sign_in=row["sign_in"],
        roles=frozenset(Role(one["role"]) for one in found),
        provider_id=row["provider_id"],
        active=bool(row["active"]),
        must_change_password=bool(row["must_change_password"]),
    )
