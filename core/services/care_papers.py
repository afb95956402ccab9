"""The papers of a plan of care: prepared here, drawn and kept like superbills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.model.care_file import PlanRecord
from core.model.patient_file import DocumentRow
from core.model.permissions import Permission
from core.reports import (
    authorisation_request,
    discharge_note,
    lymphedema_record,
    plan_of_care,
    progress_report,
)
from core.reports.care_record import LymphPaper, PlanPaper, ReportPaper, RequestPaper
from core.reports.page import Pdf
from core.services import access, printing
from core.services.care_files import record_of
from core.services.care_paper_data import lymph_paper, plan_paper, report_paper, request_paper
from core.services.permissions import may, needs
from core.services.plans import plan_of
from core.services.printing import How, PdfDraft, draft_of

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class Paper(StrEnum):
    """What is printed; the value is the kind a kept document carries."""

    PLAN = "plan-of-care"
    PROGRESS = "progress-report"
    DISCHARGE = "discharge-note"
    LYMPHEDEMA = "lymphedema-record"
    REQUEST = "authorisation-request"


_DRAWN: dict[Paper, tuple[str, Callable[[Any], Pdf]]] = {
    Paper.PLAN: (plan_of_care.TITLE, plan_of_care.build),
    Paper.PROGRESS: (progress_report.TITLE, progress_report.build),
    Paper.DISCHARGE: (discharge_note.TITLE, discharge_note.build),
    Paper.LYMPHEDEMA: (lymphedema_record.TITLE, lymphedema_record.build),
    Paper.REQUEST: (authorisation_request.TITLE, authorisation_request.build),
}
PAPER_TITLES = {paper: title for paper, (title, _) in _DRAWN.items()}


@dataclass(frozen=True, slots=True)
class PaperJob:
    """All that is needed to draw; drawing may run on any thread."""

    paper: Paper
    record: PlanPaper | ReportPaper | LymphPaper | RequestPaper
    patient_id: int
    problems: tuple[str, ...] = ()


@needs(Permission.NOTE_READ, Permission.DOCUMENTS_PRINT)
def prepare(p: OpenPractice, paper: Paper, plan_id: int, about: int | None = None) -> PaperJob:
    """Read everything a paper says; `about` is the report, lymphedema record or authorisation."""
    record = record_of(p, plan_of(p, plan_id))
    _check_reach(p, record.plan.patient_id)
    problems: tuple[str, ...] = ()
    made: PlanPaper | ReportPaper | LymphPaper | RequestPaper
    if paper is Paper.PLAN:
        made, problems = plan_paper(p, record), _lacking(record)
    elif paper is Paper.LYMPHEDEMA:
        made = lymph_paper(p, record, about)
    elif paper is Paper.REQUEST:
        made = request_paper(p, record, about)
    else:
        made = report_paper(p, record, about)
    return PaperJob(paper, made, record.plan.patient_id, problems)


def draw(job: PaperJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    title, build = _DRAWN[job.paper]
    head, pdf = job.record.head, build(job.record)
    return draft_of(pdf, head, title, job.paper.value, job.patient_id, problems=job.problems)


@needs(Permission.NOTE_READ, Permission.DOCUMENTS_PRINT)
def paper(p: OpenPractice, kind: Paper, plan_id: int, about: int | None = None) -> PdfDraft:
    """Prepare and draw at once; nothing is stored until the draft is archived."""
    return draw(prepare(p, kind, plan_id, about))


@needs(Permission.NOTE_READ, Permission.DOCUMENTS_PRINT)
def archive(p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
    """Keep the very bytes that are printed or saved; therapists print their own plans."""
    _check_reach(p, draft.patient_id)
    return printing.keep(p, draft, how)


def _check_reach(p: OpenPractice, patient_id: int) -> None:
    """Who prints for the practice prints every plan, else those of one's own patients."""
    if not may(p, Permission.DOCUMENTS_PRINT):
        access.require_reach(p, Permission.NOTE_READ, patient_id, "care_papers.prepare")


def _lacking(record: PlanRecord) -> tuple[str, ...]:
    content = record.content
    named = (
        ("The plan names no diagnosis.", bool(content.diagnoses)),
        ("The plan has no long-term goal.", bool(record.goals)),
        ("The plan names no type of treatment.", bool(content.treatment)),
        ("The plan names no frequency and duration.", bool(content.phases)),
        ("Nobody is recorded who established the plan.", content.established_by_id is not None),
    )
    return tuple(words for words, there in named if not there)
