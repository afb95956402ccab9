from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.model.patient import Patient
from core.services import encounters, patients
from core.store.search_words import name_words

FOUND = [
    "obr", "o'b", "O’Brien", "brien", "ngo", "NGÔ", "ngo luk", "łukasz o", "lukasz, obrien",
    "3/2/1963", "1963-03-02", "3-2-63", "03/02/63", "3.2.1963", "3/2", "3/2/19", "1963-03",
    "03021963", "1963", "7035550142", "(703) 555-0142", "703-555", "555-0142", "0142", "50142",
    "1eg4", "1EG4-TE5", "1EG4TE5MK73", "1001", "ngo 1963", "lukasz 0142",
]  # fmt: skip
NOT_FOUND = [
    "zzz", "3/2/1964", "2/3/1963", "lukasz xavier", "NOT", "AND", '"', "'", "*", "(", "NEAR(", "^",
    "names:luk", "ngo OR zzz", "C++", "-", "13/45/1963", "0/0", "\x00", "\ud800", "99/99",
    "luk\x00z",
]  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_it_is_found_by(clinic, text):
    assert [row.id for row in patients.search(clinic.p, text)] == [clinic.patient]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_it_is_not_found_by(clinic, text):
    assert patients.search(clinic.p, text) == ()


def test_the_row_shows_todays_coverage(clinic):
    (row,) = patients.search(clinic.p, "ngo")
    assert (row.payer_name, row.member_id) == ("Medicare Part B", "1EG4-TE5-MK73")
    assert (row.list_name, row.last_visit) == ("O'Brien-Ngô, Łukasz", None)


def add(clinic, first, last):
    return patients.save(clinic.p, Patient(first, last, date(1990, 1, 1)))


def test_last_names_come_first_then_who_was_here_last(clinic):
    by_first_name = add(clinic, "Marten", "Abel")
    earlier, later = add(clinic, "Ann", "Martin"), add(clinic, "Bea", "Martz")
    visit = encounters.new_session(clinic.p, earlier.id, date(2026, 3, 10)).record
    patients_day = replace(visit, date=date(2026, 3, 9))
    encounters.autosave(clinic.p, patients_day, {})
    wanted = [later.id, earlier.id, by_first_name.id]
    assert [row.id for row in patients.search(clinic.p, "mart")] == wanted


def test_a_blank_text_lists_the_latest_and_inactive_patients_come_last(clinic):
    gone = patients.save(clinic.p, replace(add(clinic, "Ann", "Gone"), active=False))
    here = add(clinic, "Bea", "Here")
    assert [row.id for row in patients.search(clinic.p, " ")] == [here.id, clinic.patient, gone.id]
    assert len(patients.search(clinic.p, "", limit=2)) == 2


def test_an_edited_name_is_found_and_the_older_one_is_not(clinic):
    patient = patients.get(clinic.p, clinic.patient).patient
    patients.save(clinic.p, replace(patient, last_name="Kowalczyk"))
    assert patients.search(clinic.p, "kowal")
    assert patients.search(clinic.p, "ngo") == ()


def test_broad_and_narrow_searches_agree_on_the_order(clinic, monkeypatch):
    for first, last in (("Sam", "Ames"), ("Ann", "Sand"), ("Bea", "Soto"), ("Sol", "Berg")):
        add(clinic, first, last)
    narrow = patients.search(clinic.p, "s", limit=3)
    monkeypatch.setattr("core.store.patient_search._BROAD", 0)
    assert patients.search(clinic.p, "s", limit=3) == narrow
    assert [row.list_name for row in narrow] == ["Soto, Bea", "Sand, Ann", "Berg, Sol"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_whatever_is_typed_never_fails(clinic, text):
    assert isinstance(patients.search(clinic.p, text), tuple)


LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Lt", "Mn"))
NAMES = st.text(st.one_of(LETTERS, st.sampled_from("'’- .")), min_size=1, max_size=20)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=NAMES, last=NAMES, data=st.data())
def test_a_patient_is_found_by_any_beginning_of_the_name(clinic, first, last, data):
    assume(name_words(first) and name_words(last))
    kept = add(clinic, first, last)
    name = data.draw(st.sampled_from((kept.first_name, kept.last_name)))
    text = name[: data.draw(st.integers(1, len(name)))]
    hits = [row.id for row in patients.search(clinic.p, text, limit=1000)]
    assert kept.id in hits or not name_words(text)
