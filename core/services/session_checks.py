"""Checks an encounter before it is saved: dates, people, minutes, clock times, diagnoses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model import checks
from core.model.clean_text import clean_line
from core.model.clock_changes import clock_change_problem
from core.model.encounter import Interval, Service
from core.model.kinds import Who
from core.model.patient import Patient
from core.model.session import Note, SessionRecord
from core.model.typed_dates import say_time
from core.services.forms import NAME, Form
from core.services.patients import clean_diagnoses
from core.services.permissions import inner
from core.store import coverages, encounters, locations, providers
from core.store import diagnoses as kept_diagnoses

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

DAY_MINUTES = 24 * 60
MOST_DIAGNOSES = 12
MOST_SERVICES = 50
MOST_UNITS = 99


@inner
def check_session(p: OpenPractice, record: SessionRecord, patient: Patient) -> SessionRecord:
    """The record with texts cleaned; raises InvalidInput naming every bad field."""
    form = Form()
    day_problem = checks.session_date_problem(record.date, patient.birth_date, p.clock.today())
    form.problem("date", day_problem)
    form.problem("place_of_service", checks.place_problem(record.place_of_service))
    if record.start_minute is not None and not 0 <= record.start_minute < DAY_MINUTES:
        form.problem("start_minute", "The start lies between 0:00 and 23:59.")
    check_people(p.file.db, record, form)
    check_links(p.file.db, record, form)
    known = kept_diagnoses.of_patient(p.file.db, record.patient_id)
    if record.id is not None:
        known += kept_diagnoses.of_encounter(p.file.db, record.id)
    listed = clean_diagnoses(p, record.diagnoses, known, record.date, form, MOST_DIAGNOSES)
    clean = replace(
        record,
        diagnoses=listed,
        services=tuple(_clean_service(one, n, form) for n, one in enumerate(record.services)),
        note=_clean_note(record.note, form),
    )
    _check_day(clean.services, form)
    _check_clock(clean.services, clean.date, form)
    _check_pointers(clean, form)
    form.done()
    return clean


def check_people(db: Database, record: SessionRecord, form: Form) -> None:
    """Who renders is a therapist of the discipline; who assists is an assistant.

    One who has left may stay on an encounter, not come onto one.
    """
    therapist = providers.get(db, record.rendering_provider_id)
    kept = None if record.id is None else encounters.standing(db, record.id)
    stays = kept is not None and kept.rendering_provider_id == record.rendering_provider_id
    if therapist is None or not (therapist.active or stays):
        form.problem("rendering_provider_id", "Choose who rendered the session.")
    elif therapist.role.is_assistant:
        form.problem(
            "rendering_provider_id",
            f"{therapist.display_name} is an assistant. Choose the therapist whose plan of"
            " care it is; the assistant goes beside.",
        )
    elif therapist.role.discipline is not record.discipline:
        form.problem(
            "rendering_provider_id",
            f"{therapist.display_name} does not render {record.discipline.value}.",
        )
    if record.assistant_provider_id is None:
        return
    helper = providers.get(db, record.assistant_provider_id)
    if helper is None or not helper.role.is_assistant:
        form.problem("assistant_provider_id", "Choose an assistant from the list.")
    elif helper.role.discipline is not record.discipline:
        form.problem(
            "assistant_provider_id",
            f"{helper.display_name} does not assist in {record.discipline.value}.",
        )


def check_links(db: Database, record: SessionRecord, form: Form) -> None:
    """The coverage is the patient's and holds that day; the place exists."""
    if record.coverage_id is not None:
        cover = coverages.get(db, record.coverage_id)
        if cover is None or cover.patient_id != record.patient_id:
            form.problem("coverage_id", "This coverage is not one of the patient's.")
        elif not cover.in_force(record.date):
            form.problem(
                "coverage_id", f"{cover.payer_name} does not cover the patient on that date."
            )
    if record.location_id is not None and locations.get(db, record.location_id) is None:
        form.problem("location_id", "Choose the location from the list.")


def _clean_service(service: Service, at: int, form: Form) -> Service:
    field = f"services[{at}]"
    code = form.line(f"{field}.code", "The code", service.code, most=12, needed=True).upper()
    form.problem(f"{field}.code", checks.code_problem(code) if 0 < len(code) <= 12 else "")
    parts = (service.minutes, service.assistant_minutes, service.together_minutes)
    if min(parts) < 0 or sum(parts) > DAY_MINUTES:
        form.problem(f"{field}.minutes", f"Minutes lie between 0 and {DAY_MINUTES:,}.")
    if service.units is not None and not 0 <= service.units <= MOST_UNITS:
        form.problem(f"{field}.units", f"Units lie between 0 and {MOST_UNITS}.")
    if not 1 <= service.session <= 9:
        form.problem(f"{field}.session", "The session of the day lies between 1 and 9.")
    for interval in service.intervals:
        if not 0 <= interval.start < interval.end <= DAY_MINUTES:
            form.problem(f"{field}.intervals", "A clock time ends after it starts, by midnight.")
    region = form.line(f"{field}.region", "The region", service.region, most=NAME)
    modifiers = tuple(clean_line(one).upper() for one in service.modifiers)
    form.problem(f"{field}.modifiers", checks.modifiers_problem(modifiers))
    others = tuple(clean_line(one).upper() for one in service.distinct_from)
    for other in others:
        form.problem(f"{field}.distinct_from", checks.code_problem(other))
    return replace(service, code=code, region=region, modifiers=modifiers, distinct_from=others)


def _check_day(services: Sequence[Service], form: Form) -> None:
    """All rows together fit into one day; named is the row that goes beyond it."""
    total = 0
    for at, service in enumerate(services):
        if not 0 <= service.total_minutes <= DAY_MINUTES:
            continue  # said already
        total += service.total_minutes
        if total > DAY_MINUTES:
            form.problem(
                f"services[{at}].minutes",
                f"The rows add up to more than the {DAY_MINUTES:,} minutes of a day.",
            )
            return


def _check_clock(services: Sequence[Service], day: date, form: Form) -> None:
    """One person treats one patient with one code at a time."""
    if len(services) > MOST_SERVICES:
        form.problem("services", f"At most {MOST_SERVICES} rows can be kept for one session.")
    taken: list[tuple[Interval, str]] = []
    for at, service in enumerate(services):
        for interval in service.intervals:
            form.problem(f"services[{at}].intervals", clock_change_problem(interval, day))
            for other, code in taken:
                if _collide(interval, other):
                    form.problem(
                        f"services[{at}].intervals",
                        f"{_say(interval)} overlaps {_say(other)} of {code}.",
                    )
            taken.append((interval, service.code))


def _collide(one: Interval, other: Interval) -> bool:
    """Whether two stretches overlap and somebody would have been in both."""
    apart = {one.who, other.who} == {Who.THERAPIST, Who.ASSISTANT}
    return not apart and one.start < other.end and other.start < one.end


def _say(interval: Interval) -> str:
    return f"{say_time(interval.start)}-{say_time(interval.end)}"


def _check_pointers(record: SessionRecord, form: Form) -> None:
    if len(record.pointers) > len(record.services):
        form.problem("pointers", "There are more diagnosis pointers than services.")
    for at, letters in enumerate(record.pointers):
        problem = checks.pointers_problem(letters, len(record.diagnoses))
        form.problem(f"services[{at}].pointers", problem)


def _clean_note(note: Note, form: Form) -> Note:
    return Note(
        subjective=form.block("subjective", "The subjective part", note.subjective),
        objective=form.block("objective", "The objective part", note.objective),
        assessment=form.block("assessment", "The assessment", note.assessment),
        plan=form.block("plan", "The plan", note.plan),
    )
