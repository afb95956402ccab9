"""When a superbill of a Part B patient asks why it is printed."""

from dataclasses import replace
from datetime import date

import pytest

from core.model.encounter import Service
from core.services import encounters, patients, printing, setup
from tests.support.practice import DAY


@pytest.mark.parametrize(("day", "code", "asked"), [
    (DAY, "97110", ("97110",)),
    (DAY, "97014", ("97014",)),  # Medicare takes it as G0283
    (DAY, "97010", None),  # never paid by itself
    (date(2009, 6, 1), "97110", ("97110",)),  # before the rules this program knows
])  # fmt: skip
def test_part_b_is_asked_about_what_it_covers_or_may_cover(clinic, day, code, asked):
    (cover,) = patients.get(clinic.p, clinic.patient).coverages
    patients.save_coverage(clinic.p, replace(cover, starts_on=date(2000, 1, 1)))
    payer = next(one for one in setup.list_payers(clinic.p) if one.id == clinic.medicare)
    (since,) = payer.profiles
    setup.save_payer(
        clinic.p, replace(payer, profiles=(replace(since, starts_on=date(2000, 1, 1)),))
    )
    record = encounters.new_session(clinic.p, clinic.patient, day).record
    filled = replace(record, services=(Service(code, minutes=20),))
    visit = encounters.save(clinic.p, filled, complete=True).encounter_id
    question = printing.medicare_question(clinic.p, clinic.patient, [visit])
    assert (question and question.codes) == asked
