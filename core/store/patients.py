"""The patients table, kept in step with the words patients are found by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.kinds import Sex
from core.model.patient import Patient
from core.store.rows import (
    Row,
    address_values,
    all_rows,
    insert,
    one_row,
    scalar,
    to_address,
)
from core.store.search_words import birth_words, id_words, name_key, name_words, phone_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIRST_ACCOUNT = 1001

_INSERT = """
    INSERT INTO patients (
        account_number, first_name, middle_name, last_name, birth_date, sex,
        street, city, state, zip, phone, email,
        referring_provider_id, rendering_provider_id, active,
        name_key, recent_on, created_at, updated_at)
    VALUES (
        :account_number, :first_name, :middle_name, :last_name, :birth_date, :sex,
        :street, :city, :state, :zip, :phone, :email,
        :referring_provider_id, :rendering_provider_id, :active,
        :name_key, :recent_on, :now, :now)
"""
_UPDATE = """
    UPDATE patients SET
        account_number = :account_number, first_name = :first_name,
        middle_name = :middle_name, last_name = :last_name, birth_date = :birth_date, sex = :sex,
        street = :street, city = :city, state = :state, zip = :zip,
        phone = :phone, email = :email,
        referring_provider_id = :referring_provider_id,
        rendering_provider_id = :rendering_provider_id, active = :active,
        name_key = :name_key, updated_at = :now
    WHERE id = :id
"""


def get(db: Database, patient_id: int) -> Patient | None:
    """One patient, or None."""
    row = one_row(db, "SELECT * FROM patients WHERE id = ?", (patient_id,))
    return to_patient(row) if row else None


def insert_patient(db: Database, patient: Patient, today: date, now: datetime) -> Patient:
    """Keep a new patient, giving an account number where none is set."""
    number = patient.account_number or next_account_number(db)
    patient = replace(patient, account_number=number)
    values = _values(patient, now) | {"recent_on": today.isoformat()}
    patient = replace(patient, id=insert(db, _INSERT, values))
    index_words(db, patient)
    return patient


def update_patient(db: Database, patient: Patient, now: datetime) -> None:
    """Keep a patient's changed fields."""
    db.execute(_UPDATE, _values(patient, now) | {"id": patient.id})
    index_words(db, patient)


def next_account_number(db: Database) -> str:
    """One more than the highest account number that is a plain number, removed ones included."""
    highest = scalar(
        db,
        "SELECT max(CAST(account_number AS INTEGER)) FROM patients"
        " WHERE account_number NOT GLOB '*[^0-9]*' AND length(account_number) <= 9",
    )
    removed = scalar(db, "SELECT max(account_number) FROM removals")
    return str(max(highest or 0, removed or 0, _FIRST_ACCOUNT - 1) + 1)


def account_holder(db: Database, account_number: str) -> int | None:
    """Whose account number it is, or None."""
    found: int | None = scalar(
        db, "SELECT id FROM patients WHERE account_number = ?", (account_number,)
    )
    return found


def same_person(db: Database, last_name: str, birth_date: date) -> list[Patient]:
    """Patients of a last name, accents and case aside, born on a day."""
    rows = all_rows(
        db,
        "SELECT * FROM patients WHERE birth_date = ? AND name_key = ?",
        (birth_date.isoformat(), name_key(last_name)),
    )
    return [to_patient(row) for row in rows]


def touch(db: Database, patient_id: int, day: date) -> None:
    """Note that the patient was here on a day, for the order of lists."""
    db.execute(
        "UPDATE patients SET recent_on = ? WHERE id = ? AND recent_on < ?",
        (day.isoformat(), patient_id, day.isoformat()),
    )


def index_words(db: Database, patient: Patient) -> None:
    """Put the words a patient is found by in place of the older ones."""
    members = all_rows(
        db,
        "SELECT member_id FROM coverages WHERE patient_id = ? AND member_id <> ''",
        (patient.id,),
    )
    db.execute("DELETE FROM patient_search WHERE rowid = ?", (patient.id,))
    db.execute(
        "INSERT INTO patient_search (rowid, names, born, phone, ids) VALUES (?, ?, ?, ?, ?)",
        search_row(patient, [row["member_id"] for row in members]),
    )


def search_row(patient: Patient, member_ids: list[str]) -> tuple[object, ...]:
    """A patient's words by column of the search table."""
    ids = id_words(patient.account_number, *member_ids)
    return (
        patient.id,
        " ".join(name_words(patient.full_name)),
        " ".join(birth_words(patient.birth_date.isoformat())),
        " ".join(phone_words(patient.phone)),
        " ".join(ids),
    )


def to_patient(row: Row) -> Patient:
    """The record of a row."""
    return Patient(
        first_name=row["first_name"],
        last_name=row["last_name"],
        birth_date=date.fromisoformat(row["birth_date"]),
        sex=Sex(row["sex"]),
        id=row["id"],
        middle_name=row["middle_name"],
        account_number=row["account_number"],
        address=to_address(row),
        phone=row["phone"],
        email=row["email"],
        referring_provider_id=row["referring_provider_id"],
        rendering_provider_id=row["rendering_provider_id"],
        active=bool(row["active"]),
    )


def _values(patient: Patient, now: datetime) -> Row:
    return {
        "account_number": patient.account_number,
        "first_name": patient.first_name,
        "middle_name": patient.middle_name,
        "last_name": patient.last_name,
        "birth_date": patient.birth_date.isoformat(),
        "sex": patient.sex.value,
        **address_values(patient.address),
        "phone": patient.phone,
        "email": patient.email,
        "referring_provider_id": patient.referring_provider_id,
        "rendering_provider_id": patient.rendering_provider_id,
        "active": int(patient.active),
        "name_key": name_key(patient.last_name),
        "now": now.isoformat(),
    }
