"""The services of an encounter with their clock intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.encounter import Interval, Service
from core.model.kinds import Side, Who
from core.store.rows import Row, all_rows, insert

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO service_lines (
        encounter_id, position, code, minutes, assistant_minutes, together_minutes,
        region, side, units, session, modifiers, distinct_from, pointers)
    VALUES (
        :encounter_id, :position, :code, :minutes, :assistant_minutes, :together_minutes,
        :region, :side, :units, :session, :modifiers, :distinct_from, :pointers)
"""
_INTERVALS = """
    SELECT i.* FROM service_line_intervals i
    JOIN service_lines s ON s.id = i.service_line_id
    WHERE s.encounter_id = ? ORDER BY i.start_minute
"""


def of_encounter(db: Database, encounter_id: int) -> tuple[tuple[Service, ...], tuple[str, ...]]:
    """The services in their order, and each one's diagnosis letters."""
    rows = all_rows(
        db, "SELECT * FROM service_lines WHERE encounter_id = ? ORDER BY position", (encounter_id,)
    )
    intervals: dict[int, list[Interval]] = {}
    for row in all_rows(db, _INTERVALS, (encounter_id,)):
        kept = Interval(row["start_minute"], row["end_minute"], Who(row["who"]))
        intervals.setdefault(row["service_line_id"], []).append(kept)
    services = tuple(_to_service(row, tuple(intervals.get(row["id"], ()))) for row in rows)
    return services, tuple(row["pointers"] for row in rows)


def put(
    db: Database, encounter_id: int, services: tuple[Service, ...], pointers: tuple[str, ...]
) -> None:
    """Put an encounter's services in place of the older ones."""
    db.execute("DELETE FROM service_lines WHERE encounter_id = ?", (encounter_id,))
    for at, service in enumerate(services):
        letters = pointers[at] if at < len(pointers) else ""
        values = _values(service) | {
            "encounter_id": encounter_id,
            "position": at + 1,
            "pointers": letters,
        }
        line_id = insert(db, _INSERT, values)
        for interval in service.intervals:
            db.execute(
                "INSERT INTO service_line_intervals"
                " (service_line_id, start_minute, end_minute, who) VALUES (?, ?, ?, ?)",
                (line_id, interval.start, interval.end, interval.who.value),
            )


def _values(service: Service) -> Row:
    return {
        "code": service.code,
        "minutes": service.minutes,
        "assistant_minutes": service.assistant_minutes,
        "together_minutes": service.together_minutes,
        "region": service.region,
        "side": service.side.value if service.side else None,
        "units": service.units,
        "session": service.session,
        "modifiers": " ".join(service.modifiers),
        "distinct_from": " ".join(service.distinct_from),
    }


def _to_service(row: Row, intervals: tuple[Interval, ...]) -> Service:
    return Service(
        code=row["code"],
        minutes=row["minutes"],
        assistant_minutes=row["assistant_minutes"],
        together_minutes=row["together_minutes"],
        region=row["region"],
        side=Side(row["side"]) if row["side"] else None,
        intervals=intervals,
        modifiers=tuple(row["modifiers"].split()),
        distinct_from=tuple(row["distinct_from"].split()),
        units=row["units"],
        session=row["session"],
    )
