"""The paper that explains one session's bill: drawn when it is asked for."""

from __future__ import annotations

from core.services import explaining
from core.services.explaining import ExplainedJob
from ui.presenters.document import PreparedPresenter


class ExplainedPresenter(PreparedPresenter):
    """Holds the job of the encounter asked for and the draft drawn of it."""

    job: ExplainedJob | None = None

    def load(self, encounter_id: int) -> None:
        """Draw the paper of one encounter."""
        self.ask(lambda p: explaining.prepare(p, encounter_id), explaining.draw, "explained")
