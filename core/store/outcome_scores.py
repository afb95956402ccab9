"""Scores of outcome measures: only ever added; a later row replaces an earlier one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.model.kinds import Side
from core.model.outcomes import OutcomeScore
from core.store.rows import Row, Values, all_rows, insert, to_moment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from core.model.people import Person

_INSERT = """
    INSERT INTO outcome_scores (
        patient_id, encounter_id, measure, place, side, measured_on, tenths, items, landmarks,
        detail, replaces, reason, person_id, recorded_by, recorded_at)
    VALUES (
        :patient_id, :encounter_id, :measure, :place, :side, :measured_on, :tenths, :items,
        :landmarks, :detail, :replaces, :reason, :person_id, :recorded_by, :recorded_at)
"""
_IN_FORCE = """
    SELECT s.* FROM outcome_scores s
    WHERE s.patient_id = ? AND s.tenths IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM outcome_scores n WHERE n.replaces = s.id)
    ORDER BY s.measured_on, s.id
"""
_ALL = "SELECT s.* FROM outcome_scores s WHERE s.patient_id = ? ORDER BY s.id"


def of_patient(db: Database, patient_id: int) -> tuple[OutcomeScore, ...]:
    """A patient's scores that hold, the earliest day first."""
    return _list(db, _IN_FORCE, (patient_id,))


def every_one_of_patient(db: Database, patient_id: int) -> tuple[OutcomeScore, ...]:
    """All that was ever kept of a patient, also what was replaced, in the order it came."""
    return _list(db, _ALL, (patient_id,))


def get(db: Database, score_id: int) -> OutcomeScore | None:
    """One row, whether it holds or not; None when there is none."""
    found = _list(db, "SELECT s.* FROM outcome_scores s WHERE s.id = ?", (score_id,))
    return found[0] if found else None


def is_replaced(db: Database, score_id: int) -> bool:
    """Whether a later row stands in its place."""
    return bool(all_rows(db, "SELECT id FROM outcome_scores WHERE replaces = ?", (score_id,)))


def add(db: Database, one: OutcomeScore, who: Person, now: datetime) -> OutcomeScore:
    """Keep a score."""
    values = _values(one) | {
        "person_id": who.id,
        "recorded_by": who.name,
        "recorded_at": now.isoformat(),
    }
    return replace(one, id=insert(db, _INSERT, values), recorded_at=now, recorded_by=who.name)


def _list(db: Database, sql: str, values: Values) -> tuple[OutcomeScore, ...]:
    return tuple(_to_score(row) for row in all_rows(db, sql, values))


def _values(one: OutcomeScore) -> Row:
    return {
        "patient_id": one.patient_id,
        "encounter_id": one.encounter_id,
        "measure": one.measure,
        "place": one.place,
        "side": one.side.value if one.side else None,
        "measured_on": one.measured_on.isoformat(),
        "tenths": None if one.score is None else int(one.score * 10),
        "items": json.dumps([None if item is None else str(item) for item in one.items]),
        "landmarks": json.dumps([str(place) for place in one.landmarks]),
        "detail": one.detail,
        "replaces": one.replaces,
        "reason": one.reason,
    }


def _to_score(row: Row) -> OutcomeScore:
    tenths = row["tenths"]
    return OutcomeScore(
        patient_id=row["patient_id"],
        measure=row["measure"],
        measured_on=date.fromisoformat(row["measured_on"]),
        score=None if tenths is None else Decimal(tenths) / 10,
        id=row["id"],
        encounter_id=row["encounter_id"],
        place=row["place"],
        side=Side(row["side"]) if row["side"] else None,
        items=tuple(None if one is None else Decimal(one) for one in json.loads(row["items"])),
        landmarks=tuple(Decimal(one) for one in json.loads(row["landmarks"])),
        detail=row["detail"],
        replaces=row["replaces"],
        reason=row["reason"],
        recorded_at=to_moment(row["recorded_at"]),
        recorded_by=row["recorded_by"],
    )
