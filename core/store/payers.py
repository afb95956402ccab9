"""Insurers and programmes with their dated rule profiles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model.practice import Payer, PayerProfile
from core.store.rows import (
    Row,
    address_values,
    all_rows,
    day_text,
    insert,
    one_row,
    remembered,
    scalar,
    to_address,
    to_day,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO payers (name, payer_number, street, city, state, zip, phone, active)
    VALUES (:name, :payer_number, :street, :city, :state, :zip, :phone, :active)
"""
_UPDATE = """
    UPDATE payers SET
        name = :name, payer_number = :payer_number,
        street = :street, city = :city, state = :state, zip = :zip,
        phone = :phone, active = :active
    WHERE id = :id
"""


def list_all(db: Database) -> tuple[Payer, ...]:
    """Every payer by name, those in use first."""
    rows = all_rows(db, "SELECT * FROM payers ORDER BY active DESC, name COLLATE NOCASE")
    return tuple(_to_payer(db, row) for row in rows)


@remembered
def get(db: Database, payer_id: int) -> Payer | None:
    """One payer, or None."""
    row = one_row(db, "SELECT * FROM payers WHERE id = ?", (payer_id,))
    return _to_payer(db, row) if row else None


def named(db: Database, name: str) -> int | None:
    """Which payer has a name, case aside, or None."""
    found: int | None = scalar(
        db, "SELECT id FROM payers WHERE name = ? COLLATE NOCASE ORDER BY active DESC", (name,)
    )
    return found


def save(db: Database, payer: Payer) -> Payer:
    """Keep a payer with all its profiles, new when it has no id."""
    if payer.id is None:
        payer = replace(payer, id=insert(db, _INSERT, _values(payer)))
    else:
        db.execute(_UPDATE, _values(payer) | {"id": payer.id})
    db.execute("DELETE FROM payer_profiles WHERE payer_id = ?", (payer.id,))
    for entry in payer.profiles:
        db.execute(
            "INSERT INTO payer_profiles (payer_id, profile, starts_on, ends_on)"
            " VALUES (?, ?, ?, ?)",
            (payer.id, entry.profile, entry.starts_on.isoformat(), day_text(entry.ends_on)),
        )
    return payer


def _values(payer: Payer) -> Row:
    return {
        "name": payer.name,
        "payer_number": payer.payer_number,
        **address_values(payer.address),
        "phone": payer.phone,
        "active": int(payer.active),
    }


def _to_payer(db: Database, row: Row) -> Payer:
    profiles = all_rows(
        db, "SELECT * FROM payer_profiles WHERE payer_id = ? ORDER BY starts_on", (row["id"],)
    )
    return Payer(
        name=row["name"],
        id=row["id"],
        payer_number=row["payer_number"],
        address=to_address(row),
        phone=row["phone"],
        profiles=tuple(
            PayerProfile(
                entry["profile"], date.fromisoformat(entry["starts_on"]), to_day(entry["ends_on"])
            )
            for entry in profiles
        ),
        active=bool(row["active"]),
    )
