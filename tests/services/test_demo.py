"""The demo practice: the same people every time, all through the real services."""

import random
from datetime import date

import pytest

from core.audit.findings import DOCUMENTATION, Check, Direction
from core.commands import demo as command
from core.model.audits import ReviewVerdict
from core.model.clock import Clock
from core.model.kinds import EncounterState
from core.model.npi import npi_problem
from core.services import (
    audit_follow_up,
    auditing,
    corrected_claims,
    encounters,
    generic_notes,
    opening,
    own_values,
    patients,
    printing,
    refunds,
    setup,
    today,
    verifying,
)
from core.services.demo import DEMO_DAY, DEMO_PASSWORD, cast
from core.services.demo.build import SEED
from core.services.demo.visits import plan


def _visits(day, seed):
    rng = random.Random(seed)
    return [plan(member, day, slot, rng) for slot, member in enumerate(cast.patients(rng))]


def test_the_same_seed_tells_the_same_story():
    assert _visits(DEMO_DAY, 1) == _visits(DEMO_DAY, 1)
    assert _visits(DEMO_DAY, 1) != _visits(DEMO_DAY, 2)


@pytest.mark.parametrize("day", [DEMO_DAY, date(2026, 2, 28), date(2025, 6, 2)])
def test_no_visit_lies_in_the_future_or_on_a_weekend(day):
    days = [visit.day for visits in _visits(day, 3) for visit in visits]
    assert max(days) <= day
    assert not [d for d in days if d.weekday() >= 5]
    assert (day - min(days)).days > 500


def test_every_npi_passes_its_check_digit():
    people = [*cast.providers().values(), *cast.referring(), cast.practice(DEMO_DAY)]
    assert [npi_problem(person.npi) for person in people] == [""] * len(people)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert command.run(["--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def practice(written):
    practice = opening.unlock(written / "demo.unitwise", DEMO_PASSWORD, Clock.fixed(DEMO_DAY))
    yield practice
    practice.file.close()


def test_one_of_each_document_is_written(written):
    names = {
        "superbill.pdf", "cms1500.pdf", "bill-explained.pdf", "audit-report.pdf",
        "corrective-action-plan.pdf", "training-pack.pdf", "clinician-feedback.pdf",
        "audit-defence.pdf", "plan-of-care.pdf", "progress-report.pdf", "discharge-note.pdf",
        "lymphedema-record.pdf", "authorisation-request.pdf",
    }  # fmt: skip
    assert {p.name for p in written.glob("*.pdf")} == names
    assert all(p.read_bytes().startswith(b"%PDF") for p in written.glob("*.pdf"))


def test_the_cast_is_as_promised(practice):
    assert setup.practice_info(practice).is_demo
    assert setup.practice_info(practice).demo_day == DEMO_DAY
    assert [p.role.is_assistant for p in setup.list_providers(practice)].count(True) == 1
    assert len(setup.list_providers(practice)) == 4
    assert len(setup.list_payers(practice)) == 8
    assert len(patients.search(practice, "", limit=100)) == 40


def test_today_shows_every_state_of_the_job(practice):
    states = {row.state for row in today.day_list(practice, DEMO_DAY)}
    assert states >= {EncounterState.SCHEDULED, EncounterState.DRAFT, EncounterState.COMPLETE}
    assert today.unfinished(practice, DEMO_DAY)


def test_the_first_patient_is_the_one_of_the_pictures(practice):
    row = patients.search(practice, "alvarez")[0]
    session = patients.get(practice, row.id).encounters[0]
    assert (session.date, session.state) == (DEMO_DAY, EncounterState.DRAFT)
    bill = encounters.bill_of(practice, session.id)
    assert (bill.timed_minutes, bill.timed_units) == (50, 3)
    assert [line.code for line in bill.lines] == ["97140", "97110", "97112"]


def test_most_finished_sessions_are_signed_and_a_few_wait(practice):
    db = practice.file.db
    complete, signed = (
        db.execute(sql).fetchone()[0]
        for sql in (
            "SELECT count(*) FROM encounters WHERE state = 'complete'",
            "SELECT count(*) FROM signatures WHERE role <> 'countersigning'",
        )
    )
    assert signed > complete * 0.9
    assert 0 < len(today.unsigned(practice)) < 20
    assert today.awaiting_therapist(practice)
    assert practice.person.provider_id is not None
    assert verifying.verify_open(practice).is_good


@pytest.fixture(scope="module")
def audited(practice):
    """What is found of every session's note, modifiers and pairs, by patient and day."""
    choice = auditing.AuditChoice(date(2020, 1, 1), DEMO_DAY, auditing.AuditKind.EVERYTHING, "")
    run = auditing.begin(practice, choice)
    while not auditing.next_slice(practice, run).is_done:
        pass
    rows = practice.file.db.execute(
        "SELECT e.id, p.last_name FROM encounters e JOIN patients p ON p.id = e.patient_id"
    )
    names = {str(number): name for number, name in rows}
    looked_for = {*DOCUMENTATION, Check.MODIFIER_UNNEEDED, Check.PAIR}
    kept = [one for one in run.findings if one.encounter and one.check in looked_for]
    found = {}
    for one in kept:
        found.setdefault((names[one.encounter], one.date), set()).add(one.check)
    return found


def _planned():
    rng = random.Random(SEED)
    return {
        (member.patient.last_name, visit.day): visit
        for slot, member in enumerate(cast.patients(rng))
        for visit in plan(member, DEMO_DAY, slot, rng)
        if visit.state is EncounterState.COMPLETE
    }


def test_no_note_of_the_demo_is_blamed_that_was_not_written_to_lack_something(audited):
    planned = _planned()
    # paraffin beside manual therapy is a pair of its own, fault or not
    blamed = [key for key, checks in audited.items() if checks - {Check.PAIR}]
    assert [key for key in blamed if not planned[key].fault] == []


def test_a_needless_59_is_among_what_is_found(audited):
    assert any(Check.MODIFIER_UNNEEDED in checks for checks in audited.values())


def test_what_a_demo_note_lacks_is_found_where_manual_therapy_was_billed(practice, audited):
    billed = {
        key for key, visit in _planned().items() if visit.fault and _billed(practice, key, "97140")
    }
    assert len(billed) > 20
    assert billed - set(audited) == set()


def _billed(practice, key, code):
    name, day = key
    patient = patients.search(practice, name)[0]
    found = [e for e in patients.get(practice, patient.id).encounters if e.date == day]
    return any(line.code == code for line in encounters.bill_of(practice, found[0].id).lines)


def test_most_notes_of_the_demo_are_good():
    planned = list(_planned().values())
    share = sum(bool(visit.fault) for visit in planned) / len(planned)
    assert 0.08 < share < 0.2


def test_who_slips_in_the_demo_is_named_before_the_claims_go_out(practice):
    drifts = [generic_notes.of_clinician(practice, n) for n in generic_notes.treating(practice)]
    assert [one.clinician for one in drifts if one.got_generic] == ["Marcus Lindqvist, PT, OCS"]
    number = next(
        session.id
        for session in patients.get(
            practice, patients.search(practice, "pembroke")[0].id
        ).encounters
        if session.state is EncounterState.COMPLETE
    )
    told = generic_notes.before_claims(practice, [number])
    assert [one.clinician for one in told] == ["Marcus Lindqvist, PT, OCS"]


@pytest.fixture(scope="module")
def last_quarter(practice):
    """The audit that the room offers first, with the sample it offers: 2025Q4, 30, 20260310."""
    choice = auditing.AuditChoice(date(2025, 10, 1), date(2025, 12, 31), size=30, seed=20260310)
    kept = auditing.run_self_audit(practice, choice)
    found = auditing.findings(practice, kept.id)
    return {way: [one for one in found if one.finding.direction is way] for way in Direction}


def test_the_offered_audit_of_the_demo_shows_over_and_under_billing_with_dollars(last_quarter):
    over, under = last_quarter[Direction.OVER], last_quarter[Direction.UNDER]
    # Mrs. Vance on December 15: 11 minutes of 97530 counted by themselves; the day's 66 minutes
    # are 4 units (53 to 67, 100-04 ch.5 20.2) and go to the codes with more minutes.
    assert [(one.finding.date, one.finding.code, one.finding.units) for one in over] == [
        (date(2025, 12, 15), "97530", 1)
    ]
    assert under
    assert all(one.finding.cents for one in [*over, *under])


def test_the_overpayment_of_the_demo_is_opened_by_confirming_it(practice, last_quarter):
    over = last_quarter[Direction.OVER][0]
    audit_follow_up.review(practice, over.id, ReviewVerdict.CONFIRMED, "Minutes read again")
    owed = [one for one, _ in audit_follow_up.overpayments(practice)]
    assert [(one.finding_id, one.lines[0].cents) for one in owed] == [(over.id, over.finding.cents)]


def test_the_refund_letter_of_the_demo_goes_to_its_payer(practice, last_quarter):
    owed = [one for one, _ in audit_follow_up.overpayments(practice)]
    job = refunds.prepare_letter(practice, owed[0].id)
    assert (job.record.insurance.payer, job.record.day) == ("Medicare Part B", date(2025, 12, 15))
    assert job.record.due == date(2026, 5, 9)  # 60 days after March 10
    draft = refunds.draw_letter(job)
    kept = printing.archive(practice, draft, "printed")
    assert printing.archived(practice, kept.id) == draft.body


def test_the_corrected_claim_of_the_demo_takes_the_line_off_and_warns_of_medicare(
    practice, last_quarter
):
    owed = [one for one, _ in audit_follow_up.overpayments(practice)]
    kind = corrected_claims.ResubmissionKind.REPLACE
    job = corrected_claims.prepare_claim(practice, owed[0].id, kind, "2026031500042")
    changed = [one.code for one in job.record.changes if one.kind != "as billed"]
    assert changed == ["97530"]
    assert [one.item for one in job.record.claims.lacks if one.needed] == ["22"]


def test_the_rules_that_were_set_wrong_are_taken_away_again(practice):
    assert own_values.list_own(practice) == ()
