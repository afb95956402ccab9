"""A kept encounter as an audit reads it: its services, the bill that was saved, its note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.audit.look import Shelf
from core.audit.record import AuditedEncounter, AuditedService, BilledLine
from core.library.audit_files import load_audit_rules
from core.model.encounter import Service
from core.model.session import Note, SessionRecord
from core.services.billing import dressed
from core.services.engine_facts import facts_for
from core.services.own_words import lexicon_of
from core.services.permissions import inner
from core.store import bills, coverages, encounters, patients, payers, providers, quality_audits

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_SECTIONS = (("S", "subjective"), ("O", "objective"), ("A", "assessment"), ("P", "plan"))


@dataclass(slots=True)
class Names:
    """Names looked up once: clinicians by number, payers by coverage, profiles by id."""

    clinicians: dict[int, str] = field(default_factory=dict)
    payers: dict[int, str] = field(default_factory=dict)


@inner
def shelf_of(p: OpenPractice) -> Shelf:
    """The books an audit of this practice reads: its own rules and words, the shipped lines."""
    return Shelf(p.book, lexicon_of(p), load_audit_rules())


@inner
def audited(p: OpenPractice, encounter_id: int, names: Names) -> AuditedEncounter | None:
    """One completed encounter, or None where it is none any more."""
    db = p.file.db
    record = encounters.get(db, encounter_id)
    if record is None:
        return None
    whole = dressed(record, facts_for(p, record))
    patient = patients.get(db, record.patient_id)
    return AuditedEncounter(
        id=str(encounter_id),
        date=record.date,
        patient=str(record.patient_id),
        payer=whole.payer,
        clinician=clinician_name(p, record.rendering_provider_id, names),
        discipline=record.discipline,
        services=tuple(_service(one) for one in whole.services),
        billed=_billed(p, encounter_id),
        payer_name=_payer_name(p, record, names),
        payer_class=load_audit_rules().class_of(record.profile),
        note=note_text(record.note),
        # filing is judged on the day it was completed
        facts=replace(whole, as_of=quality_audits.completed_on(db, encounter_id)),
        sex=patient.sex.value if patient else "",
    )


@inner
def clinician_name(p: OpenPractice, provider_id: int, names: Names) -> str:
    """A clinician's name as it signs."""
    found = names.clinicians.get(provider_id)
    if found is None:
        provider = providers.get(p.file.db, provider_id)
        found = names.clinicians[provider_id] = provider.display_name if provider else ""
    return found


def note_text(note: Note) -> str:
    """The four sections of a note as one text, each under its letter."""
    parts = ((letter, getattr(note, name).strip()) for letter, name in _SECTIONS)
    return "\n".join(f"{letter}: {text}" for letter, text in parts if text)


def _payer_name(p: OpenPractice, record: SessionRecord, names: Names) -> str:
    if record.coverage_id is None:
        profile = p.book.profiles.get(record.profile)
        return profile.name if profile else record.profile
    found = names.payers.get(record.coverage_id)
    if found is None:
        coverage = coverages.get(p.file.db, record.coverage_id)
        payer = payers.get(p.file.db, coverage.payer_id) if coverage else None
        found = names.payers[record.coverage_id] = payer.name if payer else ""
    return found


def _service(one: Service) -> AuditedService:
    """A row of the grid; one without any minute has none told."""
    told = one.total_minutes > 0
    return AuditedService(
        code=one.code,
        minutes=one.minutes if told else None,
        assistant_minutes=one.assistant_minutes,
        together_minutes=one.together_minutes,
        region=one.region,
        side=one.side,
        intervals=one.intervals,
        distinct_from=one.distinct_from,
        session=one.session,
    )


def _billed(p: OpenPractice, encounter_id: int) -> tuple[BilledLine, ...] | None:
    """The lines of the bill as it was saved; None where none was."""
    body = bills.get(p.file.db, encounter_id)
    if body is None:
        return None
    return tuple(
        BilledLine(line["code"], line["units"], tuple(line["modifiers"])) for line in body["lines"]
    )
