"""The corrected claim of an overpayment: what it replaces, what differs, what it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.claims.changes import ChangeKind
from core.errors import InvalidInput, UserProblem
from core.model.audits import AuditKind, ReviewVerdict
from core.model.encounter import Service
from core.model.kinds import CoverageRank
from core.model.patient import Coverage, Diagnosis
from core.model.practice import Fee
from core.services import (
    audit_follow_up,
    auditing,
    corrected_claims,
    defence,
    encounters,
    patients,
    printing,
    setup,
)
from core.services.auditing import AuditChoice
from core.services.corrected_claims import ResubmissionKind
from core.store import audit, bills
from tests.reports.reading import text
from tests.support.audit_actions import overbill
from tests.support.practice import DAY

REPLACE, VOID = ResubmissionKind.REPLACE, ResubmissionKind.VOID
ALL = AuditChoice(DAY - timedelta(days=30), DAY, AuditKind.EVERYTHING, "97110")
SEEN = DAY - timedelta(days=2)
NUMBER = "20260315042"


def session(clinic, payer):
    """97110 for 23 minutes, which earn two units, and 97140 for 15, which earn one."""
    if payer is not None:
        cover = Coverage(clinic.patient, payer, CoverageRank.PRIMARY, "HM-1", starts_on=SEEN)
        patients.save_coverage(clinic.p, cover)
    file = encounters.new_session(clinic.p, clinic.patient, SEEN, clinic.therapist)
    record = replace(
        file.record,
        services=(Service("97110", 23), Service("97140", 15)),
        pointers=("B", "A"),
        diagnoses=(Diagnosis("M5450", "Low back pain"), Diagnosis("M25511", "Shoulder pain")),
    )
    return encounters.save(clinic.p, record, complete=True).encounter_id


def owed(clinic, payer):
    """The overpayment of a session whose claim had one unit too much."""
    overbill(clinic.p, session(clinic, payer))
    kept = auditing.run_self_audit(clinic.p, ALL)
    over = [one for one in auditing.findings(clinic.p, kept.id) if one.finding.direction == "over"]
    for one in over:
        audit_follow_up.review(clinic.p, one.id, ReviewVerdict.CONFIRMED, "Read again")
    return audit_follow_up.overpayments(clinic.p)[0][0]


@pytest.fixture
def clinic(clinic):
    for one in patients.get(clinic.p, clinic.patient).coverages:
        patients.save_coverage(clinic.p, replace(one, ends_on=SEEN - timedelta(days=1)))
    return clinic


def prepared(clinic, one, kind=REPLACE, reference=NUMBER):
    return corrected_claims.prepare_claim(clinic.p, one.id, kind, reference).record


def told(record):
    return [
        (x.code, x.before.units, x.after.units if x.after else 0, x.kind) for x in record.changes
    ]


def test_a_replacement_has_the_units_of_todays_bill_beside_those_billed(clinic):
    record = prepared(clinic, owed(clinic, clinic.commercial))
    assert told(record) == [
        ("97110", 3, 2, ChangeKind.CHANGED), ("97140", 1, 1, ChangeKind.SAME)
    ]  # fmt: skip
    (claim,) = record.claims.claims
    assert claim.value("22") == f"7  {NUMBER}"
    assert [(x.code, x.units, x.letters, x.charge_cents) for x in claim.lines] == [
        ("97110", 2, "B", 12000), ("97140", 1, "A", 5500)
    ]  # fmt: skip
    assert record.completed_again is None


def test_a_void_sends_the_lines_as_they_were_billed(clinic):
    record = prepared(clinic, owed(clinic, clinic.commercial), VOID)
    (claim,) = record.claims.claims
    assert claim.value("22") == f"8  {NUMBER}"
    assert [(x.code, x.units) for x in claim.lines] == [("97110", 3), ("97140", 1)]
    assert told(record) == [
        ("97110", 3, 0, ChangeKind.TAKEN_OFF), ("97140", 1, 0, ChangeKind.TAKEN_OFF)
    ]  # fmt: skip


def complete_again(clinic, one):
    found = encounters.open_session(clinic.p, one.encounter_id).record
    encounters.save(clinic.p, found, complete=True)


def test_a_session_corrected_since_tells_what_was_billed_by_the_finding(clinic):
    one = owed(clinic, clinic.commercial)
    complete_again(clinic, one)
    record = prepared(clinic, one)
    assert record.completed_again == DAY
    assert told(record)[0] == ("97110", 3, 2, ChangeKind.CHANGED)
    assert record.changes[0].before.charge_cents == 18000


def test_medicare_is_told_to_take_no_replacement(clinic):
    one = owed(clinic, clinic.medicare)
    job = corrected_claims.prepare_claim(clinic.p, one.id, REPLACE, NUMBER)
    assert any(lack.item == "22" and lack.needed for lack in job.record.claims.lacks)
    assert any("reopen" in problem for problem in corrected_claims.draw_claim(job).problems)


@pytest.mark.parametrize("reference", ["", "   ", "1" * 19])
def test_the_payers_number_is_required_and_fits_its_item(clinic, reference):
    one = owed(clinic, clinic.commercial)
    with pytest.raises(InvalidInput) as refused:
        prepared(clinic, one, reference=reference)
    assert refused.value.field == "reference"


def test_without_insurance_there_is_no_claim_to_correct(clinic):
    one = owed(clinic, None)
    with pytest.raises(UserProblem, match="refund letter"):
        prepared(clinic, one)


def test_an_overpayment_that_is_gone_says_so(clinic):
    with pytest.raises(UserProblem, match="not there any more"):
        corrected_claims.prepare_claim(clinic.p, 99, REPLACE, NUMBER)


def test_a_replacement_that_changes_nothing_is_refused(clinic):
    one = owed(clinic, clinic.commercial)
    found = bills.get(clinic.p.file.db, one.encounter_id)
    found["lines"][0]["units"] -= 1
    with clinic.p.file.unit_of_work("test.underbill", "encounter") as work:
        bills.put(work.db, one.encounter_id, found)
    with pytest.raises(UserProblem, match="would correct nothing"):
        prepared(clinic, one)
    assert prepared(clinic, one, VOID).voids


def test_a_reopened_session_has_to_be_complete_before_it_replaces_a_claim(clinic):
    one = owed(clinic, clinic.commercial)
    encounters.void(clinic.p, one.encounter_id, "Entered twice")
    with pytest.raises(UserProblem, match="void the claim"):
        prepared(clinic, one)
    assert prepared(clinic, one, VOID).claims.claims


def test_it_is_kept_and_audited_like_other_papers(clinic):
    one = owed(clinic, clinic.commercial)
    job = corrected_claims.prepare_claim(clinic.p, one.id, REPLACE, NUMBER)
    draft = corrected_claims.draw_claim(job)
    before = audit.last_seq(clinic.p.file.db)
    kept = printing.archive(clinic.p, draft, "printed")
    assert [row.action for row in clinic.audit(before)] == ["document.printed"]
    assert (kept.kind, kept.encounter_ids) == ("corrected-claim", (one.encounter_id,))
    assert printing.archived(clinic.p, kept.id) == draft.body


def test_the_packet_of_the_session_begins_with_its_claim(clinic):
    number = session(clinic, clinic.commercial)
    job = defence.prepare_packet(clinic.p, [number])
    (claim,) = job.record.visits[0].claims.claims
    assert (claim.value("1a"), claim.value("26")) == ("HM-1", f"1001V{number}")
    found = " ".join(text(defence.draw_packet(job).body).split())
    assert "Service lines (item 24)" in found
    assert "120 00 2" in found  # two units of 97110 at $60.00


def test_own_items_stand_on_no_claim(clinic):
    setup.save_fee(clinic.p, Fee("TAPE", 900, date(2026, 1, 1), label="Tape", is_cash_item=True))
    number = session(clinic, clinic.commercial)
    record = encounters.open_session(clinic.p, number).record
    services = (*record.services, Service("TAPE", units=1))
    again = replace(record, services=services, pointers=("B", "A", ""))
    encounters.save(clinic.p, again, complete=True)
    job = defence.prepare_packet(clinic.p, [number])
    (claim,) = job.record.visits[0].claims.claims
    assert [line.code for line in claim.lines] == ["97110", "97140"]
    assert claim.value("28") == "175 00"
