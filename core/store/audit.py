"""The audit trail: one sealed row per unit of work, in its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.store import chain
from core.store.rows import all_rows, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO audit_events (at, actor, action, object_kind, object_id, patient_id, detail)
    VALUES (:at, :actor, :action, :object_kind, :object_id, :patient_id, :detail)
"""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what to which object, when; `detail` says what changed, by field name."""

    seq: int
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: int | None
    patient_id: int | None
    detail: Mapping[str, Any]


def append(
    db: Database,
    chain_key: bytes,
    at: datetime,
    actor: str,
    action: str,
    object_kind: str,
    object_id: int | None,
    patient_id: int | None,
    detail: Mapping[str, Any],
) -> chain.Head:
    """Add and seal the row of one unit of work; `detail` must be JSON-able."""
    values = {
        "at": at.isoformat(),
        "actor": actor,
        "action": action,
        "object_kind": object_kind,
        "object_id": object_id,
        "patient_id": patient_id,
        "detail": json.dumps(dict(detail), sort_keys=True, ensure_ascii=False),
    }
    db.execute(_INSERT, values)
    return chain.seal_new(db, chain_key)


def last_seq(db: Database) -> int:
    """Number of the newest audit row, 0 in a file without any."""
    return int(scalar(db, "SELECT coalesce(max(seq), 0) FROM audit_events"))


def events(db: Database, after: int = 0, limit: int = 1000) -> tuple[AuditEvent, ...]:
    """Audit rows with a number above `after`, oldest first."""
    rows = all_rows(
        db, "SELECT * FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
    )
    return tuple(
        AuditEvent(
            seq=row["seq"],
            at=to_moment(row["at"]),
            actor=row["actor"],
            action=row["action"],
            object_kind=row["object_kind"],
            object_id=row["object_id"],
            patient_id=row["patient_id"],
            detail=json.loads(row["detail"]),
        )
        for row in rows
    )
