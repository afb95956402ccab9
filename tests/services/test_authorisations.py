"""Authorisations and visit limits are kept with their audit rows, or refused in sentences."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.authorisation import Authorisation, CodeUnits, VisitLimit, read_code_units
from core.model.kinds import AuthorisationState, CoverageRank, Discipline
from core.model.patient import Coverage, Patient
from core.services import authorisations, patients
from tests.support.practice import DAY

APPROVED, REQUESTED = AuthorisationState.APPROVED, AuthorisationState.REQUESTED
PT, OT = Discipline.PT, Discipline.OT


@pytest.fixture
def coverage(clinic):
    return patients.get(clinic.p, clinic.patient).coverages[0].id


@pytest.fixture
def one(clinic, coverage):
    return Authorisation(
        clinic.patient, coverage, APPROVED, discipline=PT, number="A-17",
        starts_on=DAY - timedelta(20), ends_on=DAY + timedelta(40), visits=12, units=48,
        codes=(CodeUnits("97110", 24), CodeUnits("97140")), requested_on=DAY - timedelta(30),
        approved_on=DAY - timedelta(21), contact_name="Ilse Brandt", contact_role="adjuster",
        contact_phone="614-555-0153", contact_fax="614-555-0154", note="right shoulder",
    )  # fmt: skip


@pytest.fixture
def limit(coverage):
    return VisitLimit(coverage, (PT, OT), 20, used_elsewhere=3, looked_up_on=DAY)


def problems(change):
    with pytest.raises(InvalidInput) as caught:
        change()
    return {one.field: str(one) for one in caught.value.problems}


def test_an_authorisation_comes_back_as_it_was_kept(clinic, one):
    kept = authorisations.save(clinic.p, one)
    (use,) = authorisations.list_for(clinic.p, clinic.patient)
    assert use.authorisation == replace(one, id=kept.id, payer_name="Medicare Part B")
    assert (use.visits_used, use.units_used) == (0, 0)


def test_a_correction_names_its_fields_in_the_trail_and_not_their_values(clinic, one):
    kept = authorisations.save(clinic.p, one)
    changed = replace(kept, visits=18, codes=(), contact_name="Teodora Quill")
    (event,) = clinic.audit_since(lambda: authorisations.save(clinic.p, changed))
    assert event.action == "authorisation.save"
    assert event.patient_id == clinic.patient
    assert set(event.detail["fields"]) == {"visits", "codes", "contact_name"}
    assert "Quill" not in str(event.detail)


def test_an_answered_request_tells_its_states_in_the_trail(clinic, one):
    asked = authorisations.save(clinic.p, replace(one, state=REQUESTED, starts_on=None))
    answered = replace(one, id=asked.id)
    (event,) = clinic.audit_since(lambda: authorisations.save(clinic.p, answered))
    assert event.detail["state"] == ["requested", "approved"]


def test_an_ended_authorisation_stays_on_file(clinic, one):
    kept = authorisations.save(clinic.p, one)
    (event,) = clinic.audit_since(lambda: authorisations.end(clinic.p, kept.id, DAY))
    (use,) = authorisations.list_for(clinic.p, clinic.patient)
    assert (use.authorisation.state.value, use.authorisation.ends_on) == ("ended", DAY)
    assert event.action == "authorisation.end"


def test_a_request_cannot_be_ended_nor_one_before_its_first_day(clinic, one):
    asked = authorisations.save(clinic.p, replace(one, state=REQUESTED))
    with pytest.raises(UserProblem, match="as denied"):
        authorisations.end(clinic.p, asked.id, DAY)
    kept = authorisations.save(clinic.p, replace(one, id=asked.id))
    with pytest.raises(FieldProblem, match="before the first"):
        authorisations.end(clinic.p, kept.id, DAY - timedelta(21))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": DAY - timedelta(21)}, "ends_on"),
        ({"state": AuthorisationState.ENDED, "ends_on": None}, "ends_on"),
        ({"visits": None, "units": None, "codes": (), "ends_on": None}, "visits"),
        ({"visits": 0}, "visits"),
        ({"visits": 1000}, "visits"),
        ({"units": 10_000}, "units"),
        ({"units": 20}, "codes"),
        ({"codes": (CodeUnits("9711"),)}, "codes"),
        ({"codes": (CodeUnits("97110"), CodeUnits("97110", 3))}, "codes"),
        ({"codes": (CodeUnits("97110", 0),)}, "codes"),
        ({"requested_on": DAY + timedelta(1), "approved_on": None}, "requested_on"),
        ({"approved_on": DAY - timedelta(31)}, "approved_on"),
        ({"starts_on": date(1950, 1, 1)}, "starts_on"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"contact_fax": "x"}, "contact_fax"),
        ({"number": "9" * 51}, "number"),
        ({"coverage_id": 999}, "coverage_id"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(clinic, one, changes, field):
    bad = replace(one, **changes)
    found = problems(lambda: authorisations.save(clinic.p, bad))
    assert set(found) == {field}
    assert found[field].endswith(".")
    assert authorisations.list_for(clinic.p, clinic.patient) == ()


@pytest.mark.parametrize(
    ("discipline", "first", "refused"),
    [
        (PT, 40, True),  # its last day is the other's first
        (None, 40, True),
        (PT, 41, False),
        (OT, 0, False),
    ],
)
def test_two_never_hold_for_one_discipline_and_day(clinic, one, discipline, first, refused):
    authorisations.save(clinic.p, one)
    other = replace(one, number="B-2", discipline=discipline, starts_on=DAY + timedelta(first),
                    ends_on=DAY + timedelta(90))  # fmt: skip
    if refused:
        found = problems(lambda: authorisations.save(clinic.p, other))
        assert "Authorisation A-17 holds from" in found["starts_on"]
    else:
        assert authorisations.save(clinic.p, other).id


def test_a_request_may_stand_beside_the_one_in_force(clinic, one):
    authorisations.save(clinic.p, one)
    asked = replace(one, number="", state=REQUESTED, starts_on=DAY)
    assert authorisations.save(clinic.p, asked).id


def test_another_patients_coverage_is_refused(clinic, one):
    found = problems(lambda: authorisations.save(clinic.p, replace(one, coverage_id=2)))
    assert found == {"coverage_id": "Choose one of the patient's coverages."}


def test_a_limit_comes_back_and_its_correction_is_in_the_trail(clinic, limit):
    kept = authorisations.save_limit(clinic.p, limit)
    changed = replace(kept, visits=30)
    (event,) = clinic.audit_since(lambda: authorisations.save_limit(clinic.p, changed))
    assert (event.detail["fields"], event.patient_id) == (["visits"], clinic.patient)
    (use,) = authorisations.limits_for(clinic.p, clinic.patient)
    assert use.limit == replace(changed, payer_name="Medicare Part B")
    assert (use.used, use.elsewhere) == (0, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disciplines": ()}, "disciplines"),
        ({"visits": 0}, "visits"),
        ({"year_month": 13}, "year_month"),
        ({"looked_up_on": None}, "looked_up_on"),
        ({"used_elsewhere": None}, "used_elsewhere"),
        ({"used_elsewhere": 1000}, "used_elsewhere"),
        ({"looked_up_on": DAY + timedelta(1)}, "looked_up_on"),
        ({"starts_on": DAY, "ends_on": DAY - timedelta(1)}, "ends_on"),
        ({"coverage_id": 999}, "coverage_id"),
    ],
)
def test_what_is_wrong_with_a_limit_is_said_at_its_field(clinic, limit, changes, field):
    bad = replace(limit, **changes)
    assert set(problems(lambda: authorisations.save_limit(clinic.p, bad))) == {field}


def test_a_record_stays_with_its_patient(clinic, one, limit):
    other = patients.save(clinic.p, Patient("Maria", "Alvarez", date(1963, 3, 2)))
    cover = Coverage(other.id, clinic.medicare, CoverageRank.PRIMARY, "1EG4TE5MK74")
    theirs = patients.save_coverage(clinic.p, cover).id
    kept = authorisations.save(clinic.p, one)
    with pytest.raises(UserProblem, match="not in the practice file"):
        authorisations.save(clinic.p, replace(kept, patient_id=other.id, coverage_id=theirs))
    moved = replace(authorisations.save_limit(clinic.p, limit), coverage_id=theirs)
    assert set(problems(lambda: authorisations.save_limit(clinic.p, moved))) == {"coverage_id"}


def test_a_discipline_has_one_limit_on_a_day(clinic, limit, coverage):
    authorisations.save_limit(clinic.p, replace(limit, ends_on=DAY))
    again = VisitLimit(coverage, (OT,), 10, starts_on=DAY)
    assert (
        "OT already has a limit of 20 visits"
        in problems(lambda: authorisations.save_limit(clinic.p, again))["disciplines"]
    )
    assert authorisations.save_limit(clinic.p, replace(again, starts_on=DAY + timedelta(1))).id


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("97110", (CodeUnits("97110"),)),
        ("97110/24, g0283 ; 97140/6", (CodeUnits("97110", 24), CodeUnits("G0283"),
                                       CodeUnits("97140", 6))),
    ],
)  # fmt: skip
def test_codes_are_read_as_people_list_them(text, codes):
    assert read_code_units(text) == codes


@pytest.mark.parametrize(
    "text", ["9711", "97110/", "97110/x", "97110/99999", "97110-24", "９７１１０"]
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(FieldProblem):
        read_code_units(text)
