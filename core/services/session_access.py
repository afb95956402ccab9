"""Whose session it is: what of it a person sees, and what of a person's change is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.permissions import Permission, Scope, scope_of
from core.model.session import Draft, Note, SessionFile, SessionRecord
from core.services import access
from core.services.permissions import inner, may, refuse
from core.services.read_trail import note_read
from core.store import drafts, notes

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.encounters import Standing

NOTE_KEY = "note"  # where a draft's body keeps the note's four parts
_TYPED = (
    "There is note text in this session that its clinician has not saved yet, and it would be"
    " lost. Ask the clinician to save it first; what you typed stays on this screen."
)


@inner
def require_view(p: OpenPractice, patient_id: int, action: str) -> None:
    """Refuse unless the patient's sessions may be seen, with or without their notes."""
    if not access.reaches(p, Permission.BILL_READ, patient_id):
        access.require_reach(p, Permission.NOTE_READ, patient_id, action)


@inner
def seen(p: OpenPractice, file: SessionFile, *, told: bool = True) -> SessionFile:
    """The session as it is for who is signed in: without a note that is not for them.

    Reading is written into the audit trail when `told`; an owner's or a reasoned reading of a
    note each time.
    """
    record = file.record
    by_itself = access.reaches_by_itself(p, Permission.NOTE_READ, record.patient_id)
    with_note = by_itself or access.reaches(p, Permission.NOTE_READ, record.patient_id)
    if record.id is None and access.writes(p, Permission.NOTE_WRITE, record):
        with_note = True  # a note about to be written, of a patient not yet in one's care
    if not with_note:
        # An addendum is note text too.
        signing = replace(file.signing, addenda=())
        file = replace(file, record=_bare(record), draft=_bare_draft(file.draft), signing=signing)
    writes = access.writes(p, Permission.ENCOUNTER_WRITE, record)
    bills = record.id is not None and access.writes(p, Permission.BILL_WRITE, record)
    file = replace(
        file,
        can_write=writes or bills,
        can_write_note=writes and access.writes(p, Permission.NOTE_WRITE, record),
    )
    if told and record.id is not None:
        always = with_note and _is_others(p, record, by_itself=by_itself)
        note_read(
            p, "encounter.read", "encounter", record.id, record.patient_id,
            always=always, note=with_note, with_reason=with_note and not by_itself,
        )  # fmt: skip
    return file


@inner
def require_write(
    p: OpenPractice, action: str, stored: Standing | SessionRecord | None, new: SessionRecord | None
) -> bool:
    """Refuse unless a session may be changed; whether its note may be changed too.

    The clinicians of the session as it was and as it is to be are asked for, so that nobody
    takes one over or hands one out.
    """
    treated = tuple(one for one in (stored, new) if one is not None)
    if access.writes(p, Permission.ENCOUNTER_WRITE, *treated):
        return access.writes(p, Permission.NOTE_WRITE, *treated)
    if stored is None or not access.writes(p, Permission.BILL_WRITE, *treated):
        refuse(p, Permission.ENCOUNTER_WRITE, action, treated[0].patient_id)
    return False


@inner
def writable(p: OpenPractice, record: SessionRecord, stored: SessionRecord | None) -> SessionRecord:
    """The record as it may be saved: one that may not change the note keeps the stored one.

    Raises NotAllowed when a note that may only be read was changed.
    """
    action = "encounters.save"
    with_note = require_write(p, action, stored, record)
    if stored is None:
        return replace(record, note_withheld=False)
    if with_note and not record.note_withheld:
        return record
    require_no_typed_note(p, stored.id or 0)
    readable = access.reaches(p, Permission.NOTE_READ, stored.patient_id)
    if readable and not record.note_withheld and record.note != stored.note:
        refuse(p, Permission.NOTE_WRITE, action, stored.patient_id)
    return replace(record, note=stored.note, note_withheld=False)


@inner
def kept_body(
    p: OpenPractice, record: SessionRecord, body: Mapping[str, object], *, with_note: bool
) -> Mapping[str, object]:
    """A draft as it may be kept: the note's part stays what it was unless it may be changed."""
    if record.id is None or (with_note and not record.note_withheld):
        return body
    draft = drafts.get(p.file.db, record.id)
    stored = list(astuple(notes.get(p.file.db, record.id)))
    return {**body, NOTE_KEY: draft.body.get(NOTE_KEY, stored) if draft else stored}


@inner
def require_no_typed_note(p: OpenPractice, encounter_id: int) -> None:
    """Refuse while a draft holds note text that the saved session has not."""
    draft = drafts.get(p.file.db, encounter_id)
    typed = draft.body.get(NOTE_KEY) if draft else None
    if isinstance(typed, list) and tuple(typed) != astuple(notes.get(p.file.db, encounter_id)):
        raise UserProblem(_TYPED)


@inner
def begun(p: OpenPractice, record: SessionRecord) -> bool:
    """Whether who is signed in may begin this session as it is."""
    return access.writes(p, Permission.ENCOUNTER_WRITE, record)


@inner
def require_void(p: OpenPractice, encounter_id: int, standing: Standing, *, planned: bool) -> None:
    """Refuse unless a visit may be called off, or a session called a mistake.

    Nobody lets go of a draft's note who may not write it.
    """
    if planned and may(p, Permission.SCHEDULE_WRITE):
        return
    if not require_write(p, "encounters.void", standing, None):
        require_no_typed_note(p, encounter_id)


def _is_others(p: OpenPractice, record: SessionRecord, *, by_itself: bool) -> bool:
    if not by_itself:
        return True
    widest = scope_of(p.person.roles, Permission.NOTE_READ) is Scope.ALL
    return widest and not access.treats(p, record.patient_id)


def _bare(record: SessionRecord) -> SessionRecord:
    return replace(record, note=Note(), note_withheld=True)


def _bare_draft(draft: Draft | None) -> Draft | None:
    if draft is None:
        return None
    body = {key: value for key, value in draft.body.items() if key != NOTE_KEY}
    return replace(draft, body=body)
