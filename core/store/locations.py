"""Places of service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.practice import Location
from core.store.rows import Row, address_values, all_rows, insert, one_row, to_address

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO locations (name, street, city, state, zip, phone, npi, place_of_service, active)
    VALUES (:name, :street, :city, :state, :zip, :phone, :npi, :place_of_service, :active)
"""
_UPDATE = """
    UPDATE locations SET
        name = :name, street = :street, city = :city, state = :state, zip = :zip,
        phone = :phone, npi = :npi, place_of_service = :place_of_service, active = :active
    WHERE id = :id
"""


def list_all(db: Database) -> tuple[Location, ...]:
    """Every place, those in use first."""
    rows = all_rows(db, "SELECT * FROM locations ORDER BY active DESC, id")
    return tuple(_to_location(row) for row in rows)


def get(db: Database, location_id: int) -> Location | None:
    """One place, or None."""
    row = one_row(db, "SELECT * FROM locations WHERE id = ?", (location_id,))
    return _to_location(row) if row else None


def save(db: Database, location: Location) -> Location:
    """Keep a place, new when it has no id."""
    if location.id is None:
        return replace(location, id=insert(db, _INSERT, _values(location)))
    db.execute(_UPDATE, _values(location) | {"id": location.id})
    return location


def _values(location: Location) -> Row:
    return {
        "name": location.name,
        **address_values(location.address),
        "phone": location.phone,
        "npi": location.npi,
        "place_of_service": location.place_of_service,
        "active": int(location.active),
    }


def _to_location(row: Row) -> Location:
    return Location(
        name=row["name"],
        id=row["id"],
        address=to_address(row),
        phone=row["phone"],
        npi=row["npi"],
        place_of_service=row["place_of_service"],
        active=bool(row["active"]),
    )
