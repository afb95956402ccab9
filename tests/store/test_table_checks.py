"""What no screen lets through, the tables refuse as well."""

import pytest

from core.store import engine
from tests.support.practice import new_practice

PATIENT = {
    "account_number": "1", "first_name": "Mei", "middle_name": "", "last_name": "Lin",
    "birth_date": "1990-01-01", "sex": "F", "street": "", "city": "", "state": "", "zip": "",
    "phone": "", "email": "", "active": 1, "name_key": "lin", "recent_on": "2026-03-10",
    "created_at": "", "updated_at": "",
}  # fmt: skip
PROVIDER = {
    "first_name": "Ann", "last_name": "Lee", "credentials": "", "role": "PT", "npi": "",
    "taxonomy": "", "licence_number": "", "licence_state": "", "active": 1,
}  # fmt: skip
ENCOUNTER = {
    "version": 0, "patient_id": 1, "date": "2026-03-10", "discipline": "PT", "state": "draft",
    "rendering_provider_id": 1, "place_of_service": "11", "profile": "cash",
    "created_at": "", "updated_at": "",
}  # fmt: skip
LINE = {
    "encounter_id": 1, "position": 1, "code": "97110", "minutes": 15, "assistant_minutes": 0,
    "together_minutes": 0, "region": "", "session": 1, "modifiers": "", "distinct_from": "",
    "pointers": "",
}  # fmt: skip
PAYMENT = {
    "patient_id": 1, "received_on": "2026-03-10", "amount_cents": 1, "method": "cash",
    "reference": "", "note": "", "recorded_at": "",
}  # fmt: skip
FEE = {"code": "97110", "label": "", "amount_cents": 1, "starts_on": "2026-01-01",
       "is_cash_item": 0}  # fmt: skip


def put(db, table, row):
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608


@pytest.fixture
def file(tmp_path):
    opened = new_practice(tmp_path).file
    with opened.unit_of_work("test.fill", "test") as work:
        for table, row in (
            ("patients", PATIENT),
            ("providers", PROVIDER),
            ("encounters", ENCOUNTER),
            ("service_lines", LINE),
        ):
            put(work.db, table, row)
    yield opened
    opened.close()


BAD = [
    ("service_lines", LINE | {"position": 2}, "minutes", value)
    for value in (-5, 1441, 10**9, "12,5", None, float("nan"), 1.5)
] + [
    ("patients", PATIENT | {"account_number": "2"}, "birth_date", "3/2/1963"),
    ("patients", PATIENT, "account_number", "1"),
    ("patients", PATIENT | {"account_number": "2"}, "sex", "female"),
    ("encounters", ENCOUNTER, "patient_id", 99),
    ("encounters", ENCOUNTER, "state", "signed"),
    ("encounters", ENCOUNTER, "state", "complete"),
    ("encounters", ENCOUNTER, "start_minute", 1440),
    ("patient_payments", PAYMENT, "amount_cents", 0),
    ("patient_payments", PAYMENT, "amount_cents", "12.50"),
    ("fees", FEE, "amount_cents", -1),
    ("fees", FEE, "ends_on", "2025-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "value"), BAD)
def test_a_table_refuses(file, table, row, column, value):
    before = file.db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    with pytest.raises(engine.IntegrityError):
        with file.unit_of_work("test.bad", "test") as work:
            put(work.db, table, row | {column: value})
    assert file.db.execute(f"SELECT count(*) FROM {table}").fetchone() == before  # noqa: S608


def test_a_payment_is_reversed_by_one_entry_at_most(file):
    with file.unit_of_work("test.fill", "test") as work:
        put(work.db, "patient_payments", PAYMENT)
        put(work.db, "patient_payments", PAYMENT | {"amount_cents": -1, "reverses_id": 1})
    with pytest.raises(engine.IntegrityError):
        with file.unit_of_work("test.bad", "test") as work:
            put(work.db, "patient_payments", PAYMENT | {"amount_cents": -1, "reverses_id": 1})
