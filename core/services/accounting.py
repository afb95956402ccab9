"""The accounting of disclosures that a patient may ask for: prepared here, drawn and kept as paper.

45 CFR 164.528: date, recipient with address, what was disclosed, why; six years back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.library import retention_file
from core.model.permissions import Permission
from core.model.typed_dates import say_date
from core.reports import accounting as paper
from core.reports.accounting import AccountingRecord
from core.rules.days import years_before
from core.services import access
from core.services.permissions import needs
from core.services.printing import PdfDraft, draft_of
from core.services.superbill_data import billing_of, person_of
from core.store import disclosures, documents, patients, practices

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

KIND = "accounting"


@dataclass(frozen=True, slots=True)
class AccountingJob:
    """All that is needed to draw; drawing may run on any thread."""

    record: AccountingRecord
    patient_id: int


@needs(Permission.DOCUMENTS_PRINT)
def usual_period(p: OpenPractice) -> tuple[date, date]:
    """The days a patient may ask about: the years before today that the law names, and today."""
    today = p.clock.today()
    return years_before(today, retention_file.terms_on(today).years_after_disclosure), today


@needs(Permission.DOCUMENTS_PRINT)
def prepare(p: OpenPractice, patient_id: int, first: date, last: date) -> AccountingJob:
    """Read the disclosures from day to day, both counted; those taken back are left out."""
    access.require_reach(p, Permission.DOCUMENTS_PRINT, patient_id, "accounting.prepare")
    if last < first:
        raise FieldProblem(
            f"The period ends before it begins on {say_date(first)}. Turn the days round.", "last"
        )
    db = p.file.db
    patient, practice = patients.get(db, patient_id), practices.get(db)
    if patient is None or practice is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    found = disclosures.list_for(db, patient_id, first, last)
    record = AccountingRecord(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(practice),
        patient=person_of(patient),
        first=first,
        last=last,
        rows=tuple(one for one in reversed(found) if one.stands),
    )
    return AccountingJob(record, patient_id)


def draw(job: AccountingJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    record = job.record
    pdf = paper.build(record)
    return draft_of(pdf, record, paper.TITLE, KIND, job.patient_id)
