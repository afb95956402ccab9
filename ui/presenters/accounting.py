"""The accounting of a patient's disclosures: drawn when it is asked for."""

from __future__ import annotations

from datetime import date

from core.services import accounting
from core.services.accounting import AccountingJob
from ui.presenters.document import PreparedPresenter


class AccountingPresenter(PreparedPresenter):
    """Holds what was asked for and the draft drawn of it."""

    job: AccountingJob | None = None

    def load(self, patient_id: int, first: date, last: date) -> None:
        """Draw the paper of one patient for the days from first to last."""
        self.ask(
            lambda p: accounting.prepare(p, patient_id, first, last), accounting.draw, "accounting"
        )
