"""The one row of the practice itself, and its named settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.model.practice import Practice
from core.store.rows import (
    Row,
    address_values,
    day_text,
    one_row,
    remembered,
    scalar,
    to_address,
    to_day,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO practices (
        id, name, npi, tax_id, tax_id_kind, street, city, state, zip, phone, email,
        is_demo, demo_day, created_at)
    VALUES (
        1, :name, :npi, :tax_id, :tax_id_kind, :street, :city, :state, :zip, :phone, :email,
        :is_demo, :demo_day, :now)
"""
_UPDATE = """
    UPDATE practices SET
        name = :name, npi = :npi, tax_id = :tax_id, tax_id_kind = :tax_id_kind,
        street = :street, city = :city, state = :state, zip = :zip,
        phone = :phone, email = :email
    WHERE id = 1
"""


@remembered
def get(db: Database) -> Practice | None:
    """The practice, or None in a file that has none yet."""
    row = one_row(db, "SELECT * FROM practices WHERE id = 1")
    if row is None:
        return None
    return Practice(
        name=row["name"],
        npi=row["npi"],
        tax_id=row["tax_id"],
        address=to_address(row),
        phone=row["phone"],
        email=row["email"],
        tax_id_kind=row["tax_id_kind"],
        is_demo=bool(row["is_demo"]),
        demo_day=to_day(row["demo_day"]),
    )


def insert_practice(db: Database, practice: Practice, now: datetime) -> None:
    """Keep the practice of a new file."""
    values = _values(practice)
    values |= {"is_demo": int(practice.is_demo), "demo_day": day_text(practice.demo_day)}
    db.execute(_INSERT, values | {"now": now.isoformat()})


def update_practice(db: Database, practice: Practice) -> None:
    """Keep changed fields; whether it is the demo never changes."""
    db.execute(_UPDATE, _values(practice))


@remembered
def get_setting(db: Database, name: str) -> str | None:
    """A setting's value, or None."""
    found: str | None = scalar(db, "SELECT value FROM settings WHERE name = ?", (name,))
    return found


def set_setting(db: Database, name: str, value: str) -> None:
    """Keep a setting."""
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _values(practice: Practice) -> Row:
    return {
        "name": practice.name,
        "npi": practice.npi,
        "tax_id": practice.tax_id,
        "tax_id_kind": practice.tax_id_kind,
        **address_values(practice.address),
        "phone": practice.phone,
        "email": practice.email,
    }
