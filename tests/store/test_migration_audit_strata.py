"""A file from before strata were kept: older audits tell none, newer ones do."""

from dataclasses import replace

from core.services import audit_room, auditing, opening
from core.store import verify
from tests.support.audit_clinic import CHOICE, two_sessions
from tests.support.older import take_back
from tests.support.practice import reopen


def test_older_audits_tell_no_strata_and_newer_ones_do(tmp_path):
    practice = two_sessions(tmp_path)
    auditing.run_self_audit(practice, CHOICE)
    take_back(practice, "m0018_audit_strata", 16, ("audit_strata",))
    practice = reopen(practice.file.path)
    new = auditing.run_self_audit(practice, replace(CHOICE, seed=6))
    samples = [audit_room.view(practice, number).paper.sample for number in (1, new.id)]
    assert [len(one.per_stratum) for one in samples] == [0, 1]
    assert verify.everything(practice.file).is_good
    opening.close(practice)
