"""The disclosure log: what of a record was handed out, to whom, why and how, and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.model.disclosure import MOST_TEXT, Disclosure
from core.model.permissions import Permission
from core.services import access
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.store import disclosures as table
from core.store import documents, patients

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_FAX = 40


@needs(Permission.DISCLOSURES_WRITE)
def record(p: OpenPractice, one: Disclosure) -> Disclosure:
    """Write down a disclosure; the row is never changed, only taken back.

    Raises InvalidInput naming every bad field.
    """
    access.require_reach(p, Permission.DISCLOSURES_WRITE, one.patient_id, "disclosures.record")
    clean = _check(p, one)
    with change(p, "disclosure.record", "disclosure") as work:
        work.object_id = table.add(work.db, clean, p.person.id, p.file.actor, work.now)
        work.patient_id = clean.patient_id
        work.detail |= {"way": clean.way.value, "document": clean.document_id}
        kept = table.get(work.db, work.object_id)
    return kept or clean


def _check(p: OpenPractice, one: Disclosure) -> Disclosure:
    form, db = Form(), p.file.db
    patient = patients.get(db, one.patient_id)
    if patient is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    line = form.line
    clean = replace(
        one,
        recipient=line("recipient", "The recipient", one.recipient, most=MOST_TEXT, needed=True),
        address=line("address", "The address", one.address, most=MOST_TEXT),
        fax=line("fax", "The fax number", one.fax, most=_FAX),
        what=line("what", "What was disclosed", one.what, most=MOST_TEXT, needed=True),
        purpose=line("purpose", "The purpose", one.purpose, most=MOST_TEXT, needed=True),
    )
    form.days(disclosed_on=clean.disclosed_on)
    if clean.disclosed_on > p.clock.today():
        form.problem("disclosed_on", "This day is still to come.")
    if clean.disclosed_on < patient.birth_date:
        form.problem("disclosed_on", "This day is before the patient's birth.")
    if clean.document_id is not None:
        document = documents.get(db, clean.document_id)
        if document is None or document.patient_id != clean.patient_id:
            form.problem("document_id", "This document is not one of the patient's.")
    form.done()
    return clean


@needs(Permission.DISCLOSURES_WRITE)
def take_back(p: OpenPractice, number: int, reason: str) -> Disclosure:
    """Mark a disclosure as entered in error; it stays in the log and leaves the accounting."""
    one = table.get(p.file.db, number)
    if one is None:
        raise UserProblem("This disclosure is not in the practice file. Open the list again.")
    access.require_reach(p, Permission.DISCLOSURES_WRITE, one.patient_id, "disclosures.take_back")
    form = Form()
    why = form.line("reason", "The reason", reason, most=MOST_TEXT, needed=True)
    form.done()
    if not one.stands:
        raise FieldProblem("This disclosure was taken back already.", "reason")
    with change(p, "disclosure.take_back", "disclosure") as work:
        table.take_back(work.db, number, why, p.file.actor, work.now)
        work.object_id, work.patient_id = number, one.patient_id
        work.detail["reason"] = why
    return replace(one, taken_back=why)


@needs(Permission.DOCUMENTS_READ)
def list_for(p: OpenPractice, patient_id: int) -> tuple[Disclosure, ...]:
    """A patient's disclosures, newest first, with those taken back."""
    access.require_reach(p, Permission.DOCUMENTS_READ, patient_id, "disclosures.list_for")
    return table.list_for(p.file.db, patient_id)
