from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidInput, UserProblem
from core.library.reference import Edition, ReferenceLibrary, write_icd10
from core.model.kinds import CoverageRank, Discipline
from core.model.patient import Coverage, Diagnosis, Icd10Code, Patient, PlanOfCare
from core.model.practice import Address
from core.services import patients

BORN = date(1980, 2, 29)


def fields_of(problem):
    return [one.field for one in problem.value.problems]


def test_new_patients_get_account_numbers_one_after_the_other(clinic):
    first = patients.save(clinic.p, Patient("Mei", "Lin", BORN))
    second = patients.save(clinic.p, Patient("Ida", "Moe", BORN))
    assert int(second.account_number) == int(first.account_number) + 1


def test_a_given_account_number_is_kept_and_the_next_one_is_above_it(clinic):
    patients.save(clinic.p, Patient("Mei", "Lin", BORN, account_number="5000"))
    assert patients.save(clinic.p, Patient("Ida", "Moe", BORN)).account_number == "5001"


def test_what_was_saved_is_what_is_read(clinic):
    kept = patients.save(
        clinic.p,
        Patient(
            "Zoë",
            "Ångström",
            BORN,
            middle_name="B",
            address=Address("1 Pier <b>", "Portland", "me", "04101-2222"),
            phone="207-555-0100 x12",
            email="zoe@example.com",
            rendering_provider_id=clinic.therapist,
        ),
    )
    assert patients.get(clinic.p, kept.id).patient == kept
    assert kept.address.state == "ME"


def test_every_bad_field_is_named_at_once_and_nothing_is_written(clinic):
    bad = Patient(
        " \u0000",
        "Lin",
        date(2026, 3, 11),
        address=Address(state="XX", zip="123"),
        phone="12",
        email="nobody",
    )
    with pytest.raises(InvalidInput) as problem:
        patients.save(clinic.p, bad)
    assert set(fields_of(problem)) == {"first_name", "birth_date", "state", "zip", "phone", "email"}
    assert patients.search(clinic.p, "Lin") == ()


@pytest.mark.parametrize(("born", "good"), [
    (date(1899, 12, 31), False), (date(1900, 1, 1), True),
    (date(2026, 3, 10), True), (date(2026, 3, 11), False),
])  # fmt: skip
def test_birth_dates_lie_between_1900_and_today(clinic, born, good):
    patient = Patient("Mei", "Lin", born)
    if good:
        assert patients.save(clinic.p, patient).birth_date == born
    else:
        with pytest.raises(InvalidInput, match="date of birth"):
            patients.save(clinic.p, patient)


@pytest.mark.parametrize(("typed", "kept"), [
    ("Mei\u202e\u0000 Ann", "Mei Ann"), ("Zoe\u0308", "Zoë"), ("  Mei \n Ann ", "Mei Ann"),
    ("Mei\ud800", "Mei"), ("Łukasz <b>Ngô & Sons", "Łukasz <b>Ngô & Sons"), ("李小龍", "李小龍"),
])  # fmt: skip
def test_names_lose_what_cannot_be_printed_and_nothing_else(clinic, typed, kept):
    assert patients.save(clinic.p, Patient(typed, "Lin", BORN)).first_name == kept


def test_a_name_of_101_characters_is_refused(clinic):
    assert patients.save(clinic.p, Patient("a" * 100, "Lin", BORN)).id
    with pytest.raises(InvalidInput, match="longer than 100"):
        patients.save(clinic.p, Patient("a" * 101, "Lin", BORN))


def test_an_account_number_belongs_to_one_patient(clinic):
    patients.save(clinic.p, Patient("Mei", "Lin", BORN, account_number="A7"))
    with pytest.raises(InvalidInput, match="already has this account number"):
        patients.save(clinic.p, Patient("Ida", "Moe", BORN, account_number="A7"))


def test_each_change_writes_one_audit_row_with_field_names_only(clinic):
    patient = patients.get(clinic.p, clinic.patient).patient
    moved = replace(patient, phone="703-555-0199", email="l@example.com")
    (event,) = clinic.audit_since(lambda: patients.save(clinic.p, moved))
    assert (event.action, event.object_id, event.patient_id) == (
        "patient.update", clinic.patient, clinic.patient,
    )  # fmt: skip
    assert event.detail == {"fields": ["phone", "email"]}


def test_the_same_name_and_birth_date_is_pointed_out(clinic):
    same = Patient("Lucas", "OBRIEN NGO", date(1963, 3, 2))
    (row,) = patients.duplicates(clinic.p, same)
    assert row.id == clinic.patient
    assert patients.duplicates(clinic.p, replace(same, birth_date=BORN)) == ()
    assert patients.duplicates(clinic.p, replace(same, id=clinic.patient)) == ()


def coverage(clinic, starts, ends=None, rank=CoverageRank.PRIMARY, **more):
    values = {"member_id": "H123"} | more
    return Coverage(
        clinic.patient, clinic.commercial, rank, starts_on=starts, ends_on=ends, **values
    )


@pytest.mark.parametrize(("starts", "ends", "good"), [
    (date(2019, 1, 1), date(2019, 12, 31), True), (date(2019, 1, 1), date(2020, 1, 1), False),
    (date(2026, 1, 1), None, False), (None, None, False),
])  # fmt: skip
def test_two_primary_coverages_may_not_share_a_day(clinic, starts, ends, good):
    wanted = coverage(clinic, starts, ends)
    if good:
        assert patients.save_coverage(clinic.p, wanted).id
    else:
        with pytest.raises(InvalidInput, match="Medicare Part B is primary") as problem:
            patients.save_coverage(clinic.p, wanted)
        assert fields_of(problem) == ["starts_on"]


def test_a_secondary_coverage_may_stand_beside_the_primary(clinic):
    kept = patients.save_coverage(
        clinic.p, coverage(clinic, date(2026, 1, 1), rank=CoverageRank.SECONDARY)
    )
    assert patients.get(clinic.p, clinic.patient).coverages[1] == kept
    assert kept.payer_name == "Harbor Mutual"


@pytest.mark.parametrize(("change", "field"), [
    ({"member_id": ""}, "member_id"), ({"member_id": "a*b"}, "member_id"),
    ({"payer_id": 999}, "payer_id"), ({"ends_on": date(2018, 12, 31)}, "ends_on"),
    ({"subscriber_birth_date": date(2030, 1, 1)}, "subscriber_birth_date"),
])  # fmt: skip
def test_a_bad_coverage_names_its_field(clinic, change, field):
    wanted = replace(coverage(clinic, date(2019, 1, 1), date(2019, 2, 1)), **change)
    with pytest.raises(InvalidInput) as problem:
        patients.save_coverage(clinic.p, wanted)
    assert field in fields_of(problem)


def test_diagnoses_keep_their_order_and_lose_their_dots(clinic):
    listed = (Diagnosis("m54.50", "low back"), Diagnosis("M25.561"), Diagnosis("M54.50"))
    patients.save_diagnoses(clinic.p, clinic.patient, listed)
    kept = patients.get(clinic.p, clinic.patient).diagnoses
    assert [one.code for one in kept] == ["M5450", "M25561"]


@pytest.mark.parametrize("code", ["", "54.5", "M5", "M54.50.1234", "M54*", "MM4", "M54.50é"])
def test_a_code_not_shaped_like_icd10_is_refused(clinic, code):
    with pytest.raises(InvalidInput, match="ICD-10-CM"):
        patients.save_diagnoses(clinic.p, clinic.patient, (Diagnosis(code),))


@pytest.fixture
def with_table(clinic, tmp_path):
    """ICD-10-CM of fiscal year 2026 with two codes."""
    path = tmp_path / "reference.db"
    codes = (Icd10Code("M5450", "Low back pain, unspecified"), Icd10Code("M25561", "Knee pain"))
    write_icd10(path, Edition(2026, "made up"), codes)
    clinic.p.library = ReferenceLibrary(path)
    return clinic


def test_a_code_outside_the_table_of_the_day_is_refused(with_table):
    p, patient = with_table.p, with_table.patient
    kept = patients.save_diagnoses(p, patient, (Diagnosis("M54.50"),))
    assert kept == (Diagnosis("M5450", "Low back pain, unspecified"),)
    with pytest.raises(
        InvalidInput, match=r"M54\.5 is not a billable ICD-10-CM code on 10 Mar 2026"
    ):
        patients.save_diagnoses(p, patient, (Diagnosis("M54.5"),))


def test_a_code_kept_before_its_table_moved_on_may_stay(with_table):
    p, patient = with_table.p, with_table.patient
    with_table.p.library, table = ReferenceLibrary(p.file.path.parent / "none"), p.library
    patients.save_diagnoses(p, patient, (Diagnosis("M54.5", "old"),))
    with_table.p.library = table
    both = (Diagnosis("M54.5", "old"), Diagnosis("M25.561"))
    assert len(patients.save_diagnoses(p, patient, both)) == 2


def test_diagnoses_are_searched_by_code_and_words(with_table):
    for text in ("m54", "low pain"):
        found = patients.search_diagnoses(with_table.p, text, date(2026, 3, 10))
        assert [one.code for one in found] == ["M5450"]


def test_the_latest_plan_of_care_is_shown(clinic):
    for start in (date(2026, 2, 1), date(2026, 1, 1)):
        plan = PlanOfCare(clinic.patient, Discipline.PT, start, certified_to=date(2026, 4, 1))
        patients.save_plan_of_care(clinic.p, plan)
    assert patients.get(clinic.p, clinic.patient).plan_of_care.starts_on == date(2026, 2, 1)
    with pytest.raises(InvalidInput, match="before the first day"):
        patients.save_plan_of_care(clinic.p, replace(plan, certified_to=date(2025, 12, 31)))


def test_an_unknown_patient_is_said_to_be_so(clinic):
    with pytest.raises(UserProblem, match="not in the practice file"):
        patients.get(clinic.p, 999)
