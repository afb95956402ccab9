"""Checks every signature of a practice file: an edited signed note is found out and named."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.store import seals
from core.store.rows import Row, all_rows, one_row, scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

SINCE_SCHEMA = 7
_KEPT = "SELECT content FROM unsealings WHERE signature_id = ?"


def seal_faults(db: Database, key: bytes) -> tuple[str, ...]:
    """What is not as it was signed, the first bad signature first; `key` is the note subkey.

    Names encounters and signatures by number, never a patient.
    """
    if int(scalar(db, "PRAGMA user_version")) < SINCE_SCHEMA:
        return ()
    return (*_signature_faults(db, key), *_addendum_faults(db, key), *_missing(db))


def _signature_faults(db: Database, key: bytes) -> Iterator[str]:
    for row in all_rows(db, "SELECT * FROM signatures ORDER BY id"):
        what = f"Session {row['encounter_id']}, signature {row['id']}"
        if not hmac.compare_digest(seals.seal_of_signature(key, row), bytes(row["seal"])):
            yield f"{what}: the signature is not as it was written."
        elif seals.digest_of(_signed_text(db, row)) != row["digest"]:
            yield f"{what}: the session is not as it was signed."


def _signed_text(db: Database, row: Row) -> str:
    """What was signed: the session as it is, or as it was kept when it was opened again."""
    sealing = row["countersigns"] or row["id"]
    kept = one_row(db, _KEPT, (sealing,))
    return kept["content"] if kept else seals.content(db, row["encounter_id"])


def _addendum_faults(db: Database, key: bytes) -> Iterator[str]:
    for row in all_rows(db, "SELECT * FROM addenda ORDER BY id"):
        same = seals.digest_of_addendum(row) == row["digest"]
        if not same or not hmac.compare_digest(
            seals.seal_of_addendum(key, row), bytes(row["seal"])
        ):
            yield (
                f"Session {row['encounter_id']}, addendum {row['number']}:"
                " it is not as it was written."
            )


def _missing(db: Database) -> Iterator[str]:
    """Signatures and addenda that the audit trail tells of and the tables no longer hold.

    Those of a patient whose record an owner removed are not missing: the trail tells of that too.
    """
    rows = all_rows(
        db,
        """SELECT object_id, json_extract(detail, '$.signature') AS number FROM audit_events
           WHERE action IN ('encounter.sign', 'encounter.countersign') AND NOT EXISTS (
               SELECT 1 FROM signatures s WHERE s.id = json_extract(detail, '$.signature')
               AND s.digest = json_extract(detail, '$.digest'))
           AND patient_id NOT IN (SELECT object_id FROM audit_events
                                  WHERE action = 'patient.remove') ORDER BY seq""",
    )
    for row in rows:
        yield f"Session {row['object_id']}, signature {row['number']}: it was removed or replaced."
    rows = all_rows(
        db,
        """SELECT object_id, json_extract(detail, '$.addendum') AS number FROM audit_events a
           WHERE action = 'encounter.addendum' AND NOT EXISTS (
               SELECT 1 FROM addenda d WHERE d.encounter_id = a.object_id
               AND d.number = json_extract(detail, '$.addendum')
               AND d.digest = json_extract(detail, '$.digest'))
           AND patient_id NOT IN (SELECT object_id FROM audit_events
                                  WHERE action = 'patient.remove') ORDER BY seq""",
    )
    for row in rows:
        yield f"Session {row['object_id']}, addendum {row['number']}: it was removed or replaced."
    rows = all_rows(
        db,
        """SELECT u.encounter_id FROM unsealings u WHERE NOT EXISTS (
               SELECT 1 FROM audit_events a WHERE a.action = 'encounter.unseal'
               AND json_extract(a.detail, '$.signature') = u.signature_id) ORDER BY u.id""",
    )
    for row in rows:
        yield f"Session {row['encounter_id']}: it was opened again without a trace."
