"""People who treat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.kinds import ProviderRole
from core.model.practice import Provider
from core.store.rows import Row, all_rows, insert, one_row, scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO providers (
        first_name, last_name, credentials, role, npi, taxonomy,
        licence_number, licence_state, active)
    VALUES (
        :first_name, :last_name, :credentials, :role, :npi, :taxonomy,
        :licence_number, :licence_state, :active)
"""
_UPDATE = """
    UPDATE providers SET
        first_name = :first_name, last_name = :last_name, credentials = :credentials,
        role = :role, npi = :npi, taxonomy = :taxonomy,
        licence_number = :licence_number, licence_state = :licence_state, active = :active
    WHERE id = :id
"""


def list_all(db: Database) -> tuple[Provider, ...]:
    """Everybody who treats or once did, those active first."""
    rows = all_rows(db, "SELECT * FROM providers ORDER BY active DESC, last_name, first_name, id")
    return tuple(_to_provider(row) for row in rows)


def get(db: Database, provider_id: int) -> Provider | None:
    """One provider, or None."""
    row = one_row(db, "SELECT * FROM providers WHERE id = ?", (provider_id,))
    return _to_provider(row) if row else None


def npi_holder(db: Database, npi: str) -> int | None:
    """Whose NPI it is, or None."""
    found: int | None = scalar(db, "SELECT id FROM providers WHERE npi = ?", (npi,))
    return found


def has_encounters(db: Database, provider_id: int) -> bool:
    """Whether any encounter names the provider."""
    return bool(
        scalar(
            db,
            "SELECT EXISTS (SELECT 1 FROM encounters WHERE rendering_provider_id = :id)"
            " OR EXISTS (SELECT 1 FROM encounters WHERE assistant_provider_id = :id)",
            {"id": provider_id},
        )
    )


def save(db: Database, provider: Provider) -> Provider:
    """Keep a provider, new when it has no id."""
    if provider.id is None:
        return replace(provider, id=insert(db, _INSERT, _values(provider)))
    db.execute(_UPDATE, _values(provider) | {"id": provider.id})
    return provider


def _values(provider: Provider) -> Row:
    return {
        "first_name": provider.first_name,
        "last_name": provider.last_name,
        "credentials": provider.credentials,
        "role": provider.role.value,
        "npi": provider.npi,
        "taxonomy": provider.taxonomy,
        "licence_number": provider.licence_number,
        "licence_state": provider.licence_state,
        "active": int(provider.active),
    }


def _to_provider(row: Row) -> Provider:
    return Provider(
        first_name=row["first_name"],
        last_name=row["last_name"],
        role=ProviderRole(row["role"]),
        id=row["id"],
        npi=row["npi"],
        credentials=row["credentials"],
        taxonomy=row["taxonomy"],
        licence_number=row["licence_number"],
        licence_state=row["licence_state"],
        active=bool(row["active"]),
    )
