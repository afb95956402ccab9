"""Outcome measures are kept with their audit row, corrected without erasing, or refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.kinds import Side
from core.model.outcomes import Meaning, OutcomeEntry
from core.model.patient import Patient
from core.model.people import Role
from core.services import break_glass, encounters, outcomes, patients
from core.services.care_paper_data import measures_of
from core.services.permissions import NotAllowed
from core.store import verify
from tests.support.people import join, signed_in
from tests.support.practice import DAY

NDI = tuple(Decimal(one) for one in "2313202121")  # 17 of 50


@pytest.fixture
def ndi(clinic):
    return OutcomeEntry(clinic.patient, "ndi", DAY, NDI)


def kept(clinic, *entries):
    return outcomes.save(clinic.p, entries)


def fields(change):
    with pytest.raises(InvalidInput) as caught:
        change()
    return {one.field for one in caught.value.problems}


def degrees(patient, number, place="knee.flexion", side=Side.LEFT, day=DAY):
    return OutcomeEntry(patient, "arom", day, (Decimal(number),), place=place, side=side)


def girths(patient, text, side, day=DAY):
    row = tuple(Decimal(one) for one in text.split())
    places = tuple(Decimal(4 * place) for place in range(len(row)))
    return OutcomeEntry(patient, "girth", day, row, place="arm", side=side, landmarks=places)


def test_a_score_comes_back_as_it_was_kept(clinic, ndi):
    (one,) = kept(clinic, replace(ndi, detail="  after \n work "))
    assert outcomes.list_for(clinic.p, clinic.patient) == (one,)
    assert (one.score, one.items, one.detail) == (34, NDI, "after work")
    assert one.recorded_by == clinic.p.person.name
    assert patients.get(clinic.p, clinic.patient).outcomes == (one,)


def test_the_trail_tells_that_a_score_was_kept_and_not_which(clinic, ndi):
    (event,) = clinic.audit_since(lambda: kept(clinic, ndi))
    assert (event.action, event.patient_id) == ("outcome.save", clinic.patient)
    assert event.detail == {"measures": ["ndi"], "scores": 1}


def test_a_correction_takes_the_place_of_a_score_that_stays_in_the_file(clinic, ndi):
    (first,) = kept(clinic, ndi)
    fixed = replace(ndi, items=(), total="20/50", replaces=first.id, reason="misread")
    (event,) = clinic.audit_since(lambda: kept(clinic, fixed))
    assert event.action == "outcome.correct"
    assert [one.score for one in outcomes.list_for(clinic.p, clinic.patient)] == [40]
    assert [one.score for one in outcomes.history(clinic.p, clinic.patient)] == [34, 40]
    assert verify.everything(clinic.p.file).is_good


def test_a_score_is_corrected_once_and_by_one_of_its_kind(clinic, ndi):
    (first,) = kept(clinic, ndi)
    other = OutcomeEntry(clinic.patient, "odi", DAY, NDI, replaces=first.id, reason="misread")
    assert fields(lambda: kept(clinic, other)) == {"replaces"}
    again = replace(ndi, replaces=first.id, reason="misread")
    kept(clinic, again)
    assert fields(lambda: kept(clinic, again)) == {"replaces"}


def test_a_correction_says_why(clinic, ndi):
    (first,) = kept(clinic, ndi)
    assert fields(lambda: kept(clinic, replace(ndi, replaces=first.id))) == {"reason"}


def activities(clinic, ratings, names="Stairs; Grass; Getting up", back=0):
    items = tuple(None if one == "-" else Decimal(one) for one in ratings.split())
    return OutcomeEntry(clinic.patient, "psfs", DAY - timedelta(back), items, detail=names)


def test_activities_are_compared_one_by_one_under_their_names(clinic):
    kept(clinic, activities(clinic, "3 4 2", back=30))
    kept(clinic, activities(clinic, "6 5 -", "stairs; Grass; Getting up"))
    (told,) = outcomes.progress_for(clinic.p, clinic.patient)
    assert (told.baseline.score, told.now.score) == (3, Decimal("5.5"))
    assert [(one.name, one.change) for one in told.activities] == [
        ("stairs", 3), ("Grass", 1), ("Getting up", None),
    ]  # fmt: skip
    assert [one.beyond for one in told.activities] == [True, False, False]


def test_the_papers_of_a_plan_tell_each_activity_under_the_mean(clinic):
    kept(clinic, activities(clinic, "3 4 2", back=30))
    kept(clinic, activities(clinic, "6 5 -"))
    record = SimpleNamespace(plan=SimpleNamespace(patient_id=clinic.patient))
    _, stairs, *_ = measures_of(clinic.p, record, DAY)
    assert stairs.name.endswith("Stairs")
    assert stairs.first.startswith("3 of 10 on ")
    assert stairs.last.startswith("6 of 10 on ")
    assert "beyond the error of one activity" in stairs.meaning


@pytest.mark.parametrize(
    ("ratings", "names", "field"),
    [
        ("3 4", "Stairs; Grass", "name3"),
        ("1 2 3 4 5 6", "a; b; c; d; e; f", "name5"),
        ("3 4 2", "Stairs; Grass", "name1"),
        ("3 4 2", "Stairs; Grass; stairs", "name3"),
        ("3 4 11", "Stairs; Grass; Getting up", "items"),
        ("- - -", "Stairs; Grass; Getting up", "items"),
    ],
)
def test_activities_that_could_not_be_asked_again_are_refused(clinic, ratings, names, field):
    assert fields(lambda: kept(clinic, activities(clinic, ratings, names))) == {field}


def test_a_score_taken_back_holds_no_more_and_says_why(clinic, ndi):
    (first,) = kept(clinic, ndi)
    outcomes.take_back(clinic.p, first.id, "typed for another patient")
    assert outcomes.list_for(clinic.p, clinic.patient) == ()
    assert outcomes.history(clinic.p, clinic.patient)[-1].reason == "typed for another patient"
    with pytest.raises(UserProblem, match="corrected"):
        outcomes.take_back(clinic.p, first.id, "again")


def test_taking_back_asks_for_a_reason(clinic, ndi):
    (first,) = kept(clinic, ndi)
    with pytest.raises(FieldProblem, match="few words"):
        outcomes.take_back(clinic.p, first.id, "  ")


@pytest.mark.parametrize(
    "sql", ["UPDATE outcome_scores SET tenths = 1", "DELETE FROM outcome_scores"]
)
def test_the_table_itself_refuses_to_change_what_was_kept(clinic, ndi, sql):
    kept(clinic, ndi)
    with (
        pytest.raises(Exception, match="is not changed"),
        clinic.p.file.unit_of_work("test.change", "test") as work,
    ):
        work.db.execute(sql)
    assert outcomes.list_for(clinic.p, clinic.patient)[0].score == 34


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"measured_on": DAY + timedelta(1)}, {"measured_on"}),
        ({"measured_on": date(1950, 1, 1)}, {"measured_on"}),
        ({"measure": "nothing"}, {"measure"}),
        ({"items": NDI[:9]}, {"items"}),
        ({"items": (), "total": ""}, {"items"}),
        ({"items": (), "total": "120"}, {"total"}),
        ({"side": Side.LEFT}, {"side"}),
        ({"place": "knee.flexion"}, {"place"}),
        ({"encounter_id": 99}, {"encounter_id"}),
        ({"replaces": 99, "reason": "misread"}, {"replaces"}),
        ({"detail": "x" * 501, "items": ()}, {"detail", "items"}),
    ],
)
def test_what_is_wrong_is_told_by_its_field(clinic, ndi, changes, wrong):
    assert fields(lambda: kept(clinic, replace(ndi, **changes))) == wrong
    assert outcomes.list_for(clinic.p, clinic.patient) == ()


def test_a_score_can_belong_to_the_session_in_which_it_was_taken(clinic, ndi):
    session = encounters.new_session(clinic.p, clinic.patient, DAY, clinic.therapist).record
    number = encounters.save(clinic.p, session).encounter_id
    (one,) = kept(clinic, replace(ndi, encounter_id=number))
    assert one.encounter_id == number


def test_a_session_of_somebody_else_is_refused(clinic, ndi):
    other = patients.save(clinic.p, Patient("Ida", "Quist", date(1970, 1, 1)))
    session = encounters.new_session(clinic.p, clinic.patient, DAY, clinic.therapist).record
    number = encounters.save(clinic.p, session).encounter_id
    entry = replace(ndi, patient_id=other.id, encounter_id=number)
    assert fields(lambda: kept(clinic, entry)) == {"encounter_id"}


@pytest.mark.parametrize(
    ("number", "place", "side", "field"),
    [
        (170, "knee.flexion", Side.LEFT, "items"),
        (90, "knee.flexion", None, "side"),
        (40, "cervical.flexion", Side.LEFT, "side"),
        (40, "tail.wag", Side.LEFT, "place"),
    ],
)
def test_motions_that_cannot_be_are_refused(clinic, number, place, side, field):
    entry = degrees(clinic.patient, number, place, side)
    assert fields(lambda: kept(clinic, entry)) == {field}


def test_one_bad_motion_keeps_none_of_the_grid(clinic):
    good, bad = degrees(clinic.patient, 110), degrees(clinic.patient, 400)
    with pytest.raises(InvalidInput):
        kept(clinic, good, bad)
    assert outcomes.list_for(clinic.p, clinic.patient) == ()


def test_girths_of_both_limbs_become_their_volumes(clinic):
    # 4 (400 + 480 + 576) / 37.699 = 154.49 and 4 (361 + 418 + 484) / 37.699 = 134.01
    left, right = kept(
        clinic,
        girths(clinic.patient, "20 24", Side.LEFT),
        girths(clinic.patient, "19 22", Side.RIGHT),
    )
    assert (left.score, right.score) == (154, 134)


def test_progress_runs_from_the_first_day_to_the_last_whenever_it_was_typed(clinic, ndi):
    kept(clinic, replace(ndi, items=(), total="18"))
    kept(clinic, replace(ndi, items=(), total="40", measured_on=DAY - timedelta(30)))
    (found,) = outcomes.progress_for(clinic.p, clinic.patient)
    assert [one.score for one in found.readings] == [40, 18]
    assert (found.meaning, found.change) == (Meaning.BETTER, -22)


def test_progress_of_a_period_leaves_other_days_out(clinic, ndi):
    for back, total in ((60, "50"), (30, "40"), (0, "18")):
        kept(clinic, replace(ndi, items=(), total=total, measured_on=DAY - timedelta(back)))
    since, until = DAY - timedelta(30), DAY - timedelta(1)
    (found,) = outcomes.progress_for(clinic.p, clinic.patient, since=since, until=until)
    assert [one.score for one in found.readings] == [40]


def test_each_motion_and_side_goes_its_own_way(clinic):
    early = {"day": DAY - timedelta(20)}
    right_knee = degrees(clinic.patient, 130, side=Side.RIGHT, **early)
    kept(clinic, degrees(clinic.patient, 90, **early), right_knee)
    kept(clinic, degrees(clinic.patient, 120))
    left, right = outcomes.progress_for(clinic.p, clinic.patient)
    assert (left.title, left.meaning) == ("AROM, knee flexion, left", Meaning.SOME_BETTER)
    assert (right.side, right.meaning) == (Side.RIGHT, Meaning.FIRST)


def test_measures_belong_to_the_note_and_are_withheld_where_it_is(clinic, ndi):
    kept(clinic, ndi)
    with signed_in(clinic.p, join(clinic.p, "Bea Ledger", Role.BILLER)):
        file = patients.get(clinic.p, clinic.patient)
        standing = outcomes.standing(clinic.p, clinic.patient)
    assert (file.outcomes, file.outcomes_withheld, file.can_measure) == ((), True, False)
    assert (standing.progress, standing.withheld, standing.can_write) == ((), True, False)


def test_a_reason_opens_measures_to_read_and_not_to_write(clinic, ndi):
    kept(clinic, ndi)
    with signed_in(clinic.p, join(clinic.p, "Bea Ledger", Role.BILLER)):
        break_glass.start(clinic.p, clinic.patient, "Payer asks for the scores")
        standing = outcomes.standing(clinic.p, clinic.patient)
        with pytest.raises(NotAllowed):
            kept(clinic, ndi)
    assert [one.now.score for one in standing.progress] == [34]
    assert (standing.withheld, standing.can_write) == (False, False)
