import json
from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidInput, UserProblem
from core.model.encounter import Interval, Service
from core.model.kinds import CoverageRank, Discipline, EncounterState, Who
from core.model.patient import Coverage, Diagnosis, Patient, PlanOfCare
from core.model.practice import Fee
from core.model.session import Note
from core.services import encounters, patients, payments, setup, today
from tests.support.practice import DAY, reopen

FULL = {
    "services": (
        Service("97110", 15, 8, region="shoulder", intervals=(Interval(600, 615),), units=None),
        Service("97140", 15, modifiers=("59",), distinct_from=("97110",)),
    ),
    "pointers": ("AB", "A"),
    "diagnoses": (Diagnosis("M54.50", "low back"), Diagnosis("M25561")),
    "choose": {1: "97110"},
    "note": Note("feels better", "flexion 120", "", "go on"),
    "start_minute": 600,
}


def begin(clinic, day=DAY, **changes):
    return replace(encounters.new_session(clinic.p, clinic.patient, day).record, **changes)


def finish(clinic, day=DAY, **changes):
    if "services" in changes:
        changes.setdefault("pointers", ())
    return encounters.save(clinic.p, begin(clinic, day, **(FULL | changes)), complete=True)


def charges(clinic, encounter_id):
    rows = clinic.p.file.db.execute(
        "SELECT code, units, amount_cents FROM charges WHERE encounter_id = ? ORDER BY position",
        (encounter_id,),
    )
    return [tuple(row) for row in rows]


def test_a_new_session_knows_coverage_rules_and_provider_and_stores_nothing(clinic):
    plan = patients.save_plan_of_care(
        clinic.p, PlanOfCare(clinic.patient, Discipline.PT, date(2026, 3, 1))
    )
    (*events,) = clinic.audit_since(lambda: encounters.new_session(clinic.p, clinic.patient, DAY))
    session = encounters.new_session(clinic.p, clinic.patient, DAY)
    assert events == []
    assert session.record.id is None
    assert session.record.profile == "medicare-part-b"
    assert session.record.rendering_provider_id == clinic.therapist
    assert session.coverage.payer_name == "Medicare Part B"
    assert (session.visit_number, session.plan_of_care) == (1, plan)


@pytest.mark.parametrize(("day", "profile"), [
    (date(2020, 1, 1), "medicare-part-b"), (date(2019, 12, 31), "cash"),
])  # fmt: skip
def test_without_a_coverage_on_the_day_the_patient_pays_cash(clinic, day, profile):
    assert begin(clinic, day).profile == profile


def test_a_payer_without_rules_on_the_day_has_no_known_profile_rather_than_cash(clinic):
    payer = next(one for one in setup.list_payers(clinic.p) if one.id == clinic.medicare)
    setup.save_payer(clinic.p, replace(payer, profiles=()))
    assert begin(clinic).profile == ""


def test_a_chosen_assistant_stands_beside_the_therapist(clinic):
    record = encounters.new_session(clinic.p, clinic.patient, DAY, clinic.assistant).record
    assert record.rendering_provider_id == clinic.therapist
    assert record.assistant_provider_id == clinic.assistant


def test_autosave_keeps_raw_texts_over_a_reopened_file(clinic):
    body = {"rows": [{"code": "97110", "minutes": "12a+"}], "note": "Ż😀 half a wor"}
    receipt = encounters.autosave(clinic.p, begin(clinic), {"raw": json.dumps(body)})
    path = clinic.p.file.path
    clinic.p.file.close()
    clinic.p = reopen(path)
    session = encounters.open_session(clinic.p, receipt.encounter_id)
    assert json.loads(session.draft.body["raw"]) == body
    assert session.record.state is EncounterState.DRAFT
    clinic.p.file.close()


def test_autosave_writes_one_audit_row_and_never_services(clinic):
    receipt = finish(clinic)
    before = encounters.open_session(clinic.p, receipt.encounter_id)
    (event,) = clinic.audit_since(
        lambda: encounters.autosave(clinic.p, before.record, {"minutes": "99"})
    )
    after = encounters.open_session(clinic.p, receipt.encounter_id)
    assert event.action == "encounter.autosave"
    assert event.detail == {}
    assert after.record == before.record
    assert (before.draft, after.draft.body) == (None, {"minutes": "99"})


def test_autosave_keeps_a_session_with_a_date_that_cannot_be_saved(clinic):
    future = begin(clinic, date(2026, 3, 11), **FULL)
    receipt = encounters.autosave(clinic.p, future, {"date": "3/11"})
    kept = replace(future, id=receipt.encounter_id)
    with pytest.raises(InvalidInput, match="in the future"):
        encounters.save(clinic.p, kept)
    assert encounters.open_session(clinic.p, receipt.encounter_id).draft.body == {"date": "3/11"}


def test_what_was_saved_is_what_is_opened(clinic):
    record = begin(clinic, **FULL, assistant_provider_id=clinic.assistant)
    receipt = encounters.save(clinic.p, record)
    kept = encounters.open_session(clinic.p, receipt.encounter_id).record
    assert kept == replace(
        record,
        id=receipt.encounter_id,
        version=1,
        diagnoses=(Diagnosis("M5450", "low back"), Diagnosis("M25561")),
    )


def test_every_kind_of_service_row_survives_saving(clinic):
    services = (
        Service("97110", 10, 5, 3, intervals=(
            Interval(0, 5, Who.TOGETHER), Interval(600, 615), Interval(700, 705, Who.ASSISTANT),
        )),
        Service("97110", 0, session=2, units=0),
        Service("97010"),
    )  # fmt: skip
    receipt = encounters.save(clinic.p, begin(clinic, services=services))
    assert encounters.open_session(clinic.p, receipt.encounter_id).record.services == services


def test_completing_posts_the_bills_units_at_the_fee_of_the_day(clinic):
    receipt = finish(clinic)
    assert charges(clinic, receipt.encounter_id) == [
        ("97110", 1, 6000),
        ("97110", 1, 6000),  # the assistant's unit stands on a line of its own
        ("97140", 1, 5500),
    ]
    assert payments.balance(clinic.p, clinic.patient) == 17500
    bill = encounters.bill_of(clinic.p, receipt.encounter_id)
    assert [(line.code, line.units) for line in bill.lines] == [
        ("97110", 1),
        ("97110", 1),
        ("97140", 1),
    ]
    assert bill.rulebook == clinic.p.book.identity


def test_the_kept_bill_is_the_bill_the_screen_shows(clinic):
    from core.services.billing import bill_for

    receipt = finish(clinic, services=(Service("97530", 22), Service("97140", 22)))
    file = encounters.open_session(clinic.p, receipt.encounter_id)
    shown = bill_for(file.record, file.facts, clinic.p.book)
    assert encounters.bill_of(clinic.p, receipt.encounter_id) == shown


def test_a_session_without_a_service_is_not_completed(clinic):
    with pytest.raises(UserProblem, match="no service") as problem:
        finish(clinic, services=())
    assert problem.value.field == "services"
    assert encounters.save(clinic.p, begin(clinic)).version == 1


def test_a_saved_session_without_completion_costs_nothing(clinic):
    receipt = encounters.save(clinic.p, begin(clinic, **FULL))
    assert charges(clinic, receipt.encounter_id) == []
    assert encounters.bill_of(clinic.p, receipt.encounter_id).total_units == 3


def test_an_unknown_fee_is_said_and_not_taken_for_zero(clinic):
    receipt = finish(clinic, services=(Service("97110", 15), Service("97530", 15)))
    assert charges(clinic, receipt.encounter_id) == [("97110", 1, 6000), ("97530", 1, None)]
    assert patients.get(clinic.p, clinic.patient).fees_missing
    (row,) = today.day_list(clinic.p, DAY)
    assert row.charges_cents is None


@pytest.mark.parametrize(("day", "cents"), [(date(2026, 3, 8), 6000), (date(2026, 3, 9), 7000)])
def test_the_fee_is_the_one_in_force_on_the_day(clinic, day, cents):
    setup.save_fee(clinic.p, Fee("97110", 7000, date(2026, 3, 9)))
    receipt = finish(clinic, day, services=(Service("97110", 15),))
    assert charges(clinic, receipt.encounter_id) == [("97110", 1, cents)]


def test_an_own_cash_item_is_charged_though_no_rule_knows_it(clinic):
    setup.save_fee(clinic.p, Fee("TAPE", 1250, date(2026, 1, 1), label="Tape", is_cash_item=True))
    receipt = finish(clinic, services=(Service("97110", 15), Service("TAPE", units=2)))
    assert charges(clinic, receipt.encounter_id) == [("97110", 1, 6000), ("TAPE", 2, 2500)]


def test_completing_again_replaces_the_charges_in_one_change(clinic):
    first = finish(clinic)
    record = encounters.open_session(clinic.p, first.encounter_id).record
    edited = replace(record, services=(Service("97110", 15),), pointers=("A",))
    (event,) = clinic.audit_since(lambda: encounters.save(clinic.p, edited, complete=True))
    assert charges(clinic, first.encounter_id) == [("97110", 1, 6000)]
    assert event.action == "encounter.complete"
    assert event.detail["fields"] == ["services", "pointers"]
    assert (event.detail["replaced_cents"], event.detail["charges_cents"]) == (17500, 6000)
    assert "feels better" not in json.dumps(event.detail)


def test_a_complete_session_does_not_fall_back_to_a_draft(clinic):
    receipt = finish(clinic)
    record = encounters.open_session(clinic.p, receipt.encounter_id).record
    with pytest.raises(UserProblem, match="complete"):
        encounters.save(clinic.p, record, complete=False)
    assert charges(clinic, receipt.encounter_id)


def test_saving_an_older_version_is_refused_and_overwrites_nothing(clinic):
    receipt = encounters.save(clinic.p, begin(clinic, **FULL))
    record = encounters.open_session(clinic.p, receipt.encounter_id).record
    newer = replace(record, note=Note("second editor"))
    encounters.save(clinic.p, newer)
    for late in (
        lambda: encounters.save(clinic.p, record),
        lambda: encounters.autosave(clinic.p, record, {}),
    ):
        with pytest.raises(UserProblem, match="changed elsewhere"):
            late()
    kept = encounters.open_session(clinic.p, receipt.encounter_id)
    assert kept.record.note == Note("second editor")
    assert (kept.record.version, kept.draft) == (2, None)


def test_saving_removes_the_draft(clinic):
    receipt = encounters.autosave(clinic.p, begin(clinic), {"raw": "15"})
    record = encounters.open_session(clinic.p, receipt.encounter_id).record
    encounters.save(clinic.p, replace(record, **FULL))
    assert encounters.open_session(clinic.p, receipt.encounter_id).draft is None


def test_discarding_a_session_never_saved_makes_it_void(clinic):
    receipt = encounters.autosave(clinic.p, begin(clinic), {"raw": "15"})
    encounters.discard_draft(clinic.p, receipt.encounter_id)
    assert today.day_list(clinic.p, DAY) == ()
    assert patients.get(clinic.p, clinic.patient).encounters[0].state is EncounterState.VOID


def test_discarding_a_draft_keeps_what_was_saved(clinic):
    receipt = finish(clinic)
    before = encounters.open_session(clinic.p, receipt.encounter_id).record
    encounters.autosave(clinic.p, before, {"raw": "99"})
    encounters.discard_draft(clinic.p, receipt.encounter_id)
    after = encounters.open_session(clinic.p, receipt.encounter_id)
    assert (after.record, after.draft) == (before, None)


def test_a_void_session_neither_costs_nor_counts_nor_changes(clinic):
    receipt = finish(clinic)
    record = encounters.open_session(clinic.p, receipt.encounter_id).record
    with pytest.raises(InvalidInput, match="reason"):
        encounters.void(clinic.p, receipt.encounter_id, "  ")
    encounters.void(clinic.p, receipt.encounter_id, "Wrong patient")
    assert payments.balance(clinic.p, clinic.patient) == 0
    assert encounters.new_session(clinic.p, clinic.patient, DAY).visit_number == 1
    for again in (
        lambda: encounters.save(clinic.p, replace(record, version=2), complete=True),
        lambda: encounters.void(clinic.p, receipt.encounter_id, "again"),
    ):
        with pytest.raises(UserProblem, match="void"):
            again()


def test_visits_are_counted_by_discipline_up_to_the_one_looked_at(clinic):
    early = finish(clinic, date(2026, 3, 3))
    finish(clinic, date(2026, 3, 5))
    assert encounters.new_session(clinic.p, clinic.patient, DAY).visit_number == 3
    assert encounters.open_session(clinic.p, early.encounter_id).visit_number == 1


def test_the_last_visits_codes_and_the_most_used_codes_are_offered(clinic):
    finish(clinic, date(2026, 3, 3), services=(Service("97530", 15), Service("97110", 15)))
    finish(clinic, date(2026, 3, 5), services=(Service("97110", 15),))
    session = encounters.new_session(clinic.p, clinic.patient, DAY)
    assert session.last_codes == ("97110",)
    assert session.favourite_codes == ("97110", "97530")
    earlier = encounters.new_session(clinic.p, clinic.patient, date(2026, 3, 4))
    assert earlier.last_codes == ("97530", "97110")


def test_moving_a_session_to_another_day_takes_that_days_coverage(clinic):
    patients.save_coverage(
        clinic.p,
        Coverage(
            clinic.patient, clinic.commercial, CoverageRank.PRIMARY, "H1",
            starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31),
        ),
    )  # fmt: skip
    moved = encounters.on_day(clinic.p, begin(clinic, **FULL), date(2019, 6, 1))
    assert (moved.record.profile, moved.record.date) == ("generic-commercial", date(2019, 6, 1))
    assert moved.record.services == FULL["services"]


def test_a_draft_opened_after_its_payers_rules_changed_follows_the_new_ones(clinic):
    receipt = encounters.autosave(clinic.p, begin(clinic), {})
    payer = next(one for one in setup.list_payers(clinic.p) if one.id == clinic.medicare)
    entry = replace(payer.profiles[0], profile="aetna")
    setup.save_payer(clinic.p, replace(payer, profiles=(entry,)))
    assert encounters.open_session(clinic.p, receipt.encounter_id).record.profile == "aetna"


def test_a_visit_may_be_planned_ahead_but_not_before_birth(clinic):
    ahead = date(2026, 4, 1)
    number = encounters.schedule(clinic.p, clinic.patient, ahead, 600, clinic.therapist)
    session = encounters.open_session(clinic.p, number)
    assert (session.record.state, session.record.date) == (EncounterState.SCHEDULED, ahead)
    baby = patients.save(clinic.p, Patient("Mei", "Lin", date(2026, 3, 1)))
    with pytest.raises(InvalidInput, match="birth"):
        encounters.schedule(clinic.p, baby.id, date(2026, 2, 28), 600, clinic.therapist)


def test_typing_in_a_planned_visit_makes_it_a_draft(clinic):
    number = encounters.schedule(clinic.p, clinic.patient, DAY, 600, clinic.therapist)
    encounters.autosave(clinic.p, encounters.open_session(clinic.p, number).record, {"a": "1"})
    assert encounters.open_session(clinic.p, number).record.state is EncounterState.DRAFT


def test_a_session_never_saved_has_no_bill(clinic):
    receipt = encounters.autosave(clinic.p, begin(clinic), {})
    with pytest.raises(UserProblem, match="no bill yet"):
        encounters.bill_of(clinic.p, receipt.encounter_id)


def test_a_practice_without_providers_says_what_to_do(practice):
    patient = patients.save(practice, Patient("Mei", "Lin", date(1990, 1, 1)))
    with pytest.raises(UserProblem, match="Add who treats in Settings"):
        encounters.new_session(practice, patient.id, DAY)
