"""Papers from outside: taken in, opened inside the program, taken off the list."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import DataProblem, UserProblem
from core.model.patient_uploads import MOST_BYTES, Upload, media_of
from core.model.permissions import Permission
from core.services import access
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.services.plans import future_problem
from core.services.read_trail import note_read
from core.store import patient_files as table
from core.store import patients

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_MIB = 1024 * 1024


@needs(Permission.DEMOGRAPHICS_WRITE)
def add(p: OpenPractice, upload: Upload, body: bytes) -> Upload:
    """Keep a paper with the patient, inside the encrypted practice file.

    PDF, PNG and JPEG are taken by what their bytes are; the bytes are kept as they came.
    """
    if patients.get(p.file.db, upload.patient_id) is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    form = Form()
    form.days(dated_on=upload.dated_on)
    form.problem("dated_on", future_problem(upload.dated_on, p.clock.today()))
    title = form.line("title", "The title", upload.title)
    media = media_of(body)
    digest = hashlib.sha256(body).hexdigest()
    if not body:
        form.problem("file", "The file is empty. Scan it again.")
    elif len(body) > MOST_BYTES:
        form.problem("file", _too_large(len(body)))
    elif not media:
        form.problem("file", "This is no whole PDF, PNG or JPEG, whatever its name says. Scan or"
                     " save it again as one of these.")  # fmt: skip
    elif (same := table.same_bytes(p.file.db, upload.patient_id, digest)) is not None:
        form.problem("file", f"This very file is kept already: {same.kind_words.lower()}.")
    form.done()
    made = replace(upload, title=title, media=media, size=len(body), sha256=digest)
    with change(p, "patient_file.add", "patient_file") as work:
        kept = table.put(work.db, made, body, work.now, p.file.actor)
        work.object_id, work.patient_id = kept.id, kept.patient_id
        work.detail |= {"kind": kept.kind.value, "sha256": digest}
    return kept


@needs(Permission.DOCUMENTS_READ)
def open_file(p: OpenPractice, file_id: int) -> tuple[Upload, bytes]:
    """A paper with its bytes, checked against the hash taken when it came in."""
    found, body = table.get(p.file.db, file_id), table.body(p.file.db, file_id)
    if found is None or body is None:
        raise UserProblem("This paper is not in the practice file.")
    access.require_reach(p, Permission.DOCUMENTS_READ, found.patient_id, "patient_files.open_file")
    if hashlib.sha256(body).hexdigest() != found.sha256:
        raise DataProblem(
            "This paper no longer matches the hash taken when it came in. It is damaged: take it"
            " from a backup."
        )
    note_read(p, "patient_file.read", "patient_file", file_id, found.patient_id)
    return found, body


def _too_large(size: int) -> str:
    return (
        f"The file has {size / _MIB:.1f} MB; at most {MOST_BYTES // _MIB} MB are kept. Scan it in"
        " grey or in parts."
    )


@needs(Permission.DEMOGRAPHICS_WRITE)
def withdraw(p: OpenPractice, file_id: int, why: str) -> None:
    """Take a paper off the patient's list; it stays in the practice file with the reason."""
    found = table.get(p.file.db, file_id)
    if found is None or found.withdrawn_why:
        raise UserProblem("This paper is off the list already, or not in the practice file.")
    form = Form()
    reason = form.line("why", "The reason", why, needed=True)
    form.done()
    with change(p, "patient_file.withdraw", "patient_file") as work:
        table.withdraw(work.db, file_id, reason, work.now, p.file.actor)
        work.object_id, work.patient_id = file_id, found.patient_id
