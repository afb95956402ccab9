"""Audits of the practice's own sessions: drawn, kept, reviewed, and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.audit.findings import Check, Direction
from core.errors import InvalidInput, UserProblem
from core.model.audits import AuditKind, OverpaymentState, ReviewVerdict
from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.practice import Provider
from core.model.session import Note
from core.services import audit_follow_up, auditing, encounters, patients, setup
from core.services.auditing import AuditChoice
from core.store import verify
from tests.support.audit_actions import overbill
from tests.support.practice import DAY, new_practice, reopen

FIRST = DAY - timedelta(days=80)
NOTE = Note(
    "Climbs stairs with {}/10 pain.",
    "Manual therapy 1:1, Gr III talocrural AP glide L ankle for posterior capsule stiffness"
    " limiting dorsiflexion x 15 min.",
    "L ankle DF {} deg before treatment, {} deg after; pain fell to {}/10.",
    "Add step-downs at {} inches if dorsiflexion stays past {} deg.",
)


@pytest.fixture
def clinic(tmp_path):
    p = new_practice(tmp_path)
    for name in ("Ann", "Cy"):
        setup.save_provider(p, Provider(name, "Lee", ProviderRole.PT))
    for n in range(12):
        patients.save(p, Patient(f"Ida{'abcdefghijkl'[n]}", "Ngô", date(1963, 3, 2)))
    yield p
    p.file.close()


def session(p, patient, day, minutes=15, note=NOTE, n=1):
    file = encounters.new_session(p, patient, day, 1 + patient % 2)
    filled = Note(*(
        text.replace("{}", "%s") % tuple(range(n + at, n + at + text.count("{}")))
        for at, text in enumerate((note.subjective, note.objective, note.assessment, note.plan))
    ))  # fmt: skip
    record = replace(
        file.record, services=(Service("97140", minutes),), pointers=("",), note=filled
    )
    return encounters.save(p, record, complete=True).encounter_id


def filled(p):
    return [session(p, 1 + n % 12, FIRST + timedelta(days=n), n=n * 7) for n in range(24)]


def sample(**changes):
    return AuditChoice(**({"first": FIRST, "last": DAY, "size": 8, "seed": 5} | changes))


def said(kept):
    return [one.finding for one in kept]


def test_a_sample_is_drawn_read_and_kept(clinic):
    filled(clinic)
    kept = auditing.run_self_audit(clinic, sample())
    assert (kept.size, kept.frame_size, kept.seed) == (8, 24, 5)
    assert kept.person == "Dana Okafor"
    assert auditing.totals(clinic, kept.id).encounters == 8
    assert auditing.audits(clinic) == (kept,)
    assert verify.everything(clinic.file).is_good


def test_the_same_seed_gives_the_same_sample_and_findings(clinic):
    for number in filled(clinic)[::5]:
        overbill(clinic, number)
    one, two = (auditing.run_self_audit(clinic, sample()) for _ in range(2))
    assert one.frame_hash == two.frame_hash
    assert said(auditing.findings(clinic, one.id)) == said(auditing.findings(clinic, two.id))
    other = auditing.run_self_audit(clinic, sample(seed=6))
    assert other.frame_hash == one.frame_hash


def test_everything_finds_each_unit_too_much_and_no_other(clinic):
    wrong = filled(clinic)[::6]
    for number in wrong:
        overbill(clinic, number)
    kept = auditing.audit_everything(clinic, FIRST, DAY)
    found = [one for one in auditing.findings(clinic, kept.id) if one.finding.check is Check.UNITS]
    assert sorted(one.encounter_id for one in found) == wrong
    assert {one.finding.direction for one in found} == {Direction.OVER}


def test_kept_totals_are_those_of_the_run(clinic):
    for number in filled(clinic)[::4]:
        overbill(clinic, number)
    run = auditing.begin(clinic, sample(kind=AuditKind.EVERYTHING))
    while not auditing.next_slice(clinic, run, 5).is_done:
        pass
    kept = auditing.keep(clinic, run)
    assert auditing.totals(clinic, kept.id) == run.totals


def test_an_audit_left_off_leaves_nothing_behind(clinic):
    filled(clinic)
    run = auditing.begin(clinic, sample())
    auditing.next_slice(clinic, run, 3)
    with pytest.raises(UserProblem, match="not finished"):
        auditing.keep(clinic, run)
    assert auditing.audits(clinic) == ()


def test_an_audit_that_is_stopped_keeps_nothing(clinic):
    for n in range(auditing.SLICE + 1):
        session(clinic, 1 + n % 12, FIRST + timedelta(days=n % 60), n=n)
    with pytest.raises(UserProblem, match="stopped"):
        auditing.run_self_audit(clinic, sample(kind=AuditKind.EVERYTHING), stopped=lambda: True)
    assert auditing.audits(clinic) == ()


def test_a_note_is_compared_with_visits_outside_the_sample(clinic):
    first = session(clinic, 1, FIRST, n=5)
    again = session(clinic, 1, FIRST + timedelta(days=9), n=5)
    choice = sample(first=FIRST + timedelta(days=5), size=5)
    kept = auditing.run_self_audit(clinic, choice)
    (clone,) = [f for f in said(auditing.findings(clinic, kept.id)) if f.check is Check.CLONED]
    assert (clone.encounter, clone.like) == (str(again), (str(first),))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"first": DAY, "last": FIRST}, "ends before"), ({"code": "97999"}, "No completed session")],
)
def test_a_frame_that_cannot_be(clinic, changes, complaint):
    filled(clinic)
    with pytest.raises(UserProblem, match=complaint):
        auditing.begin(clinic, sample(**changes))


def overpaid(p):
    number = session(p, 1, FIRST)
    overbill(p, number)
    kept = auditing.audit_everything(p, FIRST, DAY)
    return next(f for f in auditing.findings(p, kept.id) if f.finding.check is Check.UNITS)


def test_a_confirmed_unit_too_much_becomes_a_task_and_an_overpayment(clinic):
    found = overpaid(clinic)
    audit_follow_up.review(clinic, found.id, ReviewVerdict.CONFIRMED, "Minutes read again")
    (task,) = audit_follow_up.open_tasks(clinic)
    assert task.provider_id == 2
    ((owed, clock),) = audit_follow_up.overpayments(clinic)
    assert (owed.lines[0].code, owed.lines[0].units) == ("97140", 1)
    assert clock.due == DAY + timedelta(days=60)
    audit_follow_up.finish_task(clinic, task.id)
    assert audit_follow_up.open_tasks(clinic) == ()


def test_overruling_takes_it_back_and_out_of_the_sums(clinic):
    found = overpaid(clinic)
    audit_follow_up.review(clinic, found.id, ReviewVerdict.CONFIRMED, "Minutes read again")
    seen = audit_follow_up.review(clinic, found.id, ReviewVerdict.OVERRULED, "Second therapist")
    assert seen.review.reason == "Second therapist"
    ((owed, _),) = audit_follow_up.overpayments(clinic)
    assert (owed.state, owed.proof) == (OverpaymentState.NOT_OWED, "Second therapist")
    assert audit_follow_up.open_tasks(clinic) == ()
    kinds = {cell.check for cell in auditing.totals(clinic, found.audit_id).cells}
    assert Check.UNITS not in kinds


def test_a_review_needs_its_reason(clinic):
    found = overpaid(clinic)
    with pytest.raises(InvalidInput):
        audit_follow_up.review(clinic, found.id, ReviewVerdict.CONFIRMED, "  ")


def test_an_overpayment_is_closed_with_proof_and_then_stays(clinic):
    found = overpaid(clinic)
    audit_follow_up.review(clinic, found.id, ReviewVerdict.CONFIRMED, "Minutes read again")
    ((owed, _),) = audit_follow_up.overpayments(clinic)
    back = replace(owed, state=OverpaymentState.RETURNED)
    with pytest.raises(InvalidInput, match="proof"):
        audit_follow_up.save_overpayment(clinic, back)
    audit_follow_up.save_overpayment(clinic, replace(back, proof="Check 1044 of 2026-03-10"))
    with pytest.raises(UserProblem, match="closed"):
        audit_follow_up.save_overpayment(clinic, owed)


def test_it_is_there_after_the_practice_was_closed(clinic):
    found = overpaid(clinic)
    audit_follow_up.review(clinic, found.id, ReviewVerdict.CONFIRMED, "Minutes read again")
    clinic.file.close()
    again = reopen(clinic.file.path)
    assert auditing.findings(again, found.audit_id)[0].finding == found.finding
    assert len(audit_follow_up.overpayments(again)) == 1
    again.file.close()
