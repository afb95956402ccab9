"""What a signature vouches for: the whole encounter as canonical JSON, its digest and its seal.

The columns are named one by one, so that a later table with more columns gives the same digest.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from core.store.rows import Row, all_rows, one_row

if TYPE_CHECKING:
    from sqlite_utils import Database

FORMAT = 1
_ENCOUNTER = """
    SELECT id, version, patient_id, date, start_minute, discipline, state,
        rendering_provider_id, assistant_provider_id, location_id, place_of_service,
        coverage_id, profile, choices, rulebook, codes, minutes, units
    FROM encounters WHERE id = ?
"""
_PARTS = {
    "services": """
        SELECT position, code, minutes, assistant_minutes, together_minutes, region, side, units,
            session, modifiers, distinct_from, pointers
        FROM service_lines WHERE encounter_id = ? ORDER BY position""",
    "intervals": """
        SELECT s.position, i.start_minute, i.end_minute, i.who
        FROM service_lines s JOIN service_line_intervals i ON i.service_line_id = s.id
        WHERE s.encounter_id = ? ORDER BY s.position, i.start_minute, i.who""",
    "diagnoses": """
        SELECT position, code, description FROM encounter_diagnoses
        WHERE encounter_id = ? ORDER BY position""",
    "note": """
        SELECT subjective, objective, assessment, plan FROM notes WHERE encounter_id = ?""",
    "bill": "SELECT body FROM bills WHERE encounter_id = ?",
    "charges": """
        SELECT position, code, modifiers, units, minutes, pointers, fee_cents, amount_cents,
            discount_cents
        FROM charges WHERE encounter_id = ? ORDER BY position""",
    "statements": """
        SELECT kind, codes, modifier, actor, at FROM attestations
        WHERE encounter_id = ? ORDER BY id""",
    "refusals": """
        SELECT kind, alert, codes, reason, actor, at FROM refusals
        WHERE encounter_id = ? ORDER BY id""",
    "minute_changes": """
        SELECT before, after, reason, name, at FROM minute_changes
        WHERE encounter_id = ? ORDER BY id""",
}
_SIGNATURE = (
    "id", "encounter_id", "version", "role", "countersigns", "person_id", "provider_id", "name",
    "credentials", "signed_at", "reasons", "therapist_asked", "format", "digest",
)  # fmt: skip
_ADDENDUM = (
    "encounter_id", "signature_id", "number", "text", "person_id", "name", "credentials", "at",
)  # fmt: skip


def content(db: Database, encounter_id: int) -> str:
    """Everything of an encounter that a signature vouches for, as canonical JSON."""
    parts: dict[str, Any] = {
        name: all_rows(db, sql, (encounter_id,)) for name, sql in _PARTS.items()
    }
    parts["encounter"] = one_row(db, _ENCOUNTER, (encounter_id,))
    parts["format"] = FORMAT
    return canonical(parts)


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal_of_signature(key: bytes, row: Row) -> bytes:
    """The seal over a signature's row with its digest; `key` is the subkey of note seals."""
    return _mac(key, "signature", row, _SIGNATURE)


def seal_of_addendum(key: bytes, row: Row) -> bytes:
    """The seal over an addendum's row."""
    return _mac(key, "addendum", row, (*_ADDENDUM, "digest"))


def digest_of_addendum(row: Row) -> str:
    """SHA-256 of an addendum with its author, time and place under a signature."""
    return digest_of(canonical({name: row[name] for name in _ADDENDUM}))


def _mac(key: bytes, kind: str, row: Row, names: tuple[str, ...]) -> bytes:
    body = canonical([kind, {name: row[name] for name in names}])
    return hmac.digest(key, body.encode("utf-8", "surrogatepass"), "sha256")
