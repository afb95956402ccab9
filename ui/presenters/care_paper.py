"""A paper of a plan of care: drawn when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UnitwiseError
from core.model.patient_file import DocumentRow
from core.services import care_papers
from core.services.care_papers import Paper, PaperJob
from core.services.printing import How, PdfDraft
from ui.presenters.document import DocumentPresenter

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_Asked = tuple[Paper, int, int | None]


class CarePaperPresenter(DocumentPresenter):
    """Holds what was asked for and the draft drawn of it."""

    job: PaperJob | None = None
    asked: _Asked | None = None

    def load(self, paper: Paper, plan_id: int, about: int | None) -> None:
        """Draw one paper of a plan."""
        asked = (paper, plan_id, about)
        self.asked, self.draft, self.job, self.problem = asked, None, None, ""
        self._tasks.read(
            lambda p: care_papers.prepare(p, *asked),
            lambda job: self._prepared(asked, job),
            self._refused,
            replaces="care-paper",
        )

    def archive(self, p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
        return care_papers.archive(p, draft, how)

    def _prepared(self, asked: _Asked, job: PaperJob) -> None:
        if asked != self.asked:
            return
        self.job = job
        self._tasks.work(
            lambda: care_papers.draw(job), lambda draft: self._shown(asked, draft), self._refused
        )

    def _shown(self, asked: _Asked, draft: PdfDraft) -> None:
        if asked == self.asked:
            self.draft = draft
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()
