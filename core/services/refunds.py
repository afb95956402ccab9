"""The refund letter of an overpayment: read here, drawn aside, kept like other papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.model.patient import Patient
from core.model.permissions import Permission
from core.reports import refund_letter
from core.reports.refund_letter import RefundLetter
from core.reports.superbill_record import Insurance
from core.services.audit_follow_up import clock_of
from core.services.overpaid import overpaid
from core.services.permissions import inner, needs
from core.services.printing import PdfDraft, draft_of
from core.services.superbill_data import billing_of, insurance_of, person_of, rendering_of
from core.store import (
    coverages,
    documents,
    payers,
    providers,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

KIND = "refund"


@dataclass(frozen=True, slots=True)
class RefundJob:
    """All that is needed to draw; drawing may run on any thread."""

    record: RefundLetter
    patient_id: int
    versions: tuple[tuple[int, int], ...]


@needs(Permission.OVERPAYMENTS)
def prepare_letter(p: OpenPractice, overpayment_id: int) -> RefundJob:
    """Read what the letter says; raises UserProblem for one that is gone."""
    db, about = p.file.db, overpaid(p, overpayment_id)
    owed, session, patient = about.owed, about.session, about.patient
    insurance, address = _to(p, session.coverage_id, patient)
    clock = clock_of(owed)
    record = RefundLetter(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(about.practice),
        patient=person_of(patient),
        insurance=insurance,
        address=address,
        day=session.date,
        rendering=rendering_of(providers.get(db, session.rendering_provider_id)),
        found_on=owed.found_on,
        lines=owed.lines,
        why=about.why,
        due=clock.due,
        cites=clock.cites[:1],
    )
    return RefundJob(record, session.patient_id, about.versions)


@inner
def _to(
    p: OpenPractice, coverage_id: int | None, patient: Patient
) -> tuple[Insurance | None, tuple[str, ...]]:
    """Whose coverage paid, or None for the patient, and the address to write to."""
    coverage = coverages.get(p.file.db, coverage_id) if coverage_id else None
    payer = payers.get(p.file.db, coverage.payer_id) if coverage else None
    address = payer.address if payer else patient.address
    lines = (address.street, address.city_line)
    return insurance_of(coverage), tuple(line for line in lines if line)


def draw_letter(job: RefundJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    record, pdf = job.record, refund_letter.build(job.record)
    lacking = () if record.address else ("The address to write to is not recorded.",)
    return draft_of(
        pdf,
        record,
        refund_letter.TITLE,
        KIND,
        job.patient_id,
        name="refund-letter",
        versions=job.versions,
        problems=lacking,
    )
