"""Signatures and what follows them: how the job makes them, what must be true after a fault."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import timedelta

from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Diagnosis
from core.model.people import Person, Role
from core.model.practice import Provider
from core.model.session import Note
from core.services import break_glass, encounters, patients, people, setup, signing
from core.services.practice import OpenPractice
from core.services.signing_checks import Reasons
from core.store import removal
from core.store.engine import Database
from tests.support.people import signed_in
from tests.support.practice import DAY, PASSWORD, clock_on

ADDED, REASON = "The left side was meant.", "asked for by the payer"
# What a table must hold as often as the trail tells of it.
_PAIRS = (
    ("signatures WHERE role <> 'countersigning'", "encounter.sign", "signature"),
    ("signatures WHERE role = 'countersigning'", "encounter.countersign", "countersignature"),
    ("addenda", "encounter.addendum", "addendum"),
    ("unsealings", "encounter.unseal", "opening of a signed session"),
    ("break_glass", "breakglass.start", "opening of notes"),
    ("break_glass WHERE ended_at IS NOT NULL", "breakglass.stop", "end of an opening of notes"),
)
_GUARDS = 26  # of what is signed, kept of notes, disclosed, scored, planned and filed
_ACKNOWLEDGED = {
    "addendum": "encounter.addendum",
    "unsealed": "encounter.unseal",
    "countersigned": "encounter.countersign",
    "opened": "breakglass.start",
    "shut": "breakglass.stop",
}


def old_record(p: OpenPractice, number: int) -> int:
    """A patient with a signed session, years after the term of the record is over."""
    patient = patients.save(p, replace(patients.get(p, 1).patient, id=None, account_number=""))
    record = encounters.new_session(p, patient.id or 0, DAY).record
    record = replace(
        record,
        diagnoses=(Diagnosis("M25.561", "Pain in right knee"),),
        services=(Service("97110", 8 + number % 100),),
        pointers=("A",),
        note=Note(assessment=f"session {number} of a record to be removed"),
    )
    signing.sign(p, record, Reasons(for_all="as documented"))
    p.clock = p.file.clock = clock_on(DAY.replace(year=DAY.year + 11))
    return patient.id or 0


def _removals(db: Database, removed: Set[int], words: Set[str]) -> list[str]:
    """A removed record is gone whole with its audit row, or there whole without it."""
    wrong = []
    for patient in removed:
        for table in ("patients", "encounters", "coverages", "documents"):
            column = "id" if table == "patients" else "patient_id"
            sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608 - our own words
            if db.execute(sql, (patient,)).fetchone()[0]:
                wrong.append(f"half: {table} of a removed record")
    if len(removal.guards(db)) != _GUARDS:
        wrong.append("half: the guards of signed rows")
    if any(line.startswith("removed ") for line in words) and not removed:
        wrong.append("lost: the removal of a record")
    return wrong


def assisted(p: OpenPractice, number: int) -> int:
    """Session `number`, signed by an assistant and waiting for the therapist."""
    helper = setup.save_provider(p, Provider("Bea", "Roy", ProviderRole.PTA)).id
    person, _ = people.add_person(
        p, Person(0, "Bea Roy", "bea", frozenset({Role.ASSISTANT}), helper), PASSWORD
    )
    record = encounters.new_session(p, 1, DAY - timedelta(days=number)).record
    record = replace(
        record,
        assistant_provider_id=helper,
        services=(Service("97110", 8 + number % 100),),
        pointers=("A",),
        note=Note(assessment=f"session {number} of the assistant"),
    )
    with signed_in(p, person):
        return signing.sign(p, record).encounter_id


def signed_by_therapist(p: OpenPractice) -> list[int]:
    """The encounters that the therapist's signature seals."""
    rows = p.file.db.execute("SELECT encounter_id FROM signatures WHERE role = 'rendering'")
    return [row[0] for row in rows.fetchall()]


def look(p: OpenPractice, signed: Set[int], words: Set[str]) -> list[str]:
    """An act is there with its audit row or not at all; verifying looks at the seals."""
    db, wrong = p.file.db, []
    break_glass.end_all(p)  # as the program does when it starts: what the disk refused is written
    events = db.execute("SELECT action, object_id, patient_id FROM audit_events").fetchall()
    removed = {patient for action, _, patient in events if action == "patient.remove"}
    told = [action for action, _, patient in events if patient not in removed]
    kept = {row[0] for row in db.execute("SELECT encounter_id FROM signatures").fetchall()}
    seen = {
        number
        for action, number, patient in events
        if action == "encounter.sign" and patient not in removed
    }
    wrong += _removals(db, removed, words)
    wrong += [f"half: the signature of encounter {number}" for number in kept ^ seen]
    wrong += [f"lost: the signature of encounter {number}" for number in signed - kept]
    for table, action, what in _PAIRS:
        (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own words
        if count != told.count(action):
            wrong.append(f"half: {what}: {count} kept, {told.count(action)} told")
    opened = any(line.startswith("opened ") for line in words)
    for line in words:
        action = _ACKNOWLEDGED.get(line.partition(" ")[0])
        if action == "breakglass.stop" and not opened:
            continue  # closing what is not open is done at once
        if action and action not in told:
            wrong.append(f"lost: {line}")
    return wrong
