"""Superbills, and how every document is kept: the previewed bytes, with their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

from core.errors import DataProblem, FieldProblem, UserProblem
from core.model.encounter import Encounter
from core.model.patient_file import DocumentRow
from core.model.permissions import Permission
from core.model.session import SessionRecord
from core.reports import superbill as by_visits
from core.reports import superbill_columns as by_columns
from core.reports.page import Pdf
from core.reports.superbill_problems import missing_characters, problems_of
from core.reports.superbill_record import Notice, SuperbillRecord, us_date
from core.rules.engine import evaluate
from core.services import access
from core.services.permissions import inner, needs
from core.services.read_trail import note_read
from core.services.superbill_data import Options, gather, sessions_of
from core.store import coverages, documents, encounters, fees, payers

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

KIND = "superbill"
_PART_B = "medicare-part-b"
_MAY_BE_COVERED = frozenset(("replaced-code", "rule-not-known"))
_HEADLINE = "Not for submission to Medicare"
How = Literal["printed", "saved"]


class Layout(StrEnum):
    """The two faces of one record."""

    SUPERBILL = "superbill"
    CMS1500 = "cms1500"


_BUILDERS: dict[Layout, Callable[[SuperbillRecord], Pdf]] = {
    Layout.SUPERBILL: by_visits.build,
    Layout.CMS1500: by_columns.build,
}


class MedicareReason(StrEnum):
    """Why a patient with Medicare Part B gets a superbill; the words stand on the paper."""

    NOT_COVERED = "Medicare does not cover these services for this patient."
    ALREADY_FILED = "The practice has already filed the claim with Medicare."
    NOT_FOR_FILING = "For the patient’s own records, not for filing."


@dataclass(frozen=True, slots=True)
class MedicareQuestion:
    """What to ask before a superbill for covered services of a Part B patient is printed."""

    sentence: str
    reasons: tuple[MedicareReason, ...]
    codes: tuple[str, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class SuperbillJob:
    """All that is needed to draw, read from the practice file; drawing may run on any thread."""

    record: SuperbillRecord
    layout: Layout
    patient_id: int
    versions: tuple[tuple[int, int], ...]
    reason: str


class Numbered(Protocol):
    """What every kept document's record carries."""

    @property
    def number(self) -> int: ...

    @property
    def issued_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class PdfDraft:
    """A drawn document that is not kept yet; `problems` are for the screen.

    `versions` pairs each encounter's id with the version drawn.
    """

    body: bytes
    sha256: str
    number: int
    pages: int
    title: str
    suggested_name: str
    kind: str
    layout: str
    patient_id: int
    versions: tuple[tuple[int, int], ...]
    reason: str
    problems: tuple[str, ...] = ()

    @property
    def encounter_ids(self) -> tuple[int, ...]:
        """The encounters on the document."""
        return tuple(encounter_id for encounter_id, _ in self.versions)


@needs(Permission.DOCUMENTS_PRINT)
def superbill(
    p: OpenPractice,
    patient_id: int,
    encounter_ids: Sequence[int],
    layout: str = Layout.SUPERBILL,
    *,
    reason: str = "",
    diagnosis_text: bool = True,
    assigned_to_provider: bool = False,
    signature_on_file: bool = False,
) -> PdfDraft:
    """Draw a superbill for completed encounters of one patient; nothing is stored."""
    options = Options(diagnosis_text, assigned_to_provider, signature_on_file)
    return draw(prepare(p, patient_id, encounter_ids, layout, reason=reason, options=options))


@needs(Permission.DOCUMENTS_PRINT)
def prepare(
    p: OpenPractice,
    patient_id: int,
    encounter_ids: Sequence[int],
    layout: str = Layout.SUPERBILL,
    *,
    reason: str = "",
    options: Options | None = None,
) -> SuperbillJob:
    """Read everything a superbill needs.

    Raises UserProblem with the field `reason` when Medicare's question stands unanswered.
    """
    if layout not in _BUILDERS:
        raise UserProblem(f"There is no layout “{layout[:20]}”.", "layout")
    sessions = sessions_of(p.file.db, patient_id, encounter_ids)
    question = _question(p, patient_id, sessions)
    answer = _answer(question, reason)
    notice = Notice(_HEADLINE, f"Reason: {answer}") if answer else None
    record = gather(p, patient_id, sessions, notice, options or Options())
    versions = tuple((session.id or 0, session.version) for session in sessions)
    return SuperbillJob(record, Layout(layout), patient_id, versions, answer)


def draw(job: SuperbillJob) -> PdfDraft:
    """Draw a prepared superbill; touches no database."""
    record = job.record
    pdf = _BUILDERS[job.layout](record)
    return draft_of(
        pdf,
        record,
        by_visits.TITLE,
        KIND,
        job.patient_id,
        layout=job.layout.value,
        versions=job.versions,
        reason=job.reason,
        problems=problems_of(record),
    )


def draft_of(
    pdf: Pdf,
    record: Numbered,
    title: str,
    kind: str,
    patient_id: int,
    *,
    name: str = "",
    layout: str = "",
    versions: tuple[tuple[int, int], ...] = (),
    reason: str = "",
    problems: tuple[str, ...] = (),
) -> PdfDraft:
    """A drawn document as a draft to keep; `name` and `layout` are the kind's own unless given.

    What could not be drawn is added to the problems.
    """
    return PdfDraft(
        body=pdf.body,
        sha256=hashlib.sha256(pdf.body).hexdigest(),
        number=record.number,
        pages=pdf.pages,
        title=f"{title} {record.number}",
        suggested_name=suggested_name(record.issued_on, name or kind, record.number),
        kind=kind,
        layout=layout or kind,
        patient_id=patient_id,
        versions=versions,
        reason=reason,
        problems=problems + missing_characters(pdf.missing),
    )


def suggested_name(day: date, kind: str, number: int) -> str:
    """A file name that every system takes and that names no patient."""
    word = re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")[:40] or "document"
    return f"{day.isoformat()}_{word}_{number}.pdf"


@needs(Permission.DOCUMENTS_PRINT)
def medicare_question(
    p: OpenPractice, patient_id: int, encounter_ids: Sequence[int]
) -> MedicareQuestion | None:
    """What Medicare wants answered before these encounters stand on a superbill, if anything."""
    return _question(p, patient_id, sessions_of(p.file.db, patient_id, encounter_ids))


def _question(
    p: OpenPractice, patient_id: int, sessions: tuple[SessionRecord, ...]
) -> MedicareQuestion | None:
    covered: dict[str, None] = {}
    days: dict[date, None] = {}
    for session in sessions:
        codes = _covered(p, session) if _has_part_b(p, patient_id, session) else ()
        covered |= dict.fromkeys(codes)
        if codes:
            days[session.date] = None
    if not covered:
        return None
    dates = ", ".join(us_date(day) for day in days)
    return MedicareQuestion(
        f"The patient has Medicare Part B on {dates}. The practice itself must file the claim"
        f" with Medicare for covered services ({', '.join(covered)}). Why is a superbill printed?",
        tuple(MedicareReason),
        tuple(covered),
        "Social Security Act §1848(g)(4), 42 U.S.C. 1395w-4(g)(4)",
    )


def _has_part_b(p: OpenPractice, patient_id: int, session: SessionRecord) -> bool:
    if session.profile == _PART_B:
        return True
    for coverage in coverages.list_for(p.file.db, patient_id):
        if not coverage.in_force(session.date):
            continue
        payer = payers.get(p.file.db, coverage.payer_id)
        if payer is not None and payer.profile_on(session.date) == _PART_B:
            return True
    return False


def _covered(p: OpenPractice, session: SessionRecord) -> tuple[str, ...]:
    """Codes Medicare covers in the encounter, or may: under another number, or by unknown rules."""
    own_items = fees.own_items(p.file.db)
    asked: Encounter = replace(session.to_engine(own_items), payer=_PART_B)
    bill = evaluate(asked, p.book)
    found = {line.code for line in bill.lines}
    for alert in bill.alerts:
        if alert.id in _MAY_BE_COVERED:
            found.update(alert.codes)
    return tuple(dict.fromkeys(one.code for one in asked.services if one.code in found))


def _answer(question: MedicareQuestion | None, reason: str) -> str:
    if question is None:
        return ""
    if reason not in question.reasons:
        raise FieldProblem(question.sentence + " Choose one of the three reasons.", "reason")
    return reason


@needs(Permission.DOCUMENTS_PRINT)
def archive(p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
    """Keep the very bytes that are printed or saved; doing both keeps them once.

    Raises UserProblem when the sessions or the number have moved on since the preview.
    """
    return keep(p, draft, how)


@inner
def keep(p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
    """The same for services that check for themselves who may hand a document out."""
    if hashlib.sha256(draft.body).hexdigest() != draft.sha256:
        raise DataProblem("The document changed in memory after it was drawn. Preview it again.")
    with p.file.unit_of_work(f"document.{how}", "document", patient_id=draft.patient_id) as work:
        kept = documents.numbered(work.db, draft.number)
        if kept is None:
            _check_fresh(p, draft)
            work.object_id = documents.put(work.db, _new(draft), work.now, p.file.actor)
        elif kept.sha256 == draft.sha256:
            work.object_id = kept.id
        else:
            raise UserProblem(
                f"Number {draft.number} was given to another document meanwhile. Nothing was"
                " kept. Preview this one again; it then gets the next number."
            )
        work.detail |= {"number": draft.number, "sha256": draft.sha256}
        row = documents.get(work.db, work.object_id)
    if row is None:
        raise DataProblem("The document was not found after it was kept.")
    return row


def _check_fresh(p: OpenPractice, draft: PdfDraft) -> None:
    for encounter_id, version in draft.versions:
        standing = encounters.standing(p.file.db, encounter_id)
        if standing is None or standing.version != version:
            raise UserProblem(
                "A session in this document was changed after the preview. Nothing was kept."
                " Preview it again to print what stands now."
            )


def _new(draft: PdfDraft) -> documents.NewDocument:
    return documents.NewDocument(
        number=draft.number,
        kind=draft.kind,
        layout=draft.layout,
        title=draft.title,
        patient_id=draft.patient_id,
        encounter_ids=draft.encounter_ids,
        reason=draft.reason,
        pages=draft.pages,
        sha256=draft.sha256,
        body=draft.body,
    )


@needs(Permission.DOCUMENTS_READ)
def archived(p: OpenPractice, document_id: int) -> bytes:
    """A kept document's bytes, checked against the hash taken when it was kept."""
    row, body = documents.get(p.file.db, document_id), documents.body(p.file.db, document_id)
    if row is None or body is None:
        raise UserProblem("This document is not in the practice file.")
    access.require_reach(p, Permission.DOCUMENTS_READ, row.patient_id, "printing.archived")
    if hashlib.sha256(body).hexdigest() != row.sha256:
        raise DataProblem(
            f"Document {row.number} no longer matches the hash taken when it was kept. It is"
            " damaged: do not hand it out. Take it from a backup."
        )
    note_read(p, "document.read", "document", document_id, row.patient_id)
    return body
