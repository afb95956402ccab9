"""The audit trail as CSV for a spreadsheet and as JSON with its seals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.audit import AuditEvent
from core.store.chain import ChainReport

FORMAT = "unitwise-audit"
_COLUMNS = ("seq", "at", "actor", "action", "object_kind", "object_id", "patient_id", "detail")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An entry with its seal, which is empty for one that has none."""

    event: AuditEvent
    mac: bytes


def as_csv(events: Iterable[SealedEvent]) -> bytes:
    """One line an entry, UTF-8 with a mark so that spreadsheets read it; no text is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((*_COLUMNS, "mac"))
    for one in events:
        values = _values(one) | {"detail": json.dumps(dict(one.event.detail), sort_keys=True)}
        writer.writerow(_plain(value) for value in values.values())
    return text.getvalue().encode("utf-8-sig")


def as_json(
    events: Iterable[SealedEvent], report: ChainReport, install: str, now: datetime
) -> bytes:
    """All entries with their seals and what a walk along the whole chain found."""
    body = {
        "format": FORMAT,
        "install": install,
        "exported_at": now.isoformat(),
        "chain": {
            "entries": report.entries,
            "first_bad": report.first_bad,
            "message": report.message,
        },
        "events": [_values(one) for one in events],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def _values(one: SealedEvent) -> dict[str, Any]:
    event = one.event
    return {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "patient_id": event.patient_id,
        "detail": dict(event.detail),
        "mac": one.mac.hex(),
    }


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
