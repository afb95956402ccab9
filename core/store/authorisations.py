"""Authorisations with the codes they cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.model.authorisation import Authorisation, CodeUnits
from core.model.kinds import AuthorisationState, Discipline
from core.store.rows import Row, Values, all_rows, day_text, insert, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT a.*, y.name AS payer_name FROM authorisations a
    JOIN coverages c ON c.id = a.coverage_id JOIN payers y ON y.id = c.payer_id
"""
_ORDER = " ORDER BY coalesce(a.starts_on, a.requested_on, a.created_at) DESC, a.id DESC"
_INSERT = """
    INSERT INTO authorisations (
        patient_id, coverage_id, discipline, state, number, starts_on, ends_on, visits, units,
        requested_on, approved_on, contact_name, contact_role, contact_phone, contact_fax, note,
        created_at, updated_at)
    VALUES (
        :patient_id, :coverage_id, :discipline, :state, :number, :starts_on, :ends_on, :visits,
        :units, :requested_on, :approved_on, :contact_name, :contact_role, :contact_phone,
        :contact_fax, :note, :now, :now)
"""
_UPDATE = """
    UPDATE authorisations SET
        coverage_id = :coverage_id, discipline = :discipline, state = :state, number = :number,
        starts_on = :starts_on, ends_on = :ends_on, visits = :visits, units = :units,
        requested_on = :requested_on, approved_on = :approved_on, contact_name = :contact_name,
        contact_role = :contact_role, contact_phone = :contact_phone, contact_fax = :contact_fax,
        note = :note, updated_at = :now
    WHERE id = :id
"""


def of_patient(db: Database, patient_id: int) -> tuple[Authorisation, ...]:
    """A patient's authorisations, the one that begins last first."""
    return _list(db, _SELECT + " WHERE a.patient_id = ?" + _ORDER, (patient_id,))


def of_coverage(db: Database, coverage_id: int) -> tuple[Authorisation, ...]:
    """A coverage's authorisations, the one that begins last first."""
    return _list(db, _SELECT + " WHERE a.coverage_id = ?" + _ORDER, (coverage_id,))


def get(db: Database, authorisation_id: int) -> Authorisation | None:
    """One authorisation, or None."""
    found = _list(db, _SELECT + " WHERE a.id = ?", (authorisation_id,))
    return found[0] if found else None


def save(db: Database, one: Authorisation, now: datetime) -> Authorisation:
    """Keep an authorisation with its codes, new when it has no id."""
    values = _values(one) | {"now": now.isoformat()}
    if one.id is None:
        one = replace(one, id=insert(db, _INSERT, values))
    else:
        db.execute(_UPDATE, values | {"id": one.id})
    db.execute("DELETE FROM authorisation_codes WHERE authorisation_id = ?", (one.id,))
    for position, listed in enumerate(one.codes, start=1):
        db.execute(
            "INSERT INTO authorisation_codes (authorisation_id, position, code, units)"
            " VALUES (?, ?, ?, ?)",
            (one.id, position, listed.code, listed.units),
        )
    return one


def _list(db: Database, sql: str, values: Values) -> tuple[Authorisation, ...]:
    rows = all_rows(db, sql, values)
    codes = _codes(db, [row["id"] for row in rows])
    return tuple(_to_authorisation(row, codes.get(row["id"], ())) for row in rows)


def _codes(db: Database, ids: Iterable[int]) -> dict[int, tuple[CodeUnits, ...]]:
    found: dict[int, tuple[CodeUnits, ...]] = {}
    for number in ids:
        rows = all_rows(
            db,
            "SELECT code, units FROM authorisation_codes WHERE authorisation_id = ?"
            " ORDER BY position",
            (number,),
        )
        found[number] = tuple(CodeUnits(row["code"], row["units"]) for row in rows)
    return found


def _values(one: Authorisation) -> Row:
    return {
        "patient_id": one.patient_id,
        "coverage_id": one.coverage_id,
        "discipline": one.discipline.value if one.discipline else None,
        "state": one.state.value,
        "number": one.number,
        "starts_on": day_text(one.starts_on),
        "ends_on": day_text(one.ends_on),
        "visits": one.visits,
        "units": one.units,
        "requested_on": day_text(one.requested_on),
        "approved_on": day_text(one.approved_on),
        "contact_name": one.contact_name,
        "contact_role": one.contact_role,
        "contact_phone": one.contact_phone,
        "contact_fax": one.contact_fax,
        "note": one.note,
    }


def _to_authorisation(row: Row, codes: tuple[CodeUnits, ...]) -> Authorisation:
    return Authorisation(
        patient_id=row["patient_id"],
        coverage_id=row["coverage_id"],
        state=AuthorisationState(row["state"]),
        id=row["id"],
        discipline=Discipline(row["discipline"]) if row["discipline"] else None,
        number=row["number"],
        starts_on=to_day(row["starts_on"]),
        ends_on=to_day(row["ends_on"]),
        visits=row["visits"],
        units=row["units"],
        codes=codes,
        requested_on=to_day(row["requested_on"]),
        approved_on=to_day(row["approved_on"]),
        contact_name=row["contact_name"],
        contact_role=row["contact_role"],
        contact_phone=row["contact_phone"],
        contact_fax=row["contact_fax"],
        note=row["note"],
        payer_name=row["payer_name"],
    )
