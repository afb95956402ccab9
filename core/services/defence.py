"""The audit-defence packet of one session or of a patient: read, drawn, kept like other papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.session import SessionRecord
from core.model.signing import Signing
from core.notes.claim import BilledLine
from core.notes.claim import Note as ReadableNote
from core.notes.reading import Evidence, read_note
from core.reports import audit_packet as paper
from core.reports.audit_packet import PacketRecord, PacketVisit, Plan, SignedLine
from core.reports.care_record import PlanPaper
from core.reports.encounter_explained_record import ExplainedRecord
from core.services import explaining
from core.services.audit_encounters import note_text
from core.services.care_files import record_of
from core.services.care_paper_data import plan_paper
from core.services.claim_facts import claims_of
from core.services.outcomes import progress_of
from core.services.own_words import lexicon_of
from core.services.permissions import inner, needs
from core.services.printing import PdfDraft, draft_of
from core.services.read_trail import note_read
from core.store import (
    diagnoses,
    encounter_rows,
    encounters,
    outcome_scores,
    referring,
    signatures,
)

if TYPE_CHECKING:
    from core.notes.lexicon import Lexicon
    from core.services.practice import OpenPractice
    from core.store.engine import Database

KIND = "defence"
MOST_SESSIONS = 200


@dataclass(frozen=True, slots=True)
class PacketJob:
    """All that is needed to draw; drawing may run on any thread."""

    record: PacketRecord
    patient_id: int
    versions: tuple[tuple[int, int], ...]


@needs(Permission.AUDIT_SESSIONS)
def prepare_packet(
    p: OpenPractice, encounter_ids: Sequence[int], *, for_counsel: bool = False
) -> PacketJob:
    """Read everything of these sessions, all of one patient; in order of their days."""
    sessions = _sessions(p, encounter_ids)
    job = [explaining.prepare(p, one.id or 0) for one in sessions]
    visits = tuple(
        _visit(p, session, one.record) for session, one in zip(sessions, job, strict=True)
    )
    first = job[0].record
    versions = tuple(pair for one in job for pair in one.versions)
    whose = sessions[0].patient_id
    record = PacketRecord(
        first.number, first.issued_on, first.billing, first.patient, visits,
        _plans(p, sessions), progress_of(outcome_scores.of_patient(p.file.db, whose)), for_counsel,
    )  # fmt: skip
    numbers = [number for number, _ in versions]
    note_read(p, "packet.read", "patient", whose, whose, always=True, sessions=numbers)
    return PacketJob(record, whose, versions)


@needs(Permission.AUDIT_SESSIONS)
def packet_of_patient(p: OpenPractice, patient_id: int, *, for_counsel: bool = False) -> PacketJob:
    """The same for every complete session of a patient, the latest MOST_SESSIONS of them."""
    rows = encounter_rows.of_patient(p.file.db, patient_id)
    done = [row for row in rows if row.state is EncounterState.COMPLETE]
    done.sort(key=lambda row: row.date, reverse=True)
    return prepare_packet(p, [row.id for row in done[:MOST_SESSIONS]], for_counsel=for_counsel)


def draw_packet(job: PacketJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    record, pdf = job.record, paper.build(job.record)
    return draft_of(
        pdf,
        record,
        paper.TITLE,
        KIND,
        job.patient_id,
        name="audit-defence",
        versions=job.versions,
    )


def _sessions(p: OpenPractice, encounter_ids: Sequence[int]) -> list[SessionRecord]:
    found = [encounters.get(p.file.db, number) for number in dict.fromkeys(encounter_ids)]
    sessions = [one for one in found if one is not None]
    if not sessions or len(sessions) < len(found):
        raise UserProblem("A session is not in the practice file. Choose completed sessions.")
    if any(one.state is not EncounterState.COMPLETE for one in sessions):
        raise UserProblem("A packet holds completed sessions only. Complete it first.")
    if len({one.patient_id for one in sessions}) > 1:
        raise UserProblem("A packet holds sessions of one patient. Choose those of one.")
    return sorted(sessions, key=lambda one: (one.date, one.start_minute or 0, one.id or 0))


@inner
def _visit(p: OpenPractice, session: SessionRecord, told: ExplainedRecord) -> PacketVisit:
    db = p.file.db
    text = note_text(session.note)
    return PacketVisit(
        told,
        text,
        _evidence(text, session, told, lexicon_of(p)),
        _plan(db, session),
        _signed(signatures.of_encounter(db, session.id or 0)),
        claims_of(p, session),
    )


def _evidence(
    text: str, session: SessionRecord, told: ExplainedRecord, lexicon: Lexicon
) -> tuple[Evidence, ...]:
    lines = tuple(BilledLine(x.code, x.minutes, tuple(x.modifiers)) for x in told.bill.lines)
    note = ReadableNote(text, session.discipline.value, lines, session.date)
    try:
        return read_note(note, lexicon).evidence
    except FieldProblem:
        return ()


def _plan(db: Database, session: SessionRecord) -> Plan | None:
    found = diagnoses.latest_plan(db, session.patient_id, session.discipline, session.date)
    if found is None:
        return None
    number = found.referring_provider_id
    who = referring.get(db, number) if number else None
    name = f"{who.first_name} {who.last_name}" if who else ""
    return Plan(found.discipline, found.starts_on, found.certified_on, found.certified_to, name)


@inner
def _plans(p: OpenPractice, sessions: Sequence[SessionRecord]) -> tuple[PlanPaper, ...]:
    """The plans that were in force on the days of these sessions, each once, the oldest first."""
    db, found = p.file.db, {}
    for one in sessions:
        plan = diagnoses.latest_plan(db, one.patient_id, one.discipline, one.date)
        if plan is not None and plan.id not in found:
            found[plan.id] = plan_paper(p, record_of(p, plan))
    return tuple(sorted(found.values(), key=lambda one: one.head.plan_starts_on))


def _signed(known: Signing) -> tuple[SignedLine, ...]:
    lines = [
        SignedLine(word, one.signer, one.signed_at, f"SHA-256 {one.digest}")
        for word, one in (
            ("Signed", known.signature), ("Countersigned", known.countersignature),
        )
        if one is not None
    ]  # fmt: skip
    lines += [
        SignedLine(f"Addendum {one.number}", one.signer, one.at, one.text) for one in known.addenda
    ]
    lines += [
        SignedLine("Minutes changed", one.name, one.at,
                   f"from {one.before} to {one.after}. Reason: {one.reason}")
        for one in known.minute_changes
    ]  # fmt: skip
    lines += [SignedLine("Opened again", one.name, one.at, one.reason) for one in known.unsealings]
    return tuple(sorted(lines, key=lambda one: one.at))
