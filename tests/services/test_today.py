from dataclasses import replace
from datetime import date

from core.model.encounter import Service
from core.model.kinds import EncounterState, PaymentMethod
from core.model.patient import PatientPayment
from core.services import encounters, payments, today
from tests.support.practice import DAY

YESTERDAY = date(2026, 3, 9)


def begin(clinic, day=DAY, **changes):
    return replace(encounters.new_session(clinic.p, clinic.patient, day).record, **changes)


def test_a_row_tells_how_far_the_encounter_has_come(clinic):
    record = begin(clinic, services=(Service("97110", 23), Service("97140", 15)), start_minute=600)
    number = encounters.save(clinic.p, record, complete=True).encounter_id
    payments.take(
        clinic.p, PatientPayment(clinic.patient, DAY, 2500, PaymentMethod.CASH, encounter_id=number)
    )
    (row,) = today.day_list(clinic.p, DAY)
    assert (row.id, row.state, row.start_minute) == (number, EncounterState.COMPLETE, 600)
    assert (row.patient_name, row.provider_name) == ("O'Brien-Ngô, Łukasz", "Ann Lee, PT, DPT")
    assert (row.payer_name, row.codes) == ("Medicare Part B", ("97110", "97140"))
    assert (row.minutes, row.units, row.charges_cents, row.paid_cents) == (38, 3, 17500, 2500)
    assert (row.has_draft, row.superbill_printed) == (False, False)


def test_a_day_is_in_the_order_of_the_clock_with_untimed_ones_last(clinic):
    numbers = [
        encounters.schedule(clinic.p, clinic.patient, DAY, minute, clinic.therapist)
        for minute in (None, 600, 480)
    ]
    encounters.schedule(clinic.p, clinic.patient, YESTERDAY, 0, clinic.therapist)
    assert [row.id for row in today.day_list(clinic.p, DAY)] == numbers[::-1]


def test_unfinished_are_plans_drafts_and_unsaved_changes_of_earlier_days(clinic):
    planned = encounters.schedule(clinic.p, clinic.patient, YESTERDAY, 480, clinic.therapist)
    draft = encounters.autosave(clinic.p, begin(clinic, YESTERDAY, start_minute=540), {})
    services = {"services": (Service("97110", 15),), "start_minute": 600}
    done = encounters.save(clinic.p, begin(clinic, YESTERDAY, **services), complete=True)
    edited = encounters.save(clinic.p, begin(clinic, date(2026, 3, 2), **services), complete=True)
    record = encounters.open_session(clinic.p, edited.encounter_id).record
    encounters.autosave(clinic.p, record, {"minutes": "16"})
    encounters.autosave(clinic.p, begin(clinic, DAY), {})
    rows = today.unfinished(clinic.p, DAY)
    assert [row.id for row in rows] == [planned, draft.encounter_id, edited.encounter_id]
    assert rows[2].has_draft
    assert done.encounter_id not in [row.id for row in rows]


def test_a_day_before_any_day_has_nothing_unfinished(clinic):
    encounters.schedule(clinic.p, clinic.patient, YESTERDAY, 480, clinic.therapist)
    assert today.unfinished(clinic.p, YESTERDAY) == ()
