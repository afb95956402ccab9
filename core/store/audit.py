"""The audit trail: one sealed row per unit of work, in its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.store import chain
from core.store.rows import Row, all_rows, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

UNLOCK = "unlock"  # the action of somebody who signed in

_INSERT = """
    INSERT INTO audit_events (at, actor, action, object_kind, object_id, patient_id, detail)
    VALUES (:at, :actor, :action, :object_kind, :object_id, :patient_id, :detail)
"""


_MATCHES = """
    WHERE (:actor = '' OR actor = :actor)
        AND (:patient_id IS NULL OR patient_id = :patient_id)
        AND (:action = '' OR action = :action OR action LIKE :action || '.%')
        AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
"""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows are asked for; an empty field asks nothing.

    `action` is a whole action or its first word (`encounter` finds `encounter.save`); `since`
    counts, `until` does not.
    """

    actor: str = ""
    patient_id: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


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


def last_change(db: Database) -> int:
    """Number of the newest audit row that tells of more than an unlock, 0 without any."""
    sql = "SELECT coalesce(max(seq), 0) FROM audit_events WHERE action <> ?"
    return int(scalar(db, sql, (UNLOCK,)))


def events(db: Database, after: int = 0, limit: int = 1000) -> tuple[AuditEvent, ...]:
    """Audit rows with a number above `after`, oldest first."""
    rows = all_rows(
        db, "SELECT * FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
    )
    return tuple(_event(row) for row in rows)


def find(
    db: Database, query: AuditQuery, before: int | None = None, limit: int = 200
) -> tuple[AuditEvent, ...]:
    """The rows a query asks for, newest first, with numbers below `before`."""
    sql = f"SELECT * FROM audit_events {_MATCHES} AND seq < :before ORDER BY seq DESC LIMIT :limit"  # noqa: S608 - our own words
    most = before if before is not None else last_seq(db) + 1
    values = _values(query) | {"before": most, "limit": limit}
    return tuple(_event(row) for row in all_rows(db, sql, values))


def count(db: Database, query: AuditQuery) -> int:
    """How many rows a query asks for."""
    return int(scalar(db, f"SELECT count(*) FROM audit_events {_MATCHES}", _values(query)))  # noqa: S608 - our own words


def actors(db: Database) -> tuple[str, ...]:
    """Everybody the trail tells of, by name."""
    return _distinct(db, "SELECT DISTINCT actor FROM audit_events ORDER BY actor")


def actions(db: Database) -> tuple[str, ...]:
    """Every action that stands in the trail, by name."""
    return _distinct(db, "SELECT DISTINCT action FROM audit_events ORDER BY action")


def _distinct(db: Database, sql: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in db.execute(sql).fetchall())


def _values(query: AuditQuery) -> dict[str, Any]:
    return {
        "actor": query.actor,
        "patient_id": query.patient_id,
        "action": query.action,
        "since": _bound(query.since),
        "until": _bound(query.until),
    }


def _bound(moment: datetime | None) -> str | None:
    """A moment as the table's texts compare with: UTC, to the second, without its offset."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if moment else None


def _event(row: Row) -> AuditEvent:
    return AuditEvent(
        seq=row["seq"],
        at=to_moment(row["at"]),
        actor=row["actor"],
        action=row["action"],
        object_kind=row["object_kind"],
        object_id=row["object_id"],
        patient_id=row["patient_id"],
        detail=json.loads(row["detail"]),
    )
