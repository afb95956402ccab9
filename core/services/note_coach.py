"""The note coach over a practice: what it needs for a session, and its alerts before signing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.library.coach_files import load_coach
from core.model.note_help import NoteMacro, NoteTemplate
from core.model.permissions import Permission
from core.notes.advice import told_of
from core.notes.alerts import EarlierNote, earlier_note
from core.services import access, session_access
from core.services.engine_facts import facts_for
from core.services.note_visits import Coach, advice_on, parts_of
from core.services.own_words import lexicon_of
from core.services.permissions import inner, needs
from core.store import note_help, other_notes, patients

if TYPE_CHECKING:
    from core.model.bill import Alert, Bill
    from core.model.session import SessionRecord
    from core.services.practice import OpenPractice

OWN_VISITS = 5  # the patient's last visits
OTHER_NOTES = 30  # the clinician's last notes of others


@dataclass(frozen=True, slots=True)
class CoachFile:
    """All that the session screen needs to coach its note, with the person's own helps."""

    coach: Coach
    macros: tuple[NoteMacro, ...]
    templates: tuple[NoteTemplate, ...]


@needs(Permission.NOTE_READ)
def for_session(p: OpenPractice, record: SessionRecord) -> CoachFile:
    """What the coach needs for a session; of other patients only runs of words come along.

    Of a patient who comes to a clinician for the first time no earlier note comes along.
    """
    reached = access.reaches(p, Permission.NOTE_READ, record.patient_id)
    if not reached and not (record.id is None and session_access.begun(p, record)):
        access.require_reach(p, Permission.NOTE_READ, record.patient_id, "note_coach.for_session")
    db, coach = p.file.db, coach_for(p, record)
    if not reached:
        others = tuple(one for one in coach.earlier if not one.is_same_patient)
        coach = replace(coach, earlier=others)
    return CoachFile(
        coach,
        tuple(one for one in note_help.macros(db, p.person.id) if one.active),
        tuple(one for one in note_help.templates(db, p.person.id) if one.active),
    )


@inner
def coach_for(p: OpenPractice, record: SessionRecord) -> Coach:
    """The lexicon with the practice's own words, and the notes to compare with."""
    db = p.file.db
    patient = patients.get(db, record.patient_id)
    return Coach(
        lexicon_of(p), load_coach(), _earlier(p, record), patient.sex.value if patient else ""
    )


@inner
def alerts_before_signing(p: OpenPractice, record: SessionRecord, bill: Bill) -> tuple[Alert, ...]:
    """What the note says against its bill; an empty note has an alert of its own."""
    return advice_on(record, bill, facts_for(p, record), p.book, coach_for(p, record)).alerts


def _earlier(p: OpenPractice, record: SessionRecord) -> tuple[EarlierNote, ...]:
    db = p.file.db
    own = other_notes.of_patient(
        db, record.patient_id, record.discipline.value, record.date, record.id, OWN_VISITS
    )
    others = other_notes.of_clinician(
        db, record.rendering_provider_id, record.patient_id, record.date, OTHER_NOTES
    )
    return (
        *(earlier_note(day, told_of(parts_of(note)), same_patient=True) for day, note in own),
        *(earlier_note(day, told_of(parts_of(note)), same_patient=False) for day, note in others),
    )
