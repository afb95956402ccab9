"""A paper of a plan of care: drawn when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.patient_file import DocumentRow
from core.services import care_papers
from core.services.care_papers import Paper, PaperJob
from core.services.printing import How, PdfDraft
from ui.presenters.document import PreparedPresenter

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class CarePaperPresenter(PreparedPresenter):
    """Holds what was asked for and the draft drawn of it."""

    job: PaperJob | None = None

    def load(self, paper: Paper, plan_id: int, about: int | None) -> None:
        """Draw one paper of a plan."""
        self.ask(
            lambda p: care_papers.prepare(p, paper, plan_id, about), care_papers.draw, "care-paper"
        )

    def archive(self, p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
        return care_papers.archive(p, draft, how)
