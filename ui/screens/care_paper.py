"""A paper of a plan of care as it will be printed: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.services.care_papers import PAPER_TITLES
from ui.context import Context
from ui.page import Crumb
from ui.presenters.care_paper import CarePaperPresenter
from ui.screens.document import SheetPage
from ui.widgets.basics import Notice


class CarePaperPage(SheetPage):
    """The document; above it what the plan lacks, if anything."""

    name = "care_paper"
    title = "Plan of care"
    presenter: CarePaperPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.lacking = Notice("warning", "")
        self.lacking.setObjectName("paper-lacks")
        self.lacking.hide()
        self.frame_sheet(CarePaperPresenter(ctx.tasks, self), self.lacking)

    def activate(self, args: dict[str, Any]) -> None:
        self.lacking.hide()
        self.begin()
        self.presenter.load(args["paper"], args["plan_id"], args.get("about"))

    def crumbs(self) -> tuple[str | Crumb, ...]:
        job = self.presenter.job
        if job is None:
            return (self.title,)
        args = {"patient_id": job.patient_id, "tab": "plan"}
        return (
            Crumb("Patients", "patients", {}),
            Crumb(job.record.head.patient.full_name, "patient", args),
            PAPER_TITLES[job.paper],
        )

    def show_drawn(self) -> None:
        draft = self.presenter.draft
        problems = draft.problems if draft else ()
        self.lacking.setVisible(bool(problems))
        if problems:
            self.lacking.show_notice("warning", "Medicare wants more on it", " ".join(problems))
        super().show_drawn()
