"""A session follows the insurer its day has by now, and paper never names another one."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import UserProblem
from core.model.encounter import Service
from core.model.kinds import CoverageRank
from core.model.patient import Coverage, Patient
from core.services import encounters, patients, printing, setup
from tests.support.practice import DAY

# Ten minutes each: the midpoint rule gives two units, total time (20 minutes) one.
TWO_TENS = (Service("97110", minutes=10), Service("97140", minutes=10))


@pytest.fixture
def uninsured(clinic):
    return patients.save(clinic.p, Patient("Ada", "Marsh", date(1980, 1, 1))).id


def finish(clinic, patient_id):
    record = encounters.new_session(clinic.p, patient_id, DAY).record
    filled = replace(record, services=TWO_TENS, pointers=("", ""))
    return encounters.save(clinic.p, filled, complete=True).encounter_id


def insure(clinic, patient_id, payer_id, **more):
    return patients.save_coverage(
        clinic.p, Coverage(patient_id, payer_id, CoverageRank.PRIMARY, "H1", **more)
    )


def test_coverage_entered_after_completion_is_refused_on_paper(clinic, uninsured):
    visit = finish(clinic, uninsured)
    assert printing.superbill(clinic.p, uninsured, [visit])
    insure(clinic, uninsured, clinic.medicare)
    with pytest.raises(UserProblem, match="complete it again, then print"):
        printing.superbill(clinic.p, uninsured, [visit], reason="For the patient")


def test_a_payers_changed_rule_profile_is_refused_on_paper(clinic, uninsured):
    insure(clinic, uninsured, clinic.commercial)
    visit = finish(clinic, uninsured)
    payer = next(one for one in setup.list_payers(clinic.p) if one.id == clinic.commercial)
    profile = replace(payer.profiles[0], profile="aetna")
    setup.save_payer(clinic.p, replace(payer, profiles=(profile,)))
    with pytest.raises(UserProblem, match="complete it again"):
        printing.superbill(clinic.p, uninsured, [visit])


def test_completing_again_bills_by_the_insurer_of_the_day(clinic, uninsured):
    visit = finish(clinic, uninsured)
    held = insure(clinic, uninsured, clinic.medicare)
    opened = encounters.open_session(clinic.p, visit).record
    assert (opened.coverage_id, opened.profile) == (held.id, "medicare-part-b")
    encounters.save(clinic.p, opened, complete=True)
    assert encounters.bill_of(clinic.p, visit).total_units == 1
    reason = printing.MedicareReason.NOT_FOR_FILING
    assert printing.superbill(clinic.p, uninsured, [visit], reason=reason)


def test_a_session_on_screen_meanwhile_is_billed_by_the_insurer_of_the_day(clinic, uninsured):
    record = encounters.new_session(clinic.p, uninsured, DAY).record
    insure(clinic, uninsured, clinic.medicare)
    receipt = encounters.save(clinic.p, replace(record, services=TWO_TENS), complete=True)
    assert encounters.bill_of(clinic.p, receipt.encounter_id).total_units == 1


def test_a_void_session_keeps_the_insurer_it_had(clinic, uninsured):
    visit = finish(clinic, uninsured)
    encounters.void(clinic.p, visit, "wrong patient")
    insure(clinic, uninsured, clinic.medicare)
    assert encounters.open_session(clinic.p, visit).record.profile == "cash"
