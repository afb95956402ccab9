"""Opening a patient's notes with a reason: for an hour, in the audit trail, told to the owner."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from core.errors import UnitwiseError, UserProblem
from core.model.break_glass import LEAST_REASON, MINUTES, MOST_REASON, BrokenGlass, GlassPass
from core.model.permissions import Permission
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import inner, may, needs
from core.services.practice import OpenGlass
from core.store import break_glass as table
from core.store import patients

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@needs(Permission.BREAK_GLASS)
def start(p: OpenPractice, patient_id: int, reason: str) -> GlassPass:
    """Open a patient's notes to who is signed in, to read, for 60 minutes from now.

    Raises InvalidInput for a reason shorter than ten characters.
    """
    form = Form()
    why = form.line("reason", "The reason", reason, most=MOST_REASON, needed=True)
    if why and len(why) < LEAST_REASON:
        form.problem("reason", f"Say the reason in at least {LEAST_REASON} characters.")
    form.done()
    patient = patients.get(p.file.db, patient_id)
    if patient is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    key = (p.person.id, patient_id)
    if key in p.memory.glass:
        _end(p, key, "opened again")
    with change(p, "breakglass.start", "break_glass") as work:
        number = table.add(work.db, p.person.id, patient_id, why, work.now)
        work.object_id, work.patient_id = number, patient_id
        work.detail |= {"reason": why, "minutes": MINUTES}
    name = f"{patient.last_name}, {patient.first_name}"
    p.memory.glass[key] = OpenGlass(number, name, p.memory.monotonic() + MINUTES * 60)
    return GlassPass(patient_id, name, MINUTES)


@needs(Permission.BREAK_GLASS)
def stop(p: OpenPractice, patient_id: int) -> None:
    """Close the notes before the hour is over; nothing happens when they are not open."""
    key = (p.person.id, patient_id)
    if key in p.memory.glass:
        _end(p, key, "closed")


@needs(Permission.ANYONE, why="it tells of the person's own openings, and ends those that are over")
def active(p: OpenPractice) -> tuple[GlassPass, ...]:
    """The patients whose notes are open to who is signed in; the window asks every minute."""
    now = p.memory.monotonic()
    for key in [key for key, glass in p.memory.glass.items() if glass.until <= now]:
        _end(p, key, "time over")
    return tuple(
        GlassPass(patient_id, glass.patient_name, max(1, round((glass.until - now) / 60)))
        for (person_id, patient_id), glass in p.memory.glass.items()
        if person_id == p.person.id
    )


@needs(Permission.ANYONE, why="it only closes: at sign-out, at the lock, when the program ends")
def end_all(p: OpenPractice) -> None:
    """Close whatever is open, to whomever, and what was open when the program last stopped."""
    for key in list(p.memory.glass):
        _end(p, key, "signed out")
    for left in table.not_ended(p.file.db):
        _write_end(p, left.id, left.patient_id, "the program stopped", left.person_name)


@needs(Permission.AUDIT_READ)
def to_acknowledge(p: OpenPractice) -> tuple[BrokenGlass, ...]:
    """What no owner has taken note of yet, the oldest first."""
    return table.not_acknowledged(p.file.db)


@needs(Permission.AUDIT_READ)
def acknowledge(p: OpenPractice, number: int) -> None:
    """Keep that the owner who is signed in has taken note of it."""
    found = table.get(p.file.db, number)
    if found is None or found.acknowledged_at is not None:
        raise UserProblem("Another owner has taken note of this already. Open Today again.")
    with change(p, "breakglass.acknowledge", "break_glass") as work:
        table.acknowledge(work.db, number, p.person.id, work.now)
        work.object_id, work.patient_id = number, found.patient_id


@inner
def is_open(p: OpenPractice, patient_id: int) -> bool:
    """Whether a patient's notes are open to who is signed in; an hour that is over ends here."""
    key = (p.person.id, patient_id)
    glass = p.memory.glass.get(key)
    if glass is None or not may(p, Permission.BREAK_GLASS):
        return False
    if glass.until <= p.memory.monotonic():
        _end(p, key, "time over")
        return False
    return True


def _end(p: OpenPractice, key: tuple[int, int], how: str) -> None:
    # First out of the memory: whatever the file does, the notes are closed.
    glass = p.memory.glass.pop(key)
    with suppress(UnitwiseError):  # `end_all` of the next start writes what the disk refused
        _write_end(p, glass.id, key[1], how)


def _write_end(p: OpenPractice, number: int, patient_id: int, how: str, whose: str = "") -> None:
    # Closing goes on while a new password has to be chosen first.
    with p.file.unit_of_work("breakglass.stop", "break_glass") as work:
        table.end(work.db, number, work.now)
        work.object_id, work.patient_id = number, patient_id
        work.detail |= {"how": how} | ({"whose": whose} if whose else {})
