"""A patient's insurance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.kinds import CoverageRank, Relationship
from core.model.patient import Coverage
from core.store.rows import Row, all_rows, day_text, insert, one_row, remembered, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = "SELECT c.*, y.name AS payer_name FROM coverages c JOIN payers y ON y.id = c.payer_id"
_INSERT = """
    INSERT INTO coverages (
        patient_id, payer_id, rank, member_id, group_number, plan_name, relationship,
        subscriber_first_name, subscriber_last_name, subscriber_birth_date, starts_on, ends_on)
    VALUES (
        :patient_id, :payer_id, :rank, :member_id, :group_number, :plan_name, :relationship,
        :subscriber_first_name, :subscriber_last_name, :subscriber_birth_date,
        :starts_on, :ends_on)
"""
_UPDATE = """
    UPDATE coverages SET
        payer_id = :payer_id, rank = :rank, member_id = :member_id,
        group_number = :group_number, plan_name = :plan_name, relationship = :relationship,
        subscriber_first_name = :subscriber_first_name,
        subscriber_last_name = :subscriber_last_name,
        subscriber_birth_date = :subscriber_birth_date,
        starts_on = :starts_on, ends_on = :ends_on
    WHERE id = :id
"""


@remembered
def list_for(db: Database, patient_id: int) -> tuple[Coverage, ...]:
    """A patient's coverages: primary before secondary, the latest first."""
    rows = all_rows(
        db,
        _SELECT + " WHERE c.patient_id = ? ORDER BY c.rank, c.starts_on DESC, c.id DESC",
        (patient_id,),
    )
    return tuple(_to_coverage(row) for row in rows)


def get(db: Database, coverage_id: int) -> Coverage | None:
    """One coverage, or None."""
    row = one_row(db, _SELECT + " WHERE c.id = ?", (coverage_id,))
    return _to_coverage(row) if row else None


def save(db: Database, coverage: Coverage) -> Coverage:
    """Keep a coverage, new when it has no id; the patient's search words are the caller's."""
    if coverage.id is None:
        coverage = replace(coverage, id=insert(db, _INSERT, _values(coverage)))
    else:
        db.execute(_UPDATE, _values(coverage) | {"id": coverage.id})
    return coverage


def _values(coverage: Coverage) -> Row:
    return {
        "patient_id": coverage.patient_id,
        "payer_id": coverage.payer_id,
        "rank": coverage.rank.value,
        "member_id": coverage.member_id,
        "group_number": coverage.group_number,
        "plan_name": coverage.plan_name,
        "relationship": coverage.relationship.value,
        "subscriber_first_name": coverage.subscriber_first_name,
        "subscriber_last_name": coverage.subscriber_last_name,
        "subscriber_birth_date": day_text(coverage.subscriber_birth_date),
        "starts_on": day_text(coverage.starts_on),
        "ends_on": day_text(coverage.ends_on),
    }


def _to_coverage(row: Row) -> Coverage:
    return Coverage(
        patient_id=row["patient_id"],
        payer_id=row["payer_id"],
        rank=CoverageRank(row["rank"]),
        member_id=row["member_id"],
        id=row["id"],
        payer_name=row["payer_name"],
        group_number=row["group_number"],
        plan_name=row["plan_name"],
        relationship=Relationship(row["relationship"]),
        subscriber_first_name=row["subscriber_first_name"],
        subscriber_last_name=row["subscriber_last_name"],
        subscriber_birth_date=to_day(row["subscriber_birth_date"]),
        starts_on=to_day(row["starts_on"]),
        ends_on=to_day(row["ends_on"]),
    )
