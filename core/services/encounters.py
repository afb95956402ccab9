"""Encounters from the first keystroke to the posted charges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import DataProblem, FieldProblem, UserProblem
from core.model.bill import Bill
from core.model.bill_from_json import bill_from_json
from core.model.bill_json import bill_to_json
from core.model.kinds import EncounterState, Severity
from core.model.patient import Patient
from core.model.permissions import Permission
from core.model.session import Receipt, SessionFile, SessionRecord
from core.model.signing import MinuteChange
from core.services import access, session_access, session_files, signing_states, statements
from core.services.billing import bill_for
from core.services.changes import change, changed_fields
from core.services.charging import charges_of
from core.services.day_bills import count_day_anew
from core.services.draft_checks import check_body
from core.services.engine_facts import facts_for
from core.services.forms import Form
from core.services.minute_changes import moved_minutes
from core.services.permissions import inner, needs
from core.services.session_checks import DAY_MINUTES, check_links, check_people, check_session
from core.store import (
    bills,
    charges,
    decisions,
    diagnoses,
    drafts,
    fees,
    note_versions,
    notes,
    patients,
    service_lines,
    signatures,
)
from core.store import encounters as table
from core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

_CONFLICT = (
    "This session was changed elsewhere since it was opened here, so nothing was overwritten."
    " Open it again; what you typed stays on this screen until you do."
)
_NOTHING_DONE = (
    "This session has no service, so there is nothing to charge and it was not completed. Add what"
    " was done, or void the session if it did not take place."
)


@needs(Permission.ENCOUNTER_WRITE)
def new_session(
    p: OpenPractice, patient_id: int, day: date, provider_id: int | None = None
) -> SessionFile:
    """A session about to begin; nothing is stored yet."""
    db = p.file.db
    patient = _patient(db, patient_id)
    record = session_files.new_record(db, patient, day, provider_id)
    if provider_id is None and not session_access.begun(p, record):
        record = session_files.new_record(db, patient, day, p.person.provider_id)
    session_access.require_write(p, "encounters.new_session", None, record)
    return session_access.seen(p, _gather(p, record))


@needs(Permission.BILL_READ, Permission.NOTE_READ)
def open_session(p: OpenPractice, encounter_id: int) -> SessionFile:
    """A stored session with the draft of what was typed since it was last saved.

    It gets the coverage and rule profile its day has by now; a void or signed one stays as it
    was.
    """
    db = p.file.db
    record = _record(db, encounter_id)
    session_access.require_view(p, record.patient_id, "encounters.open_session")
    if record.state is EncounterState.VOID:
        return session_access.seen(p, _gather(p, record))
    present = session_files.moved(db, record, record.date)
    changed = record.state is EncounterState.COMPLETE and present != record
    shown = record if signatures.sealing(db, encounter_id) else present
    return session_access.seen(p, replace(_gather(p, shown), insurer_changed=changed))


@needs(Permission.BILL_READ, Permission.NOTE_READ)
def on_day(p: OpenPractice, record: SessionRecord, day: date) -> SessionFile:
    """The session moved to another day, with that day's coverage and rules; nothing is stored."""
    db = p.file.db
    if record.id is None:
        session_access.require_write(p, "encounters.on_day", None, record)
    else:
        standing = _standing(db, record.id)
        session_access.require_view(p, standing.patient_id, "encounters.on_day")
        record = replace(record, patient_id=standing.patient_id)
    file = _gather(p, session_files.moved(db, record, day))
    return session_access.seen(p, file, told=False)


@needs(Permission.ENCOUNTER_WRITE, Permission.BILL_WRITE)
def autosave(p: OpenPractice, record: SessionRecord, body: Mapping[str, object]) -> Receipt:
    """Keep the raw texts on screen; a new session becomes an encounter in state draft.

    Services, note and bill of the last save stay as they are.
    """
    check_body(body)
    db = p.file.db
    _patient(db, record.patient_id)
    standing = None if record.id is None else _guard(db, record)
    with_note = session_access.require_write(p, "encounters.autosave", standing, record)
    body = session_access.kept_body(p, record, body, with_note=with_note)
    if record.id is None:
        form = Form()
        check_people(db, record, form)
        check_links(db, record, form)
        form.done()
    with change(p, "encounter.autosave", "encounter") as work:
        if record.id is None:
            fresh = replace(record, state=EncounterState.DRAFT)
            number, version = table.insert_encounter(db, fresh, table.Summary(), work.now), 0
            patients.touch(db, record.patient_id, record.date)
        else:
            number, version = record.id, _guard(db, record).version
            table.begin_draft(db, number, work.now)
        drafts.put(db, number, body, work.now)
        work.object_id, work.patient_id = number, record.patient_id
    return Receipt(number, version, work.now)


@needs(Permission.ENCOUNTER_WRITE, Permission.BILL_WRITE)
def discard_draft(p: OpenPractice, encounter_id: int) -> None:
    """Let go of what was typed since the last save; a session never saved becomes void."""
    db = p.file.db
    standing = _standing(db, encounter_id)
    _refuse_signed(db, encounter_id)
    if not session_access.require_write(p, "encounters.discard_draft", standing, None):
        session_access.require_no_typed_note(p, encounter_id)
    with change(p, "encounter.discard_draft", "encounter") as work:
        drafts.remove(db, encounter_id)
        if standing.state is EncounterState.DRAFT and standing.version == 0:
            table.void(db, encounter_id, "Discarded before it was saved", work.now)
        work.object_id, work.patient_id = encounter_id, standing.patient_id


@dataclass(frozen=True, slots=True)
class Ready:
    """A session checked and billed, about to be kept; `before` is what the file holds of it."""

    record: SessionRecord
    bill: Bill
    before: SessionRecord | None
    moved: MinuteChange | None

    @property
    def complete(self) -> bool:
        """Whether it is kept as complete, with its charges."""
        return self.record.state is EncounterState.COMPLETE


@needs(Permission.ENCOUNTER_WRITE, Permission.BILL_WRITE)
def save(
    p: OpenPractice, record: SessionRecord, complete: bool = False, minutes_reason: str = ""
) -> Receipt:
    """Keep the session with its bill, and its charges when complete; the draft goes.

    It is billed by the coverage its day has by now, whatever the record was opened with.
    `minutes_reason` says why minutes change that were signed once. Raises InvalidInput naming
    every bad field, UserProblem when somebody else saved meanwhile or the session is signed.
    """
    ready = prepare(p, record, complete, minutes_reason)
    with change(p, f"encounter.{'complete' if complete else 'save'}", "encounter") as work:
        return keep(p, work, ready)


@inner
def prepare(
    p: OpenPractice, record: SessionRecord, complete: bool, minutes_reason: str = ""
) -> Ready:
    """Check a session and bill it; nothing is stored. Raises what `save` raises."""
    db = p.file.db
    before = None if record.id is None else _record(db, record.id)
    record = session_access.writable(p, record, before)
    clean = check_session(p, record, _patient(db, record.patient_id))
    if complete and not clean.services:
        raise FieldProblem(_NOTHING_DONE, "services")
    if record.id is not None:
        _refuse_step_back(_guard(db, record).state, complete)
    state = EncounterState.COMPLETE if complete else EncounterState.DRAFT
    clean = session_files.moved(db, replace(clean, state=state), clean.date)
    clean = statements.sealed(p, clean)
    bill = bill_for(clean, facts_for(p, clean), p.book)
    return Ready(clean, bill, before, moved_minutes(p, before, clean, minutes_reason))


@inner
def keep(p: OpenPractice, work: UnitOfWork, ready: Ready) -> Receipt:
    """Keep a prepared session inside a change."""
    receipt = _store(work, ready.record, ready.bill)
    statements.note_changes(work, ready.before, ready.record)
    stored = replace(ready.record, id=receipt.encounter_id)
    kept = (receipt.encounter_id, receipt.version, stored.note)
    note_versions.add(work.db, *kept, p.person.name, work.now)
    if ready.moved is not None:
        signatures.add_minute_change(work.db, receipt.encounter_id, p.person, ready.moved)
        work.detail["minutes_changed"] = [ready.moved.before, ready.moved.after]
    if ready.complete:
        _post_charges(work, stored, ready.bill)
    count_day_anew(p, work, stored, ready.before)
    return receipt


@needs(Permission.ENCOUNTER_WRITE, Permission.BILL_WRITE, Permission.SCHEDULE_WRITE)
def void(p: OpenPractice, encounter_id: int, reason: str) -> None:
    """Mark an encounter as a mistake: it stays readable and no longer counts or costs."""
    form = Form()
    why = form.line("reason", "The reason", reason, needed=True)
    form.done()
    db = p.file.db
    standing = _standing(db, encounter_id)
    if standing.state is EncounterState.VOID:
        raise UserProblem("This session is void already.")
    _refuse_signed(db, encounter_id)
    planned = standing.state is EncounterState.SCHEDULED
    session_access.require_void(p, encounter_id, standing, planned=planned)
    with change(p, "encounter.void", "encounter") as work:
        drafts.remove(db, encounter_id)
        table.void(db, encounter_id, why, work.now)
        work.object_id, work.patient_id = encounter_id, standing.patient_id
        work.detail["was"] = standing.state.value
        count_day_anew(p, work, table.get(db, encounter_id))


@needs(Permission.BILL_READ)
def bill_of(p: OpenPractice, encounter_id: int) -> Bill:
    """The bill as it was when the session was saved."""
    patient_id = _standing(p.file.db, encounter_id).patient_id
    access.require_reach(p, Permission.BILL_READ, patient_id, "encounters.bill_of")
    body = bills.get(p.file.db, encounter_id)
    if body is None:
        raise UserProblem("This session has no bill yet. Open it and save it first.")
    try:
        return bill_from_json(body)
    except (KeyError, TypeError, ValueError) as error:
        raise DataProblem("The bill kept with this session cannot be read.") from error


@needs(Permission.SCHEDULE_WRITE)
def schedule(
    p: OpenPractice, patient_id: int, day: date, start_minute: int | None, provider_id: int
) -> int:
    """Plan a visit, in the future too; returns the encounter's id."""
    db = p.file.db
    patient = _patient(db, patient_id)
    record = session_files.new_record(db, patient, day, provider_id)
    record = replace(record, start_minute=start_minute, state=EncounterState.SCHEDULED)
    form = Form()
    form.days(date=day)
    if day < patient.birth_date:
        form.problem("date", "The visit is before the patient's birth. Check the date.")
    if start_minute is not None and not 0 <= start_minute < DAY_MINUTES:
        form.problem("start_minute", "The start lies between 0:00 and 23:59.")
    check_people(db, record, form)
    form.done()
    with change(p, "encounter.schedule", "encounter") as work:
        number = table.insert_encounter(db, record, table.Summary(), work.now)
        work.object_id, work.patient_id = number, patient_id
    return number


def _gather(p: OpenPractice, record: SessionRecord) -> SessionFile:
    signing = signing_states.standing(p, record.id)
    return replace(
        session_files.gather(p.file.db, record),
        facts=facts_for(p, record),
        signing=signing,
        signed_bill=bill_of(p, record.id or 0) if signing.is_signed else None,
    )


def _store(work: UnitOfWork, record: SessionRecord, bill: Bill) -> Receipt:
    db, now = work.db, work.now
    summary = table.Summary(
        codes=tuple(dict.fromkeys(service.code for service in record.services)),
        minutes=sum(service.total_minutes for service in record.services),
        units=bill.total_units,
        alerts=sum(alert.severity is not Severity.NOTE for alert in bill.alerts),
        rulebook=bill.rulebook,
    )
    if record.id is None:
        number, version = table.insert_encounter(db, record, summary, now, version=1), 1
    else:
        number, version = record.id, record.version + 1
        work.detail["fields"] = _changed(table.get(db, number), record)
        if not table.update_encounter(db, record, summary, now):
            raise UserProblem(_CONFLICT)
    service_lines.put(db, number, record.services, record.pointers)
    diagnoses.set_encounter(db, number, record.diagnoses)
    notes.put(db, number, record.note, now)
    bills.put(db, number, bill_to_json(bill, str(number)))
    decisions.put(db, number, record.attestations, record.refusals)
    drafts.remove(db, number)
    patients.touch(db, record.patient_id, record.date)
    work.object_id, work.patient_id = number, record.patient_id
    work.detail |= {"version": version, "rulebook": bill.rulebook, "codes": list(summary.codes)}
    return Receipt(number, version, now)


def _changed(old: SessionRecord | None, new: SessionRecord) -> list[str]:
    return [name for name in changed_fields(old, new) if name != "version"] if old else []


def _post_charges(work: UnitOfWork, record: SessionRecord, bill: Bill) -> None:
    number = record.id or 0
    old = charges.of_encounter(work.db, number)
    own = record.own_services(fees.own_items(work.db))
    posted = charges_of(record, bill, own, fees.list_on(work.db, record.date))
    charges.put(work.db, number, posted, work.now)
    work.detail["charges_cents"] = sum(charge.amount_cents or 0 for charge in posted)
    if old:
        work.detail["replaced_cents"] = sum(charge.amount_cents or 0 for charge in old)


def _guard(db: Database, record: SessionRecord) -> table.Standing:
    """How the stored encounter stands, if this record is of its present version and unsigned."""
    standing = _standing(db, record.id or 0)
    if standing.version != record.version or standing.patient_id != record.patient_id:
        raise UserProblem(_CONFLICT)
    if standing.state is EncounterState.VOID:
        raise UserProblem("This session is void and cannot be changed. Start a new one.")
    _refuse_signed(db, record.id or 0)
    return standing


def _refuse_signed(db: Database, encounter_id: int) -> None:
    signed = signatures.sealing(db, encounter_id)
    if signed is not None:
        raise UserProblem(
            f"{signed.signer} signed this session, so it is not changed. Add an addendum, or have"
            " an owner open it again for a reason."
        )


def _refuse_step_back(state: EncounterState, complete: bool) -> None:
    if state is EncounterState.COMPLETE and not complete:
        raise UserProblem(
            "This session is complete. Complete it again to keep the change;"
            " its charges are then replaced."
        )


def _patient(db: Database, patient_id: int) -> Patient:
    found = patients.get(db, patient_id)
    if found is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    return found


def _record(db: Database, encounter_id: int) -> SessionRecord:
    found = table.get(db, encounter_id)
    if found is None:
        raise UserProblem("This session is not in the practice file. Go back to Today.")
    return found


def _standing(db: Database, encounter_id: int) -> table.Standing:
    found = table.standing(db, encounter_id)
    if found is None:
        raise UserProblem("This session is not in the practice file. Go back to Today.")
    return found
