"""Encounters: the row itself, its version and its place among the patient's visits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.kinds import Discipline, EncounterState
from core.model.session import SessionRecord
from core.store import decisions, diagnoses, notes, service_lines
from core.store.rows import Row, all_rows, insert, one_row, remembered, scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO encounters (
        version, patient_id, date, start_minute, discipline, state,
        rendering_provider_id, assistant_provider_id, location_id, place_of_service,
        coverage_id, profile, choices, rulebook, codes, minutes, units, alerts,
        created_at, updated_at, completed_at)
    VALUES (
        :version, :patient_id, :date, :start_minute, :discipline, :state,
        :rendering_provider_id, :assistant_provider_id, :location_id, :place_of_service,
        :coverage_id, :profile, :choices, :rulebook, :codes, :minutes, :units, :alerts,
        :now, :now, :completed_at)
"""
_UPDATE = """
    UPDATE encounters SET
        version = version + 1, date = :date, start_minute = :start_minute,
        discipline = :discipline, state = :state,
        rendering_provider_id = :rendering_provider_id,
        assistant_provider_id = :assistant_provider_id,
        location_id = :location_id, place_of_service = :place_of_service,
        coverage_id = :coverage_id, profile = :profile, choices = :choices,
        rulebook = :rulebook, codes = :codes, minutes = :minutes, units = :units,
        alerts = :alerts, updated_at = :now, completed_at = :completed_at
    WHERE id = :id AND version = :version
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of an encounter's services and bill."""

    codes: tuple[str, ...] = ()
    minutes: int = 0
    units: int = 0
    alerts: int = 0
    rulebook: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an encounter has come, to decide what may be done with it."""

    patient_id: int
    state: EncounterState
    version: int
    rendering_provider_id: int
    assistant_provider_id: int | None = None


def standing(db: Database, encounter_id: int) -> Standing | None:
    """State, version and who renders, or None when there is no such encounter."""
    row = one_row(
        db,
        "SELECT patient_id, state, version, rendering_provider_id, assistant_provider_id"
        " FROM encounters WHERE id = ?",
        (encounter_id,),
    )
    if row is None:
        return None
    return Standing(
        patient_id=row["patient_id"],
        state=EncounterState(row["state"]),
        version=row["version"],
        rendering_provider_id=row["rendering_provider_id"],
        assistant_provider_id=row["assistant_provider_id"],
    )


def get(db: Database, encounter_id: int) -> SessionRecord | None:
    """One encounter with its services, diagnoses and note, or None."""
    row = one_row(
        db,
        "SELECT e.*, c.payer_id FROM encounters e LEFT JOIN coverages c ON c.id = e.coverage_id"
        " WHERE e.id = ?",
        (encounter_id,),
    )
    return _to_record(db, row) if row else None


def insert_encounter(
    db: Database, record: SessionRecord, summary: Summary, now: datetime, version: int = 0
) -> int:
    """Keep a new encounter's own row."""
    return insert(db, _INSERT, _values(record, summary, now) | {"version": version})


def update_encounter(db: Database, record: SessionRecord, summary: Summary, now: datetime) -> bool:
    """Keep a changed row and count its version up; False when the version moved on meanwhile."""
    values = _values(record, summary, now) | {"id": record.id, "version": record.version}
    return db.execute(_UPDATE, values).rowcount == 1


def begin_draft(db: Database, encounter_id: int, now: datetime) -> None:
    """Somebody types in a scheduled encounter: it is a draft now."""
    db.execute(
        "UPDATE encounters SET state = 'draft', updated_at = ?"
        " WHERE id = ? AND state = 'scheduled'",
        (now.isoformat(), encounter_id),
    )


def void(db: Database, encounter_id: int, reason: str, now: datetime) -> None:
    """Mark an encounter as a mistake; its rows stay."""
    db.execute(
        "UPDATE encounters SET state = 'void', void_reason = ?, version = version + 1,"
        " updated_at = ? WHERE id = ?",
        (reason, now.isoformat(), encounter_id),
    )


def void_ids(db: Database, patient_id: int) -> frozenset[int]:
    """A patient's encounters that were mistakes."""
    rows = all_rows(
        db, "SELECT id FROM encounters WHERE patient_id = ? AND state = 'void'", (patient_id,)
    )
    return frozenset(row["id"] for row in rows)


def visit_number(
    db: Database, patient_id: int, discipline: Discipline, day: date, before: int | None
) -> int:
    """The how-many-eth visit of the discipline one is; `before` is its own id, None when new."""
    earlier = scalar(
        db,
        "SELECT count(*) FROM encounters WHERE patient_id = :patient AND discipline = :discipline"
        " AND state IN ('draft', 'complete') AND (date < :day"
        " OR date = :day AND (:id IS NULL OR id < :id))",
        {"patient": patient_id, "discipline": discipline, "day": day.isoformat(), "id": before},
    )
    return int(earlier) + 1


def last_codes(
    db: Database, patient_id: int, discipline: Discipline, day: date, but: int | None
) -> tuple[str, ...]:
    """The codes of the patient's last visit of the discipline up to a day."""
    found = scalar(
        db,
        "SELECT codes FROM encounters WHERE patient_id = ? AND discipline = ? AND date <= ?"
        " AND state IN ('draft', 'complete') AND codes <> '' AND id IS NOT ?"
        " ORDER BY date DESC, id DESC LIMIT 1",
        (patient_id, discipline.value, day.isoformat(), but),
    )
    return tuple((found or "").split())


def latest_provider(db: Database, patient_id: int) -> int | None:
    """Who treated the patient last."""
    found: int | None = scalar(
        db,
        "SELECT rendering_provider_id FROM encounters WHERE patient_id = ? AND state <> 'void'"
        " ORDER BY date DESC, id DESC LIMIT 1",
        (patient_id,),
    )
    return found


@remembered
def recent_codes(db: Database, provider_id: int, encounters: int) -> tuple[str, ...]:
    """The codes of a provider's latest encounters, each as often as it was used."""
    rows = all_rows(
        db,
        "SELECT codes FROM encounters WHERE rendering_provider_id = ?"
        " AND state IN ('draft', 'complete') ORDER BY date DESC LIMIT ?",
        (provider_id, encounters),
    )
    return tuple(code for row in rows for code in row["codes"].split())


def _values(record: SessionRecord, summary: Summary, now: datetime) -> Row:
    complete = record.state is EncounterState.COMPLETE
    return {
        "patient_id": record.patient_id,
        "date": record.date.isoformat(),
        "start_minute": record.start_minute,
        "discipline": record.discipline.value,
        "state": record.state.value,
        "rendering_provider_id": record.rendering_provider_id,
        "assistant_provider_id": record.assistant_provider_id,
        "location_id": record.location_id,
        "place_of_service": record.place_of_service,
        "coverage_id": record.coverage_id,
        "profile": record.profile,
        "choices": _choices_text(record.choose),
        "rulebook": summary.rulebook,
        "codes": " ".join(summary.codes),
        "minutes": summary.minutes,
        "units": summary.units,
        "alerts": summary.alerts,
        "now": now.isoformat(),
        "completed_at": now.isoformat() if complete else None,
    }


def _choices_text(choose: Mapping[int, str]) -> str:
    return json.dumps({str(number): code for number, code in sorted(choose.items())})


def _to_record(db: Database, row: Row) -> SessionRecord:
    services, pointers = service_lines.of_encounter(db, row["id"])
    return SessionRecord(
        patient_id=row["patient_id"],
        date=date.fromisoformat(row["date"]),
        discipline=Discipline(row["discipline"]),
        rendering_provider_id=row["rendering_provider_id"],
        profile=row["profile"],
        id=row["id"],
        version=row["version"],
        state=EncounterState(row["state"]),
        assistant_provider_id=row["assistant_provider_id"],
        location_id=row["location_id"],
        place_of_service=row["place_of_service"],
        coverage_id=row["coverage_id"],
        start_minute=row["start_minute"],
        services=services,
        pointers=pointers,
        diagnoses=diagnoses.of_encounter(db, row["id"]),
        choose={int(number): code for number, code in json.loads(row["choices"]).items()},
        note=notes.get(db, row["id"]),
        attestations=decisions.attestations(db, row["id"]),
        refusals=decisions.refusals(db, row["id"]),
        payer_id=row["payer_id"],
    )
