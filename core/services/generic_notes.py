"""Whose notes of the last weeks got more generic, told before claims go out; never whose notes.

What comes out holds clinicians, counts and shares, and nothing of any patient, so that a biller who
may read no note may see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.audit.drift import DatedNote, Drift, drift, window_of
from core.audit.look import MANUAL_THERAPY
from core.library.audit_files import load_audit_rules
from core.model.permissions import Permission
from core.services.audit_encounters import Names, clinician_name, note_text
from core.services.own_words import lexicon_of
from core.services.permissions import inner, needs
from core.store import encounters, quality_audits

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@needs(Permission.AUDIT_SESSIONS)
def treating(p: OpenPractice) -> tuple[int, ...]:
    """Who has kept a note of manual therapy in the weeks that are looked at, by number."""
    window = window_of(p.clock.today(), load_audit_rules())
    if window is None:
        return ()
    return quality_audits.treating(p.file.db, window.since, window.until, MANUAL_THERAPY)


@needs(Permission.AUDIT_SESSIONS)
def of_clinician(p: OpenPractice, provider_id: int) -> Drift | None:
    """One clinician's last weeks beside the time before; None where no line is known."""
    return _drift(p, provider_id)


@needs(Permission.AUDIT_SESSIONS, Permission.EXPORT_CLAIMS)
def before_claims(p: OpenPractice, encounter_ids: Iterable[int]) -> tuple[Drift, ...]:
    """Of who rendered these sessions, those whose notes got more generic, by name."""
    found = {}
    for number in encounter_ids:
        standing = encounters.standing(p.file.db, number)
        if standing is not None and standing.rendering_provider_id not in found:
            who = standing.rendering_provider_id
            found[who] = _drift(p, who)
    told = [one for one in found.values() if one is not None and one.got_generic]
    return tuple(sorted(told, key=lambda one: one.clinician))


@inner
def _drift(p: OpenPractice, provider_id: int) -> Drift | None:
    day, rules = p.clock.today(), load_audit_rules()
    window = window_of(day, rules)
    if window is None:
        return None
    name = clinician_name(p, provider_id, Names())
    db, code = p.file.db, MANUAL_THERAPY
    spans = ((window.first, window.before), (window.since, window.until))
    numbers = [
        number
        for first, last in spans
        for number in quality_audits.newest(db, provider_id, first, last, code, window.most)
    ]
    notes = [one for number in numbers if (one := _note(p, number))]
    return drift(name, notes, day, lexicon_of(p), rules)


@inner
def _note(p: OpenPractice, encounter_id: int) -> DatedNote | None:
    record = encounters.get(p.file.db, encounter_id)
    if record is None:
        return None
    patient = str(record.patient_id)
    return DatedNote(record.date, patient, note_text(record.note), record.discipline.value)
