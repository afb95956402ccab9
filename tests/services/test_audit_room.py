"""The audit room's services: a kept audit shown and printed, its follow-up, exports' maps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.audit.intervals import judge
from core.errors import InvalidInput, UserProblem
from core.imports.audit_columns import guess_columns
from core.model.audits import ReviewVerdict
from core.services import (
    audit_follow_up,
    audit_papers,
    audit_room,
    audit_work,
    auditing,
    defence,
    export_maps,
)
from core.services.auditing import AuditChoice
from tests.reports.reading import text
from tests.support.audit_clinic import CHOICE, FIRST, two_sessions
from tests.support.practice import DAY


@pytest.fixture
def clinic(tmp_path):
    p = two_sessions(tmp_path)
    yield p
    p.file.close()


def audited(p):
    return audit_room.view(p, auditing.run_self_audit(p, CHOICE).id)


def over(view):
    return next(one for one in view.findings if one.finding.direction == "over")


def test_a_kept_audit_is_shown_with_sums_and_paper(clinic):
    view = audited(clinic)
    assert over(view).finding.units == 1
    assert view.threshold == 0.2
    assert view.paper.sample.frame_size == 2
    assert view.paper.billing.name == "Harbor Street Therapy"


def test_a_kept_sample_tells_the_strata_it_was_drawn_from(clinic):
    view = audited(clinic)
    assert view.paper.sample.per_stratum == ((("Ann Lee", "cash"), 2, 2),)
    assert "Strata" in text(audit_papers.draw_report(view.paper).body)


def test_an_audit_is_compared_with_the_one_before_it(clinic):
    early = AuditChoice(FIRST, DAY - timedelta(days=5), code="97110", size=3, seed=5)
    late = AuditChoice(DAY - timedelta(days=4), DAY, code="97110", size=3, seed=5)
    first = auditing.run_self_audit(clinic, early)
    view = audit_room.view(clinic, auditing.run_self_audit(clinic, late).id)
    assert view.against.id == first.id
    units = next(one for one in view.changes if (one.check, one.clinician) == ("units", ""))
    assert (units.before.errors, units.before.charts, units.after.errors) == (1, 1, 0)
    assert units.difference.shows == "nothing"  # one session each proves nothing
    assert view.paper.against == (early.first, early.last)


def test_audits_that_share_days_are_not_compared(clinic):
    auditing.run_self_audit(clinic, CHOICE)
    assert audited(clinic).against is None


def test_the_same_seed_gives_the_same_report_byte_for_byte(clinic):
    first, again = (audit_papers.draw_report(audited(clinic).paper) for _ in range(2))
    assert first.sha256 == again.sha256


def test_what_is_overruled_leaves_the_sums_and_stands_apart(clinic):
    view = audited(clinic)
    number = over(view).id
    audit_follow_up.review(clinic, number, ReviewVerdict.OVERRULED, "The claim was corrected")
    after = audit_room.view(clinic, view.record.id)
    assert over(after).finding not in after.paper.findings
    assert over(after).finding in after.paper.overruled
    assert not [cell for cell in after.totals.cells if cell.direction == "over"]


def test_a_confirmed_finding_is_a_task_and_an_overpayment_with_its_day(clinic):
    number = over(audited(clinic)).id
    audit_follow_up.review(clinic, number, ReviewVerdict.CONFIRMED, "Minutes read again")
    (task,), (owed,) = audit_work.tasks(clinic), audit_work.overpayments(clinic)
    assert (task.encounter_id, task.patient_name) == (1, "Moreau, Ida")
    assert owed.clock.due == DAY + timedelta(days=60)  # 42 CFR 401.305(b)(1)


def test_the_training_pack_names_no_patient(clinic):
    view = audited(clinic)
    names = audit_room.names_of(clinic, view)
    assert "Ida Moreau" in names
    found = text(audit_papers.draw_training(view.paper, names).body)
    assert "Moreau" not in found


def test_the_plan_proposes_a_step_for_each_check_in_error(clinic):
    steps = audit_papers.proposed_plan(audited(clinic).paper, "Dana Okafor")
    assert ("units", "Dana Okafor") in [(one.check, one.owner) for one in steps]


def test_the_plan_has_a_step_for_what_was_billed_too_high_however_rare_it_is(clinic):
    paper = audited(clinic).paper
    green = tuple(
        replace(one, verdict=judge(0, 14, 0.2)) if one.check != "any" else one
        for one in paper.rates
    )
    steps = audit_papers.proposed_plan(replace(paper, rates=green), "Dana Okafor")
    assert [one.check for one in steps] == ["units"]


def test_an_audit_that_is_gone_is_told(clinic):
    with pytest.raises(UserProblem, match="not in the practice file"):
        audit_room.view(clinic, 99)


def test_the_packet_holds_all_complete_sessions_of_the_patient(clinic):
    job = defence.packet_of_patient(clinic, 1)
    assert [one.explained.day for one in job.record.visits] == [
        DAY - timedelta(days=9), DAY - timedelta(days=2),
    ]  # fmt: skip
    assert defence.draw_packet(job).pages >= 2


def test_a_packet_holds_one_patient_only(clinic):
    with pytest.raises(UserProblem, match="not in the practice file"):
        defence.prepare_packet(clinic, [1, 99])


def test_a_map_is_kept_by_its_name_and_laid_over_the_next_file(clinic):
    guessed = guess_columns(["Day", "Who", "CPT", "Mins"])
    mapped = export_maps.with_use(export_maps.with_use(guessed, 0, "date"), 1, "patient")
    assert export_maps.keep_map(clinic, " Old system ", mapped) == "Old system"
    assert export_maps.saved_maps(clinic)["Old system"] == mapped.to_json()


def test_a_map_without_a_name_is_not_kept(clinic):
    with pytest.raises(InvalidInput):
        export_maps.keep_map(clinic, "  ", guess_columns(["Date"]))


def test_one_column_of_several_changes_and_no_other():
    before = guess_columns(["Date", "Patient", "CPT 1", "Min 1", "Units 1"])
    after = export_maps.with_use(before, 4, "")
    assert after.columns[:4] == before.columns[:4]
    assert after.columns[4].field is None
