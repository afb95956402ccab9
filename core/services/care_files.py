"""Reads a patient's plans of care with everything kept of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.care_file import CareFile, PlanRecord
from core.model.patient import PlanOfCare
from core.model.permissions import Permission
from core.model.plan_of_care import PlanContent
from core.services import access
from core.services.permissions import inner, needs
from core.services.plan_standing import clocks_for, report_covers_from
from core.store import (
    certifications,
    diagnoses,
    lymph_records,
    patient_files,
    plan_contents,
    plan_reports,
    plan_rows,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@needs(Permission.DEMOGRAPHICS_READ)
def get(p: OpenPractice, patient_id: int) -> CareFile:
    """A patient's plans, orders and papers, each plan with its clocks as of today.

    Whom the patient's notes are not for gets dates, signatures and sendings, and no findings.
    """
    db = p.file.db
    reads = access.reaches(p, Permission.NOTE_READ, patient_id)
    papers = access.reaches_by_itself(p, Permission.DOCUMENTS_READ, patient_id)
    records = tuple(record_of(p, one) for one in diagnoses.plans(db, patient_id))
    return CareFile(
        patient_id=patient_id,
        plans=records if reads else tuple(map(_bare, records)),
        orders=certifications.orders(db, patient_id),
        uploads=patient_files.of_patient(db, patient_id) if papers else (),
        withheld=not reads,
    )


@inner
def record_of(p: OpenPractice, plan: PlanOfCare) -> PlanRecord:
    """One plan with everything kept of it, as of today."""
    db, today, number = p.file.db, p.clock.today(), plan.id or 0
    content = plan_contents.get(db, number)
    done = plan_rows.treated(db, plan.patient_id, plan.discipline, plan.starts_on, today)
    reports = plan_reports.of_plan(db, number)
    standing = [one for one in reports if one.withdrawn_at is None]
    planned = content.planned_by(plan.starts_on, today) if content.phases else None
    return PlanRecord(
        plan=plan,
        content=content,
        goals=plan_contents.goals(db, number),
        certifications=certifications.of_plan(db, number),
        sends=certifications.sends(db, number),
        reports=reports,
        lymph=lymph_records.of_plan(db, number),
        clocks=clocks_for(p, plan, today),
        visits_done=done.days,
        visits_planned=planned,
        report_from=report_covers_from(plan, standing, today),
        last_treatment=done.last,
    )


def _bare(record: PlanRecord) -> PlanRecord:
    """A plan without what was found, hoped for and reported."""
    content = PlanContent(
        record.id,
        established_on=record.content.established_on,
        phases=record.content.phases,
        direct_access=record.content.direct_access,
        discharged_on=record.content.discharged_on,
    )
    reports = tuple(
        replace(one, assessment="", objective="", continuing="", changes="", goals=())
        for one in record.reports
    )
    return replace(record, content=content, goals=(), reports=reports, lymph=())
