"""Who treats whom: a provider's patients, by their encounters or as the usual provider."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from core.store.rows import all_rows, remembered, scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

_AMONG = """
    SELECT value AS id FROM json_each(:ids)
    WHERE EXISTS (
        SELECT 1 FROM encounters e WHERE e.patient_id = value AND e.state <> 'void'
        AND (e.rendering_provider_id = :provider OR e.assistant_provider_id = :provider))
    OR EXISTS (
        SELECT 1 FROM patients p WHERE p.id = value AND p.rendering_provider_id = :provider)
"""


def among(db: Database, provider_id: int, patient_ids: Collection[int]) -> frozenset[int]:
    """Which of these patients a provider treats, treated, or has a visit planned with."""
    values = {"ids": json.dumps(sorted(set(patient_ids))), "provider": provider_id}
    return frozenset(row["id"] for row in all_rows(db, _AMONG, values))


@remembered
def has_one_account(db: Database) -> bool:
    """Whether nobody else has an account in use: then every session is the one person's own."""
    return int(scalar(db, "SELECT count(*) FROM people WHERE active = 1")) == 1
