"""A patient's disclosures of some years, as paper: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.page import Crumb
from ui.presenters.accounting import AccountingPresenter
from ui.screens.document import SheetPage


class AccountingPage(SheetPage):
    """The whole page is the document."""

    name = "accounting"
    title = "Accounting of disclosures"
    presenter: AccountingPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.frame_sheet(AccountingPresenter(ctx.tasks, self))

    def activate(self, args: dict[str, Any]) -> None:
        self.begin()
        self.presenter.load(args["patient_id"], args["first"], args["last"])

    def crumbs(self) -> tuple[str | Crumb, ...]:
        job = self.presenter.job
        if job is None:
            return (self.title,)
        args = {"patient_id": job.patient_id, "tab": "privacy"}
        return (
            Crumb("Patients", "patients", {}),
            Crumb(job.record.patient.full_name, "patient", args),
            self.title,
        )
