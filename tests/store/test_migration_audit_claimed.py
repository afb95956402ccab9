"""A file from before it was kept what audited sessions had billed: older audits tell no share."""

from dataclasses import replace

from core.audit.way_rates import way_rates
from core.services import auditing, opening
from core.store import verify
from tests.support.audit_clinic import CHOICE, two_sessions
from tests.support.older import take_back_columns
from tests.support.practice import reopen


def test_older_audits_tell_no_shares_of_units_and_newer_ones_do(tmp_path):
    practice = two_sessions(tmp_path)
    auditing.run_self_audit(practice, CHOICE)
    columns = ("claimed_units", "claimed_cents")
    take_back_columns(practice, "m0019_audit_claimed", 18, "audit_items", columns)
    practice = reopen(practice.file.path)
    new = auditing.run_self_audit(practice, replace(CHOICE, seed=6))
    told = [way_rates(auditing.totals(practice, number))[0] for number in (1, new.id)]
    # two sessions of 23 minutes: two units earned each, and one billed above on one of them
    assert [(one.units, one.billed_units) for one in told] == [(1, None), (1, 5)]
    assert verify.everything(practice.file).is_good
    opening.close(practice)
