"""Encounters that are still to be billed: a change of the rules may still change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.store.rows import all_rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class OpenEncounter:
    """An encounter by number, with the patient's name."""

    id: int
    patient_id: int
    patient_name: str


def to_be_billed(db: Database, limit: int) -> tuple[OpenEncounter, ...]:
    """Drafts, visits planned, and complete ones without a superbill, the newest first."""
    rows = all_rows(
        db,
        """
        SELECT e.id, e.patient_id, p.last_name || ', ' || p.first_name AS name
        FROM encounters e JOIN patients p ON p.id = e.patient_id
        WHERE e.state IN ('draft', 'scheduled') OR (e.state = 'complete' AND NOT EXISTS (
            SELECT 1 FROM document_encounters d JOIN documents o ON o.id = d.document_id
            WHERE d.encounter_id = e.id AND o.kind = 'superbill'))
        ORDER BY e.date DESC, e.id DESC LIMIT ?
        """,
        (limit,),
    )
    return tuple(OpenEncounter(row["id"], row["patient_id"], row["name"]) for row in rows)
