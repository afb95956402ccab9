"""One session's bill with all its reasons, as paper: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.model.typed_dates import say_day
from ui.context import Context
from ui.page import Crumb
from ui.presenters.explained import ExplainedPresenter
from ui.screens.document import SheetPage


class ExplainedPage(SheetPage):
    """The whole page is the document."""

    name = "explained"
    title = "Bill explained"
    presenter: ExplainedPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.frame_sheet(ExplainedPresenter(ctx.tasks, self))

    def activate(self, args: dict[str, Any]) -> None:
        self.begin()
        self.presenter.load(args["encounter_id"])

    def crumbs(self) -> tuple[str | Crumb, ...]:
        job = self.presenter.job
        if job is None:
            return (self.title,)
        number, day = job.versions[0][0], job.record.day
        return (
            Crumb("Patients", "patients", {}),
            Crumb(job.record.patient.full_name, "patient", {"patient_id": job.patient_id}),
            Crumb(f"Session of {say_day(day)}", "session", {"encounter_id": number}),
            self.title,
        )
