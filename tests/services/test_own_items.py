"""The practice's own cash items: charged by it, unknown to every payer's rule."""

from dataclasses import replace
from datetime import date

import pytest

from core.model.encounter import Service
from core.model.kinds import Severity
from core.model.practice import Fee
from core.services import encounters, printing, setup
from core.store import charges
from tests.support.practice import DAY

TAPE = Fee("TAPE1", 1500, date(2026, 3, 1), label="Tape roll", is_cash_item=True)


@pytest.fixture
def finish(clinic):
    setup.save_fee(clinic.p, TAPE)

    def run(*services, day=DAY):
        record = encounters.new_session(clinic.p, clinic.patient, day).record
        return encounters.save(clinic.p, replace(record, services=services), True).encounter_id

    return run


def posted(clinic, visit):
    found = charges.of_encounter(clinic.p.file.db, visit)
    return [(one.code, one.units, one.amount_cents) for one in found]


def test_an_own_item_is_charged_and_is_no_error_on_bill_or_superbill(clinic, finish):
    visit = finish(Service("97110", 15), Service("TAPE1", units=2))
    bill = encounters.bill_of(clinic.p, visit)
    assert [line.code for line in bill.lines] == ["97110"]
    assert Severity.ERROR not in {alert.severity for alert in bill.alerts}
    assert posted(clinic, visit) == [("97110", 1, 6000), ("TAPE1", 2, 3000)]
    reason = printing.MedicareReason.NOT_FOR_FILING
    paper = printing.superbill(clinic.p, clinic.patient, [visit], reason=reason)
    assert not any("TAPE1 is not a code" in problem for problem in paper.problems)


def test_an_own_item_without_a_price_on_the_day_has_no_known_fee(clinic, finish):
    visit = finish(Service("TAPE1"), day=date(2026, 2, 1))
    assert posted(clinic, visit) == [("TAPE1", 1, None)]


def test_a_mistyped_code_stays_an_error(clinic, finish):
    visit = finish(Service("97110", 15), Service("TAPE2"))
    assert {a.id for a in encounters.bill_of(clinic.p, visit).alerts} >= {"unknown-code"}
    assert posted(clinic, visit) == [("97110", 1, 6000)]
