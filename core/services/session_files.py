"""Gathers all that the session screen needs, with the coverage in force on the day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.kinds import CoverageRank, Discipline
from core.model.patient import Coverage, Patient
from core.model.practice import Provider
from core.model.session import SessionFile, SessionRecord
from core.store import coverages, diagnoses, drafts, encounters, fees, locations, patients, payers
from core.store import providers as people

if TYPE_CHECKING:
    from core.store.engine import Database

CASH_PROFILE = "cash"
FAVOURITES = 9  # the digits 1 to 9 add them
_FAVOURITES_OUT_OF = 100  # a provider's latest encounters


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """What pays on a day; `profile` is empty when the payer's rules of that day are not known."""

    primary: Coverage | None
    secondary: Coverage | None
    profile: str


def coverage_on(db: Database, patient_id: int, day: date) -> DayCoverage:
    """The coverages in force on a day and the rule profile of the primary one."""
    held = [one for one in coverages.list_for(db, patient_id) if one.in_force(day)]
    primary = next((one for one in held if one.rank is CoverageRank.PRIMARY), None)
    secondary = next((one for one in held if one.rank is CoverageRank.SECONDARY), None)
    return DayCoverage(primary, secondary, profile_of(db, primary, day))


def profile_of(db: Database, coverage: Coverage | None, day: date) -> str:
    """The rule profile of a coverage on a day: cash without one, empty when not known."""
    if coverage is None:
        return CASH_PROFILE
    payer = payers.get(db, coverage.payer_id)
    return (payer.profile_on(day) if payer else None) or ""


def new_record(db: Database, patient: Patient, day: date, provider_id: int | None) -> SessionRecord:
    """An encounter as it begins: usual provider and place, coverage of the day, known diagnoses."""
    provider = _usual_provider(db, patient, provider_id)
    assistant = provider.role.is_assistant
    therapist = _therapist_for(db, patient, provider) if assistant else provider
    cover = coverage_on(db, patient.id or 0, day)
    place = next((one for one in locations.list_all(db) if one.active), None)
    return SessionRecord(
        patient_id=patient.id or 0,
        date=day,
        discipline=therapist.role.discipline,
        rendering_provider_id=therapist.id or 0,
        profile=cover.profile,
        assistant_provider_id=provider.id if assistant else None,
        location_id=place.id if place else None,
        place_of_service=place.place_of_service if place else "11",
        coverage_id=cover.primary.id if cover.primary else None,
        payer_id=cover.primary.payer_id if cover.primary else None,
        diagnoses=diagnoses.of_patient(db, patient.id or 0)[:12],
    )


def gather(db: Database, record: SessionRecord) -> SessionFile:
    """The record with its surroundings; the coverage is the record's own or none."""
    patient = patients.get(db, record.patient_id)
    if patient is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    day, discipline = record.date, record.discipline
    cover = coverage_on(db, record.patient_id, day)
    args = (db, record.patient_id, discipline, day, record.id)
    return SessionFile(
        record=record,
        patient=patient,
        coverage=_own_coverage(db, record),
        secondary=cover.secondary,
        patient_diagnoses=diagnoses.of_patient(db, record.patient_id),
        plan_of_care=diagnoses.latest_plan(db, record.patient_id, discipline, day),
        last_codes=encounters.last_codes(*args),
        favourite_codes=favourites(db, record.rendering_provider_id),
        visit_number=encounters.visit_number(*args),
        draft=None if record.id is None else drafts.get(db, record.id),
        own_items=fees.own_items(db),
    )


def _own_coverage(db: Database, record: SessionRecord) -> Coverage | None:
    if record.coverage_id is None:
        return None
    held = coverages.list_for(db, record.patient_id)
    mine = next((one for one in held if one.id == record.coverage_id), None)
    return mine or coverages.get(db, record.coverage_id)


def moved(db: Database, record: SessionRecord, day: date) -> SessionRecord:
    """The record on another day, with the coverage and rule profile of that day."""
    cover = coverage_on(db, record.patient_id, day)
    return replace(
        record,
        date=day,
        coverage_id=cover.primary.id if cover.primary else None,
        payer_id=cover.primary.payer_id if cover.primary else None,
        profile=cover.profile,
    )


def favourites(db: Database, provider_id: int) -> tuple[str, ...]:
    """The codes a provider used most of late, the most used first."""
    counted = Counter(encounters.recent_codes(db, provider_id, _FAVOURITES_OUT_OF))
    ranked = sorted(counted, key=lambda code: (-counted[code], code))
    return tuple(ranked[:FAVOURITES])


def _usual_provider(db: Database, patient: Patient, provider_id: int | None) -> Provider:
    wanted = (
        provider_id,
        patient.rendering_provider_id,
        encounters.latest_provider(db, patient.id or 0),
    )
    for number in wanted:
        found = None if number is None else people.get(db, number)
        if found and found.active:
            return found
    active = [one for one in people.list_all(db) if one.active]
    active.sort(key=lambda one: one.role.is_assistant)
    if not active:
        raise UserProblem(
            "No provider is set up yet. Add who treats in Settings, then start the session.",
            "rendering_provider_id",
        )
    return active[0]


def _therapist_for(db: Database, patient: Patient, assistant: Provider) -> Provider:
    """Whose plan of care an assistant works under: the patient's own therapist first."""
    discipline: Discipline = assistant.role.discipline
    fitting = [
        one
        for one in people.list_all(db)
        if one.active and not one.role.is_assistant and one.role.discipline is discipline
    ]
    fitting.sort(key=lambda one: one.id != patient.rendering_provider_id)
    if not fitting:
        raise UserProblem(
            f"{assistant.display_name} renders under a therapist, and none of that discipline"
            " is set up. Add the therapist in Settings.",
            "rendering_provider_id",
        )
    return fitting[0]
