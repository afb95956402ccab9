"""The accounting of a patient's disclosures: drawn when it is asked for."""

from __future__ import annotations

from datetime import date

from core.errors import UnitwiseError
from core.services import accounting
from core.services.accounting import AccountingJob
from core.services.printing import PdfDraft
from ui.presenters.document import DocumentPresenter


class AccountingPresenter(DocumentPresenter):
    """Holds what was asked for and the draft drawn of it."""

    job: AccountingJob | None = None
    asked: tuple[int, date, date] | None = None

    def load(self, patient_id: int, first: date, last: date) -> None:
        """Draw the paper of one patient for the days from first to last."""
        asked = self.asked = (patient_id, first, last)
        self.draft, self.job, self.problem = None, None, ""
        self._tasks.read(
            lambda p: accounting.prepare(p, patient_id, first, last),
            lambda job: self._prepared(asked, job),
            self._refused,
            replaces="accounting",
        )

    def _prepared(self, asked: tuple[int, date, date], job: AccountingJob) -> None:
        if asked != self.asked:
            return
        self.job = job
        self._tasks.work(
            lambda: accounting.draw(job), lambda draft: self._shown(asked, draft), self._refused
        )

    def _shown(self, asked: tuple[int, date, date], draft: PdfDraft) -> None:
        if asked == self.asked:
            self.draft = draft
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()
