"""The accounts of the people who use the program."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.people import Person, Role
from core.store.rows import Row, all_rows, one_row, scalar
from core.store.rows import insert as insert_row

if TYPE_CHECKING:
    from sqlite_utils import Database

OWNER_SIGN_IN = "owner"
# A lone owner does everything; whoever joins later takes roles over in Settings.
FIRST_ROLES = frozenset({Role.OWNER, Role.THERAPIST, Role.BILLER, Role.FRONT_DESK})
_INSERT = """
    INSERT INTO people (name, sign_in, provider_id, created_at)
    VALUES (:name, :sign_in, :provider_id, :created_at)
"""


def insert_owner(db: Database, name: str, provider_id: int | None, now: datetime) -> int:
    """Keep the owner of a new practice file, with every role; returns the account's id."""
    values = {"name": name, "sign_in": OWNER_SIGN_IN, "provider_id": provider_id}
    number = insert_row(db, _INSERT, values | {"created_at": now.isoformat()})
    put_roles(db, number, FIRST_ROLES)
    return number


def insert(
    db: Database,
    name: str,
    sign_in: str,
    provider_id: int | None,
    roles: frozenset[Role],
    now: datetime,
) -> int:
    """Keep one more account; whoever it is for cannot unlock before a key slot is made."""
    values = {"name": name, "sign_in": sign_in, "provider_id": provider_id}
    number = insert_row(db, _INSERT, values | {"created_at": now.isoformat()})
    put_roles(db, number, roles)
    return number


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


def opener_name(db: Database) -> str:
    """The first owner's name, in a file of any version, as the audit trail writes it."""
    known = scalar(db, "SELECT 1 FROM sqlite_master WHERE name = 'people'")
    if known:
        return first_owner(db).name
    return str(scalar(db, "SELECT name FROM users ORDER BY id LIMIT 1") or "")


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
