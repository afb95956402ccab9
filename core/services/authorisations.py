"""A patient's authorisations and visit limits: listed with what is used, kept, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.model.authorisation import (
    Authorisation,
    AuthorisationUse,
    VisitLimit,
    VisitLimitUse,
)
from core.model.kinds import AuthorisationState
from core.model.permissions import Permission
from core.services.authorisation_checks import check_authorisation, check_limit
from core.services.authorisation_facts import limit_so_far, so_far
from core.services.changes import change, changed_fields
from core.services.permissions import needs
from core.store import authorisations as table
from core.store import coverages, patients, visit_limits

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_GONE = "This authorisation is not in the practice file. Open the patient again."


@needs(Permission.DEMOGRAPHICS_READ)
def list_for(p: OpenPractice, patient_id: int) -> tuple[AuthorisationUse, ...]:
    """A patient's authorisations, the latest first, each with what is used of it."""
    db = p.file.db
    return tuple(so_far(db, one) for one in table.of_patient(db, patient_id))


@needs(Permission.DEMOGRAPHICS_READ)
def limits_for(p: OpenPractice, patient_id: int) -> tuple[VisitLimitUse, ...]:
    """A patient's visit limits with what is used in the present benefit year."""
    db, today = p.file.db, p.clock.today()
    return tuple(limit_so_far(db, one, today) for one in visit_limits.of_patient(db, patient_id))


@needs(Permission.DEMOGRAPHICS_WRITE)
def save(p: OpenPractice, one: Authorisation) -> Authorisation:
    """Keep an authorisation; raises InvalidInput naming every bad field."""
    db = p.file.db
    patient = patients.get(db, one.patient_id)
    if patient is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    old = None if one.id is None else _get(p, one.id)
    if old is not None and old.patient_id != one.patient_id:
        raise UserProblem(_GONE)
    clean = check_authorisation(p, one, patient)
    with change(p, "authorisation.save", "authorisation") as work:
        kept = table.save(work.db, clean, work.now)
        work.object_id, work.patient_id = kept.id, kept.patient_id
        work.detail["fields"] = changed_fields(old, kept) if old else ["new"]
        if old and old.state is not kept.state:
            work.detail["state"] = [old.state.value, kept.state.value]
    return kept


@needs(Permission.DEMOGRAPHICS_WRITE)
def end(p: OpenPractice, authorisation_id: int, last_day: date) -> Authorisation:
    """End an approved authorisation early; visits up to its last day still count."""
    old = _get(p, authorisation_id)
    if not old.is_granted:
        raise UserProblem(
            "Only an approved authorisation can be ended. Mark a request that came to nothing"
            " as denied."
        )
    if old.starts_on is not None and last_day < old.starts_on:
        raise FieldProblem("The last day lies before the first. Correct the first day.", "ends_on")
    ended = replace(old, state=AuthorisationState.ENDED, ends_on=last_day)
    with change(p, "authorisation.end", "authorisation") as work:
        kept = table.save(work.db, ended, work.now)
        work.object_id, work.patient_id = kept.id, kept.patient_id
        work.detail["fields"] = changed_fields(old, kept)
    return kept


@needs(Permission.DEMOGRAPHICS_WRITE)
def save_limit(p: OpenPractice, limit: VisitLimit) -> VisitLimit:
    """Keep a coverage's limit of visits; raises InvalidInput naming every bad field."""
    db = p.file.db
    old = None if limit.id is None else visit_limits.get(db, limit.id)
    if limit.id is not None and old is None:
        raise UserProblem("This limit is not in the practice file. Open the patient again.")
    clean = check_limit(p, limit, old)
    cover = coverages.get(db, clean.coverage_id)
    with change(p, "visit_limit.save", "visit_limit") as work:
        kept = visit_limits.save(work.db, clean)
        work.object_id = kept.id
        work.patient_id = cover.patient_id if cover else None
        work.detail["fields"] = changed_fields(old, kept) if old else ["new"]
    return kept


def _get(p: OpenPractice, authorisation_id: int) -> Authorisation:
    found = table.get(p.file.db, authorisation_id)
    if found is None:
        raise UserProblem(_GONE)
    return found
