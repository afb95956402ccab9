"""Who refers patients or certifies their plans of care."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.practice import ReferringProvider
from core.store.rows import Row, all_rows, insert, one_row
from core.store.search_words import name_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO referring_providers (first_name, last_name, credentials, npi, phone, fax)
    VALUES (:first_name, :last_name, :credentials, :npi, :phone, :fax)
"""
_UPDATE = """
    UPDATE referring_providers SET
        first_name = :first_name, last_name = :last_name, credentials = :credentials,
        npi = :npi, phone = :phone, fax = :fax
    WHERE id = :id
"""


def search(db: Database, text: str) -> tuple[ReferringProvider, ...]:
    """Those whose names or NPI begin with every word typed; all for a blank text."""
    rows = all_rows(db, "SELECT * FROM referring_providers ORDER BY last_name, first_name, id")
    wanted = name_words(text)
    return tuple(
        _to_referring(row)
        for row in rows
        if all(any(word.startswith(part) for word in _words(row)) for part in wanted)
    )


def get(db: Database, referring_id: int) -> ReferringProvider | None:
    """One referring provider, or None."""
    row = one_row(db, "SELECT * FROM referring_providers WHERE id = ?", (referring_id,))
    return _to_referring(row) if row else None


def save(db: Database, referring: ReferringProvider) -> ReferringProvider:
    """Keep a referring provider, new when it has no id."""
    if referring.id is None:
        return replace(referring, id=insert(db, _INSERT, _values(referring)))
    db.execute(_UPDATE, _values(referring) | {"id": referring.id})
    return referring


def _words(row: Row) -> list[str]:
    return name_words(f"{row['first_name']} {row['last_name']} {row['npi']}")


def _values(referring: ReferringProvider) -> Row:
    return {
        "first_name": referring.first_name,
        "last_name": referring.last_name,
        "credentials": referring.credentials,
        "npi": referring.npi,
        "phone": referring.phone,
        "fax": referring.fax,
    }


def _to_referring(row: Row) -> ReferringProvider:
    return ReferringProvider(
        first_name=row["first_name"],
        last_name=row["last_name"],
        npi=row["npi"],
        id=row["id"],
        credentials=row["credentials"],
        phone=row["phone"],
        fax=row["fax"],
    )
