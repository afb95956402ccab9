"""The paper that explains one session's bill: drawn when it is asked for."""

from __future__ import annotations

from core.errors import UnitwiseError
from core.services import explaining
from core.services.explaining import ExplainedJob
from core.services.printing import PdfDraft
from ui.presenters.document import DocumentPresenter


class ExplainedPresenter(DocumentPresenter):
    """Holds the encounter asked for and the draft drawn of it."""

    job: ExplainedJob | None = None
    encounter_id = 0

    def load(self, encounter_id: int) -> None:
        """Draw the paper of one encounter."""
        self.encounter_id, self.draft, self.job, self.problem = encounter_id, None, None, ""
        self._tasks.read(
            lambda p: explaining.prepare(p, encounter_id),
            lambda job: self._prepared(encounter_id, job),
            self._refused,
            replaces="explained",
        )

    def _prepared(self, encounter_id: int, job: ExplainedJob) -> None:
        if encounter_id != self.encounter_id:
            return
        self.job = job
        self._tasks.work(
            lambda: explaining.draw(job),
            lambda draft: self._shown(encounter_id, draft),
            self._refused,
        )

    def _shown(self, encounter_id: int, draft: PdfDraft) -> None:
        if encounter_id == self.encounter_id:
            self.draft = draft
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()
