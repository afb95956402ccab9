"""Encounters as lists show them: of a day, unfinished ones, or all of a patient."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.kinds import Discipline, EncounterState
from core.model.session import EncounterRow
from core.store.rows import Row, Values, all_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT e.id, e.date, e.start_minute, e.patient_id, e.discipline, e.state,
        e.codes, e.minutes, e.units, e.alerts,
        p.last_name || ', ' || p.first_name AS patient_name,
        v.first_name || ' ' || v.last_name AS provider_name, v.credentials,
        y.name AS payer_name,
        (SELECT sum(amount_cents) FROM charges
         WHERE encounter_id = e.id AND e.state <> 'void'
         HAVING count(*) = count(amount_cents)) AS charges_cents,
        (SELECT sum(amount_cents) FROM patient_payments WHERE encounter_id = e.id) AS paid_cents,
        EXISTS (SELECT 1 FROM drafts WHERE encounter_id = e.id) AS has_draft,
        EXISTS (SELECT 1 FROM document_encounters d JOIN documents o ON o.id = d.document_id
                WHERE d.encounter_id = e.id AND o.kind = 'superbill'
                AND e.state = 'complete' AND o.created_at >= e.completed_at) AS superbill_printed,
        EXISTS (SELECT 1 FROM sealed WHERE encounter_id = e.id) AS signed,
        EXISTS (SELECT 1 FROM signatures s WHERE s.encounter_id = e.id
                AND s.therapist_asked = 'yes' AND NOT EXISTS (
                    SELECT 1 FROM unsealings u WHERE u.signature_id = s.id) AND NOT EXISTS (
                    SELECT 1 FROM signatures c WHERE c.countersigns = s.id)) AS awaits_therapist
    FROM encounters e
    JOIN patients p ON p.id = e.patient_id
    JOIN providers v ON v.id = e.rendering_provider_id
    LEFT JOIN coverages c ON c.id = e.coverage_id
    LEFT JOIN payers y ON y.id = c.payer_id
"""
_OF_DAY = "WHERE e.date = ? AND e.state <> 'void'"
_BY_CLOCK = " ORDER BY e.start_minute IS NULL, e.start_minute, e.id"
_OF_PATIENT = "WHERE e.patient_id = ? ORDER BY e.date DESC, e.start_minute DESC, e.id DESC"
_UNFINISHED = """
    WHERE e.id IN (
        SELECT id FROM encounters WHERE state IN ('draft', 'scheduled') AND date < :before
        UNION SELECT o.id FROM drafts d CROSS JOIN encounters o ON o.id = d.encounter_id
        WHERE o.date < :before AND o.state <> 'void')
    -- CROSS JOIN and plus keep SQLite from walking all encounters by date for these few.
    ORDER BY +e.date DESC, e.start_minute, e.id LIMIT :limit
"""
_UNSIGNED = """
    WHERE e.id IN (SELECT encounter_id FROM unsigned)
        AND (:provider IS NULL OR :provider IN (e.rendering_provider_id, e.assistant_provider_id))
    ORDER BY +e.date DESC, e.start_minute, e.id LIMIT :limit
"""
_AWAITING = """
    WHERE e.id IN (SELECT s.encounter_id FROM signatures s WHERE s.therapist_asked = 'yes'
        AND NOT EXISTS (SELECT 1 FROM unsealings u WHERE u.signature_id = s.id)
        AND NOT EXISTS (SELECT 1 FROM signatures c WHERE c.countersigns = s.id))
        AND (:provider IS NULL OR :provider = e.rendering_provider_id)
    ORDER BY +e.date DESC, e.start_minute, e.id LIMIT :limit
"""


def of_day(db: Database, day: date) -> tuple[EncounterRow, ...]:
    """A day's encounters by the clock, those without a time last; mistakes left out."""
    return _list(db, _OF_DAY + _BY_CLOCK, (day.isoformat(),))


def of_patient(db: Database, patient_id: int) -> tuple[EncounterRow, ...]:
    """All encounters of a patient, mistakes too, the newest first."""
    return _list(db, _OF_PATIENT, (patient_id,))


def unfinished(db: Database, before: date, limit: int) -> tuple[EncounterRow, ...]:
    """What was begun or planned before a day and never completed, the newest first."""
    return _list(db, _UNFINISHED, {"before": before.isoformat(), "limit": limit})


def unsigned(db: Database, provider_id: int | None, limit: int) -> tuple[EncounterRow, ...]:
    """Complete encounters nobody signed, of one provider or of all, the newest first."""
    return _list(db, _UNSIGNED, {"provider": provider_id, "limit": limit})


def awaiting_therapist(
    db: Database, provider_id: int | None, limit: int
) -> tuple[EncounterRow, ...]:
    """Encounters an assistant signed and the payer wants the therapist's signature on as well."""
    return _list(db, _AWAITING, {"provider": provider_id, "limit": limit})


def _list(db: Database, where: str, values: Values) -> tuple[EncounterRow, ...]:
    return tuple(_to_row(row) for row in all_rows(db, _SELECT + where, values))


def _to_row(row: Row) -> EncounterRow:
    signs = ", ".join(part for part in (row["provider_name"].strip(), row["credentials"]) if part)
    return EncounterRow(
        id=row["id"],
        date=date.fromisoformat(row["date"]),
        start_minute=row["start_minute"],
        patient_id=row["patient_id"],
        patient_name=row["patient_name"],
        provider_name=signs,
        payer_name=row["payer_name"] or "",
        discipline=Discipline(row["discipline"]),
        state=EncounterState(row["state"]),
        codes=tuple(row["codes"].split()),
        minutes=row["minutes"],
        units=row["units"],
        charges_cents=row["charges_cents"],
        paid_cents=row["paid_cents"] or 0,
        alerts=row["alerts"],
        has_draft=bool(row["has_draft"]),
        superbill_printed=bool(row["superbill_printed"]),
        signed=bool(row["signed"]),
        awaits_therapist=bool(row["awaits_therapist"]),
    )
