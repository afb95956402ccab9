"""Reading the audit trail: who did what, to whom, when; and handing it out as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.model.permissions import Permission
from core.services import audit_files
from core.services.changes import change
from core.services.permissions import needs
from core.services.proofs import Proof, spend
from core.store import audit, chain, patients
from core.store.audit import AuditEvent, AuditQuery
from core.store.platform_files import this_platform, write_durably

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

PAGE = 200
_SLICE = 5000


class ExportFormat(StrEnum):
    """How the trail leaves the program; the value is the file's ending."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked of the trail; empty fields ask nothing, both days count.

    `action` is a whole action or its first word, such as `encounter`.
    """

    actor: str = ""
    patient_id: int | None = None
    action: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry with the name of its patient, empty when it is about none."""

    event: AuditEvent
    patient: str


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """What the trail can be filtered by: everybody and everything that stands in it."""

    actors: tuple[str, ...]
    actions: tuple[str, ...]


@needs(Permission.AUDIT_READ)
def choices(p: OpenPractice) -> AuditChoices:
    """Who and what stands in the trail."""
    return AuditChoices(audit.actors(p.file.db), audit.actions(p.file.db))


@needs(Permission.AUDIT_READ)
def entries(
    p: OpenPractice, wanted: AuditFilter, before: int | None = None, limit: int = PAGE
) -> tuple[AuditRow, ...]:
    """The newest entries that fit; `before` is the last number of the page before this one."""
    found = audit.find(p.file.db, _query(wanted), before, limit)
    names = {number: _name(p, number) for number in {event.patient_id for event in found}}
    return tuple(AuditRow(event, names[event.patient_id]) for event in found)


@needs(Permission.AUDIT_READ)
def count(p: OpenPractice, wanted: AuditFilter) -> int:
    """How many entries fit."""
    return audit.count(p.file.db, _query(wanted))


@needs(Permission.AUDIT_EXPORT)
def export(
    p: OpenPractice, wanted: AuditFilter, target: Path, form: ExportFormat, proof: Proof
) -> int:
    """Write the entries that fit into a file of the person's choice, oldest first; how many.

    Raises UserProblem without a fresh proof of the own password (core.services.proofs).
    The export is an entry of the trail itself, written first: nothing is handed out that the
    trail does not tell of. Patients stand in it by number.
    """
    if target.suffix.lower() != f".{form.value}":
        raise UserProblem(f"The file's name has to end in .{form.value}.", "target")
    spend(p, proof)
    sealed = tuple(_sealed(p, wanted))
    with change(p, "audit.export", "audit_trail") as work:
        work.detail |= {"entries": len(sealed), "format": form.value}
        work.patient_id = wanted.patient_id
    if form is ExportFormat.CSV:
        body = audit_files.as_csv(sealed)
    else:
        report = chain.walk(p.file.db, p.file.chain_key)
        body = audit_files.as_json(sealed, report, p.file.keys.install, p.clock.now())
    try:
        write_durably(target, body, this_platform())
    except OSError as error:
        raise DataProblem(
            f"“{target.name}” could not be written: the folder is read-only or the disk is full. "
            "Choose another folder."
        ) from error
    return len(sealed)


def _sealed(p: OpenPractice, wanted: AuditFilter) -> Iterator[audit_files.SealedEvent]:
    query, pages, before = _query(wanted), [], None
    while page := audit.find(p.file.db, query, before, _SLICE):
        pages.append(page)
        before = page[-1].seq
    for event in (event for page in reversed(pages) for event in reversed(page)):
        yield audit_files.SealedEvent(event, chain.seal_of(p.file.db, event.seq) or b"")


def _query(wanted: AuditFilter) -> AuditQuery:
    return AuditQuery(
        wanted.actor,
        wanted.patient_id,
        wanted.action,
        _midnight(wanted.first) if wanted.first else None,
        _midnight(wanted.last + timedelta(days=1)) if wanted.last else None,
    )


def _midnight(day: date) -> datetime:
    """Where a day begins on this PC's clock."""
    return datetime.combine(day, time()).astimezone()


def _name(p: OpenPractice, patient_id: int | None) -> str:
    patient = None if patient_id is None else patients.get(p.file.db, patient_id)
    return f"{patient.last_name}, {patient.first_name}" if patient else ""
