"""What the papers of a plan of care say, read from the practice file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.authorisation import Authorisation, AuthorisationUse
from core.model.care_file import PlanRecord
from core.model.outcomes import MeasureProgress, Reading
from core.model.plan_of_care import GoalState, PlanReport
from core.reports.care_record import (
    CareHead,
    GoalLine,
    LymphPaper,
    MeasureLine,
    PlanPaper,
    ReportPaper,
    RequestPaper,
)
from core.reports.superbill_record import Notice, Referral, us_date
from core.rules.plan_standing import longest_validity
from core.services import authorisations
from core.services.outcomes import progress_of
from core.services.permissions import inner
from core.services.plan_standing import state_of
from core.services.session_files import coverage_on
from core.services.superbill_data import billing_of, insurance_of, person_of
from core.store import (
    certifications,
    coverages,
    documents,
    outcome_scores,
    patients,
    plan_rows,
    practices,
    providers,
    referring,
)
from core.store import plan_reports as reports

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


def _head(p: OpenPractice, record: PlanRecord, therapist: str = "") -> CareHead:
    db, plan = p.file.db, record.plan
    patient, practice = patients.get(db, plan.patient_id), practices.get(db)
    if patient is None or practice is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    by = plan.referring_provider_id or patient.referring_provider_id
    doctor = referring.get(db, by) if by else None
    usual = patient.rendering_provider_id
    known = providers.get(db, usual) if usual else None
    letters = f", {doctor.credentials}" if doctor and doctor.credentials else ""
    name = f"{doctor.first_name} {doctor.last_name}".strip() + letters if doctor else ""
    return CareHead(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(practice),
        patient=person_of(patient),
        discipline=plan.discipline,
        plan_starts_on=plan.starts_on,
        therapist=therapist or record.content.established_by
        or (known.display_name if known else ""),
        insurance=insurance_of(coverage_on(db, plan.patient_id, p.clock.today()).primary),
        referral=Referral(
            name, doctor.npi if doctor else "", plan.starts_on, plan.certified_on,
            plan.certified_to,
        ),
        diagnoses=record.content.diagnoses,
        first_treatment=state_of(db, plan, p.clock.today()).first_treatment,
    )  # fmt: skip


@inner
def plan_paper(p: OpenPractice, record: PlanRecord) -> PlanPaper:
    """The plan as it goes out, with the days its next signature is to cover."""
    content, head = record.content, _head(p, record)
    since, until = _to_certify(p, record, head)
    orders = certifications.orders(p.file.db, record.plan.patient_id)
    order = next((one for one in orders if one.signed_on), None)
    signed = (
        f"{one.kind.value.capitalize()} by {one.signer or 'nobody named'}, signed"
        f" {us_date(one.signed_on)}, for {_days(one.covers_from, one.valid_to)}."
        + (f" Late: {one.delay_reason}" if one.delay_reason else "")
        for one in reversed(record.certifications)
        if one.signed_on and one.withdrawn_at is None
    )
    return PlanPaper(
        head=head,
        established_on=content.established_on,
        treatment=content.treatment,
        sessions_a_day=content.sessions_a_day,
        phases=content.phases,
        planned_visits=content.planned_visits,
        ends_on=record.ends_on,
        summary=content.summary,
        direct_access=content.direct_access,
        goals=record.goals,
        signatures=tuple(signed),
        order=f"{order.referrer}, signed {us_date(order.signed_on)}"
        if order and order.signed_on else "",
        certify_from=since,
        certify_to=until,
    )  # fmt: skip


def _days(since: date | None, until: date | None) -> str:
    told = [us_date(day) for day in (since, until) if day]
    return " to ".join(told)


@inner
def report_paper(p: OpenPractice, record: PlanRecord, about: int | None) -> ReportPaper:
    """A kept report; one that was withdrawn says so on every page."""
    report = reports.get(p.file.db, about) if about is not None else None
    if report is None or report.plan_id != record.id:
        raise UserProblem("This report is not in the practice file. Open the patient again.")
    head = _head(p, record, report.written_by)
    planned = record.content.planned_by(record.plan.starts_on, report.covers_to)
    return ReportPaper(
        head=replace(head, notice=_withdrawn(report)),
        written_on=report.written_on,
        covers_from=report.covers_from,
        covers_to=report.covers_to,
        treatment_days=report.treatment_days,
        assessment=report.assessment,
        continuing=report.continuing,
        goals=_goal_lines(record, report),
        objective=report.objective,
        changes=report.changes,
        measures=measures_of(p, record, report.covers_to),
        visits_done=_treated(p, record, report.covers_to),
        visits_planned=planned or None,
    )


@inner
def lymph_paper(p: OpenPractice, record: PlanRecord, about: int | None) -> LymphPaper:
    """The records of one limb up to the one asked for, the oldest first."""
    asked = next((one for one in record.lymph if one.id == about), None)
    if asked is None:
        raise UserProblem("This record is not in the practice file. Open the patient again.")
    of_limb = [
        one
        for one in record.lymph
        if one.limb == asked.limb and one.measured_on <= asked.measured_on
    ]
    shown = tuple(sorted(of_limb, key=lambda one: one.measured_on))
    return LymphPaper(_head(p, record), asked.limb, shown)


@inner
def request_paper(p: OpenPractice, record: PlanRecord, about: int | None) -> RequestPaper:
    """What an authorisation on record asks of its payer."""
    listed = authorisations.list_for(p, record.plan.patient_id)
    use = next((one for one in listed if one.id == about), None)
    if use is None:
        raise UserProblem("This authorisation is not in the practice file. Open the patient again.")
    one, today = use.authorisation, p.clock.today()
    cover = insurance_of(coverages.get(p.file.db, one.coverage_id))
    latest = next((each for each in record.reports if each.withdrawn_at is None), None)
    earlier = next((each for each in listed if each.id != one.id
                    and each.authorisation.is_granted), None)  # fmt: skip
    return RequestPaper(
        head=replace(_head(p, record), insurance=cover),
        asked_on=one.requested_on or today,
        contact=_contact(one),
        authorisation=one.number,
        visits=one.visits,
        units=one.units,
        codes=tuple(each.text for each in one.codes),
        since=one.starts_on,
        until=one.ends_on,
        treatment=record.content.treatment,
        phases=record.content.phases,
        goals=_goal_lines(record, latest),
        measures=measures_of(p, record, p.clock.today()),
        visits_done=record.visits_done,
        visits_authorised=_authorised(earlier),
        assessment=latest.assessment if latest else "",
        note=one.note,
    )


@inner
def measures_of(p: OpenPractice, record: PlanRecord, until: date) -> tuple[MeasureLine, ...]:
    """How the patient's outcome measures went up to a day; alike whoever prints the paper."""
    scores = outcome_scores.of_patient(p.file.db, record.plan.patient_id)
    found = progress_of(one for one in scores if one.measured_on <= until)
    return tuple(line for one in found for line in (_measure_line(one), *_activity_lines(one)))


def _activity_lines(one: MeasureProgress) -> tuple[MeasureLine, ...]:
    """A line for each activity that the patient named and rated."""
    most = f"of {one.range[1]:f}" if one.range else ""
    return tuple(
        MeasureLine(
            f"\u2013 {activity.name}",
            _said(activity.readings[0], most),
            _said(activity.readings[-1], most),
            activity.words,
        )
        for activity in one.activities
        if activity.readings
    )


def _said(reading: Reading, unit: str) -> str:
    return f"{reading.score:f}{f' {unit}' if unit else ''} on {us_date(reading.day)}"


def _measure_line(one: MeasureProgress) -> MeasureLine:
    side = f", {one.side.value}" if one.side else ""
    name = " ".join(part for part in (one.label, one.place_label) if part) + side
    return MeasureLine(name, _said(one.baseline, one.unit), _said(one.now, one.unit), one.words)


def _to_certify(
    p: OpenPractice, record: PlanRecord, head: CareHead
) -> tuple[date | None, date | None]:
    """The days that the next signature covers: from the start, or after the one that stands."""
    since = record.plan.starts_on
    counted = head.first_treatment or since
    if record.plan.certified_on and record.plan.certified_to:
        since = counted = record.plan.certified_to + timedelta(days=1)
    until = longest_validity(counted, record.ends_on, since, p.book)
    return (since, until) if until and until >= since else (since, None)


def _contact(one: Authorisation) -> str:
    role = f"{one.contact_role.capitalize()} " if one.contact_role else ""
    lines = (
        f"{role}{one.contact_name}".strip() if one.contact_name else one.payer_name,
        one.payer_name if one.contact_name else "",
        f"Phone {one.contact_phone}" if one.contact_phone else "",
        f"Fax {one.contact_fax}" if one.contact_fax else "",
    )
    return "\n".join(line for line in lines if line)


def _authorised(use: AuthorisationUse | None) -> str:
    if use is None or use.authorisation.visits is None:
        return ""
    number = use.authorisation.number
    under = f", number {number}" if number else ""
    return f"{use.visits_used} of {use.authorisation.visits} visits used{under}"


def _goal_lines(record: PlanRecord, report: PlanReport | None) -> tuple[GoalLine, ...]:
    said = {one.goal_id: one for one in report.goals} if report else {}
    lines = []
    for goal in record.goals:
        told = said.get(goal.id or 0)
        if told is not None:
            lines.append(GoalLine(goal, told.verdict, told.words))
        elif report is None or goal.state is GoalState.OPEN:
            lines.append(GoalLine(goal))
    return tuple(lines)


def _withdrawn(report: PlanReport) -> Notice | None:
    if report.withdrawn_at is None:
        return None
    return Notice("Withdrawn", f"This report was taken back. Reason: {report.withdrawn_why}")


def _treated(p: OpenPractice, record: PlanRecord, until: date) -> int:
    plan = record.plan
    found = plan_rows.treated(p.file.db, plan.patient_id, plan.discipline, plan.starts_on, until)
    return found.days
