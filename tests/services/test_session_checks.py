from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidInput
from core.model.encounter import Interval, Service
from core.model.kinds import Discipline, ProviderRole, Who
from core.model.patient import Diagnosis
from core.model.practice import Provider
from core.model.session import Note
from core.services import encounters, setup
from tests.support.practice import DAY


def begin(clinic, **changes):
    return replace(encounters.new_session(clinic.p, clinic.patient, DAY).record, **changes)


def problems(clinic, **changes):
    """What saving says, by field; empty when it saves."""
    record = begin(clinic, **changes)
    try:
        encounters.save(clinic.p, record)
    except InvalidInput as invalid:
        assert encounters.new_session(clinic.p, clinic.patient, DAY).visit_number == 1
        return {one.field: one.message for one in invalid.problems}
    return {}


@pytest.mark.parametrize(("day", "said"), [
    (date(1963, 3, 1), "before the patient's birth"), (date(1963, 3, 2), ""),
    (DAY, ""), (date(2026, 3, 11), "in the future"),
])  # fmt: skip
def test_a_session_lies_between_birth_and_today(clinic, day, said):
    found = problems(clinic, date=day, coverage_id=None)
    assert said in found.get("date", "")
    assert bool(found) == bool(said)


@pytest.mark.parametrize(("minutes", "good"), [
    (0, True), (1439, True), (1440, False), (1441, False), (-5, False), (10**9, False),
    (2**63, False),
])  # fmt: skip
def test_minutes_of_a_row_and_of_all_rows_lie_within_a_day(clinic, minutes, good):
    found = problems(clinic, services=(Service("97110", 1), Service("97140", minutes)))
    assert set(found) == (set() if good else {"services[1].minutes"})


def test_the_three_kinds_of_minutes_together_fit_into_a_day(clinic):
    assert problems(clinic, services=(Service("97110", 500, 500, 441),))
    assert problems(clinic, services=(Service("97110", 20, -5),))
    assert problems(clinic, services=(Service("97110", 500, 500, 440),)) == {}


THERAPIST, ASSISTANT, TOGETHER = Who.THERAPIST, Who.ASSISTANT, Who.TOGETHER


@pytest.mark.parametrize(("one", "other", "good"), [
    ((600, 615, THERAPIST), (615, 630, THERAPIST), True),
    ((600, 615, THERAPIST), (614, 630, THERAPIST), False),
    ((600, 615, THERAPIST), (600, 615, ASSISTANT), True),
    ((600, 615, ASSISTANT), (605, 610, ASSISTANT), False),
    ((600, 615, THERAPIST), (605, 610, TOGETHER), False),
    ((600, 615, TOGETHER), (605, 610, ASSISTANT), False),
])  # fmt: skip
def test_nobody_is_in_two_stretches_at_once(clinic, one, other, good):
    found = problems(
        clinic,
        services=(
            Service("97110", 15, intervals=(Interval(*one),)),
            Service("97140", 15, intervals=(Interval(*other),)),
        ),
    )
    assert set(found) == (set() if good else {"services[1].intervals"})


@pytest.mark.parametrize("stretch", [(615, 600), (600, 600), (-1, 5), (1430, 1441)])
def test_a_stretch_ends_after_it_starts_within_the_day(clinic, stretch):
    found = problems(clinic, services=(Service("97110", 15, intervals=(Interval(*stretch),)),))
    assert set(found) == {"services[0].intervals"}


@pytest.mark.parametrize(("start", "good"), [(90, False), (600, True)])
def test_a_stretch_in_the_hour_that_the_night_did_not_have_is_refused(clinic, start, good):
    service = Service("97110", 60, intervals=(Interval(start, start + 60),))
    found = problems(clinic, date=date(2026, 3, 8), services=(service,))
    assert set(found) == (set() if good else {"services[0].intervals"})


def test_an_assistant_cannot_be_who_renders(clinic):
    found = problems(clinic, rendering_provider_id=clinic.assistant)
    assert "is an assistant" in found["rendering_provider_id"]


def test_a_therapist_cannot_be_the_assistant(clinic):
    assert set(problems(clinic, assistant_provider_id=clinic.therapist)) == {
        "assistant_provider_id"
    }


@pytest.mark.parametrize("provider", [0, 999])
def test_an_unknown_provider_is_refused(clinic, provider):
    assert set(problems(clinic, rendering_provider_id=provider)) == {"rendering_provider_id"}


def test_an_inactive_provider_cannot_render(clinic):
    gone = setup.save_provider(clinic.p, Provider("Cy", "Dahl", ProviderRole.PT, active=False))
    assert "rendering_provider_id" in problems(clinic, rendering_provider_id=gone.id)


def test_a_therapist_who_left_stays_on_earlier_sessions(clinic):
    receipt = encounters.save(clinic.p, begin(clinic, services=(Service("97110", 15),)))
    therapist = next(one for one in setup.list_providers(clinic.p) if one.id == clinic.therapist)
    setup.save_provider(clinic.p, replace(therapist, active=False))
    record = encounters.open_session(clinic.p, receipt.encounter_id).record
    assert encounters.save(clinic.p, record, complete=True).version == 2


def test_who_renders_is_of_the_sessions_discipline(clinic):
    assert (
        "does not render OT" in problems(clinic, discipline=Discipline.OT)["rendering_provider_id"]
    )


def test_a_coverage_holds_on_the_day_and_is_the_patients(clinic):
    held = begin(clinic).coverage_id
    assert (
        "does not cover"
        in problems(clinic, date=date(2019, 12, 31), coverage_id=held)["coverage_id"]
    )
    assert set(problems(clinic, coverage_id=999)) == {"coverage_id"}


@pytest.mark.parametrize(("letters", "good"), [
    ("", True), ("AB", True), ("BA", True), ("C", False), ("AA", False), ("a", False),
    ("ABCDE", False), ("M", False),
])  # fmt: skip
def test_pointers_are_letters_of_listed_diagnoses(clinic, letters, good):
    found = problems(
        clinic,
        services=(Service("97110", 15),),
        pointers=(letters,),
        diagnoses=(Diagnosis("M5450"), Diagnosis("M25561")),
    )
    assert set(found) == (set() if good else {"services[0].pointers"})


@pytest.mark.parametrize(("count", "good"), [(12, True), (13, False)])
def test_at_most_twelve_diagnoses_stand_on_an_encounter(clinic, count, good):
    listed = tuple(Diagnosis(f"M54{n:02d}") for n in range(count))
    assert bool(problems(clinic, diagnoses=listed)) is not good


@pytest.mark.parametrize(("field", "changes"), [
    ("services[0].code", {"services": (Service(" "),)}),
    ("services[0].code", {"services": (Service("97 110; DROP"),)}),
    ("services[0].units", {"services": (Service("97110", units=100),)}),
    ("services[0].modifiers", {"services": (Service("97110", modifiers=("A B",)),)}),
    ("services[0].modifiers", {"services": (Service("97110", modifiers=("X" * 3000,)),)}),
    ("services[0].modifiers", {"services": (Service("97110", modifiers=("\ud800",)),)}),
    ("services[0].modifiers", {"services": (Service("97110", modifiers=("59",) * 5),)}),
    ("services[0].distinct_from", {"services": (Service("97110", distinct_from=("97 140",)),)}),
    ("services[0].distinct_from", {"services": (Service("97110", distinct_from=("\ud800",)),)}),
    ("services[0].session", {"services": (Service("97110", session=10),)}),
    ("services", {"services": (Service("97110", 1),) * 51}),
    ("start_minute", {"start_minute": 1440}),
    ("place_of_service", {"place_of_service": "1"}),
    ("location_id", {"location_id": 99}),
    ("diagnoses", {"diagnoses": (Diagnosis("5450"),)}),
    ("subjective", {"note": Note("x" * 20_001)}),
])  # fmt: skip
def test_a_bad_value_names_its_field(clinic, field, changes):
    assert set(problems(clinic, **changes)) == {field}


def test_all_problems_come_at_once(clinic):
    found = problems(
        clinic, date=date(2026, 3, 11), services=(Service("97110", -1), Service("97140", 1441))
    )
    assert set(found) == {"date", "services[0].minutes", "services[1].minutes"}


def test_modifiers_are_kept_as_claims_write_them(clinic):
    rows = (Service("97110", 15, modifiers=("gp", "59", "x\ud800s")),)
    receipt = encounters.save(clinic.p, begin(clinic, services=rows))
    (kept,) = encounters.open_session(clinic.p, receipt.encounter_id).record.services
    assert kept.modifiers == ("GP", "59", "XS")


def test_no_sentence_tells_the_birth_date(clinic):
    said = problems(clinic, date=date(1950, 1, 1), coverage_id=None)["date"]
    assert "1963" not in said


def test_a_note_keeps_its_lines_and_loses_control_characters(clinic):
    note = Note("one\r\ntwo\x00\x0b three\n\n\tfour")
    receipt = encounters.save(clinic.p, begin(clinic, note=note))
    kept = encounters.open_session(clinic.p, receipt.encounter_id).record.note
    assert kept.subjective == "one\ntwo three\n\n    four"
