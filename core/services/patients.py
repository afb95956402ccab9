"""Finding patients and keeping what is known of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model import checks
from core.model.patient import Coverage, Diagnosis, Patient, PatientRow, PlanOfCare
from core.model.patient_file import PatientFile
from core.model.permissions import Permission
from core.model.typed_dates import say_date
from core.services import access, authorisations, outcome_access
from core.services.changes import change, changed_fields
from core.services.coverage_checks import check_coverage
from core.services.forms import NAME, Form
from core.services.permissions import inner, needs
from core.services.read_trail import note_read
from core.store import (
    charges,
    coverages,
    diagnoses,
    documents,
    encounter_rows,
    patient_search,
    payments,
    providers,
    referring,
)
from core.store import patients as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

MOST_DIAGNOSES = 24
_GONE = "This patient is not in the practice file. Search again."


@needs(Permission.DEMOGRAPHICS_READ)
def search(p: OpenPractice, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
    """Patients that fit all words typed, best first; the most recent ones for a blank text.

    A word is the beginning of a name, a birth date in any form, digits of a phone number, a
    member id or an account number.
    """
    return patient_search.search(p.file.db, text, p.clock.today(), limit)


@needs(Permission.DEMOGRAPHICS_READ)
def get(p: OpenPractice, patient_id: int) -> PatientFile:
    """Everything a screen shows of one patient."""
    db = p.file.db
    patient = _patient(p, patient_id)
    by = patient.referring_provider_id
    paid = access.reaches_by_itself(p, Permission.PAYMENTS_READ, patient_id)
    papers = access.reaches_by_itself(p, Permission.DOCUMENTS_READ, patient_id)
    file = PatientFile(
        patient=patient,
        coverages=coverages.list_for(db, patient_id),
        diagnoses=diagnoses.of_patient(db, patient_id),
        plan_of_care=diagnoses.latest_plan(db, patient_id),
        referring=None if by is None else referring.get(db, by),
        encounters=access.visible(p, encounter_rows.of_patient(db, patient_id)),
        payments=payments.list_for(db, patient_id) if paid else (),
        balance_cents=charges.balance(db, patient_id) if paid else 0,
        documents=documents.list_for(db, patient_id) if papers else (),
        fees_missing=paid and charges.fees_missing(db, patient_id),
        money_withheld=not paid,
        authorisations=authorisations.list_for(p, patient_id),
        visit_limits=authorisations.limits_for(p, patient_id),
        outcomes=outcome_access.seen(p, patient_id),
        outcome_history=outcome_access.history(p, patient_id),
        outcomes_withheld=not outcome_access.may_see(p, patient_id),
        can_measure=outcome_access.may_write(p, patient_id),
    )
    note_read(p, "patient.read", "patient", patient_id, patient_id)
    return file


@needs(Permission.DEMOGRAPHICS_WRITE)
def save(p: OpenPractice, patient: Patient) -> Patient:
    """Keep a patient, new when it has no id; a new one gets an account number."""
    clean = check_patient(p, patient)
    if clean.id is None:
        with change(p, "patient.create", "patient") as work:
            kept = table.insert_patient(work.db, clean, p.clock.today(), work.now)
            work.object_id = work.patient_id = kept.id
        return kept
    old = _patient(p, clean.id)
    clean = replace(clean, account_number=clean.account_number or old.account_number)
    with change(p, "patient.update", "patient") as work:
        table.update_patient(work.db, clean, work.now)
        work.object_id = work.patient_id = clean.id
        work.detail["fields"] = changed_fields(old, clean)
    return clean


@inner
def check_patient(p: OpenPractice, patient: Patient) -> Patient:
    """The patient with texts cleaned; raises InvalidInput naming every bad field."""
    form = Form()
    clean = replace(
        patient,
        first_name=form.line(
            "first_name", "The first name", patient.first_name, most=NAME, needed=True
        ),
        middle_name=form.line("middle_name", "The middle name", patient.middle_name, most=NAME),
        last_name=form.line(
            "last_name", "The last name", patient.last_name, most=NAME, needed=True
        ),
        account_number=form.line(
            "account_number", "The account number", patient.account_number, most=20
        ),
        address=form.address(patient.address),
        phone=form.phone("phone", patient.phone),
        email=form.checked("email", patient.email, checks.email_problem),
    )
    form.problem("birth_date", checks.birth_date_problem(patient.birth_date, p.clock.today()))
    _check_links(p, clean, form)
    form.done()
    return clean


def _check_links(p: OpenPractice, patient: Patient, form: Form) -> None:
    db = p.file.db
    if patient.account_number:
        holder = table.account_holder(db, patient.account_number)
        if holder is not None and holder != patient.id:
            form.problem("account_number", "Another patient already has this account number.")
    by = patient.referring_provider_id
    if by is not None and referring.get(db, by) is None:
        form.problem("referring_provider_id", "Choose the referring provider from the list.")
    with_ = patient.rendering_provider_id
    if with_ is not None and providers.get(db, with_) is None:
        form.problem("rendering_provider_id", "Choose the provider from the list.")


@needs(Permission.DEMOGRAPHICS_READ)
def duplicates(p: OpenPractice, patient: Patient) -> tuple[PatientRow, ...]:
    """Other patients with the same last name and birth date: perhaps the same person."""
    db = p.file.db
    same = table.same_person(db, patient.last_name, patient.birth_date)
    ids = [one.id for one in same if one.id is not None and one.id != patient.id]
    return patient_search.by_ids(db, ids, p.clock.today())


@needs(Permission.DEMOGRAPHICS_WRITE)
def save_coverage(p: OpenPractice, coverage: Coverage) -> Coverage:
    """Keep a coverage; a patient has one primary and one secondary on a day."""
    patient = _patient(p, coverage.patient_id)
    clean = check_coverage(p, coverage, patient, coverages.list_for(p.file.db, patient.id or 0))
    old = None if clean.id is None else coverages.get(p.file.db, clean.id)
    with change(p, "coverage.save", "coverage") as work:
        kept = coverages.save(work.db, clean)
        table.index_words(work.db, patient)
        work.object_id, work.patient_id = kept.id, patient.id
        work.detail["fields"] = changed_fields(old, kept) if old else ["new"]
    return kept


@needs(Permission.DEMOGRAPHICS_WRITE)
def save_diagnoses(
    p: OpenPractice, patient_id: int, listed: tuple[Diagnosis, ...]
) -> tuple[Diagnosis, ...]:
    """Keep a patient's diagnoses in this order; the first supports necessity best."""
    _patient(p, patient_id)
    known = diagnoses.of_patient(p.file.db, patient_id)
    form = Form()
    clean = clean_diagnoses(p, listed, known, p.clock.today(), form, MOST_DIAGNOSES)
    form.done()
    with change(p, "diagnoses.save", "patient") as work:
        diagnoses.set_patient(work.db, patient_id, clean)
        work.object_id = work.patient_id = patient_id
        work.detail["count"] = len(clean)
    return clean


@inner
def clean_diagnoses(
    p: OpenPractice,
    listed: tuple[Diagnosis, ...],
    known: tuple[Diagnosis, ...],
    day: date,
    form: Form,
    most: int,
) -> tuple[Diagnosis, ...]:
    """Diagnoses shaped right, none twice; new ones stand in the day's table if there is one."""
    clean: dict[str, Diagnosis] = {}
    checkable = not p.library.icd10_note(day)
    for diagnosis in listed:
        code = "".join(diagnosis.code.upper().replace(".", "").split())
        form.problem("diagnoses", checks.icd10_problem(code))
        found = p.library.icd10_find(code, day)
        if checkable and found is None and all(one.code != code for one in known):
            form.problem(
                "diagnoses",
                f"{Diagnosis(code[:12]).dotted} is not a billable ICD-10-CM code"
                f" on {say_date(day)}.",
            )
        words = form.line("diagnoses", "The description", diagnosis.description, most=300)
        clean.setdefault(code, Diagnosis(code, words or (found.description if found else "")))
    if len(clean) > most:
        form.problem("diagnoses", f"At most {most} diagnoses can be listed.")
    return tuple(clean.values())


@needs(Permission.DEMOGRAPHICS_WRITE)
def save_plan_of_care(p: OpenPractice, plan: PlanOfCare) -> PlanOfCare:
    """Keep a plan of care's dates."""
    patient = _patient(p, plan.patient_id)
    form = Form()
    form.days(
        starts_on=plan.starts_on, certified_on=plan.certified_on, certified_to=plan.certified_to
    )
    if plan.starts_on < patient.birth_date:
        form.problem("starts_on", "The plan of care starts before the patient's birth.")
    form.problem("certified_to", checks.period_problem(plan.starts_on, plan.certified_to))
    by = plan.referring_provider_id
    if by is not None and referring.get(p.file.db, by) is None:
        form.problem("referring_provider_id", "Choose the certifying provider from the list.")
    form.done()
    with change(p, "plan_of_care.save", "plan_of_care") as work:
        kept = diagnoses.save_plan(work.db, plan)
        work.object_id, work.patient_id = kept.id, kept.patient_id
    return kept


@needs(Permission.ANYONE, why="it reads a public table")
def search_diagnoses(
    p: OpenPractice, text: str, day: date, limit: int = 20
) -> tuple[Diagnosis, ...]:
    """ICD-10-CM codes by code or words; none while no table is loaded."""
    return p.library.icd10_search(text, day, limit)


def _patient(p: OpenPractice, patient_id: int) -> Patient:
    found = table.get(p.file.db, patient_id)
    if found is None:
        raise UserProblem(_GONE)
    return found
