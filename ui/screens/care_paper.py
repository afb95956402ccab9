"""A paper of a plan of care as it will be printed: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.services.care_papers import PAPER_TITLES
from ui.context import Context
from ui.page import Crumb
from ui.presenters.care_paper import CarePaperPresenter
from ui.screens.document import DocumentPage
from ui.theme import px
from ui.widgets.basics import Notice, column, row

_DRAWING = "Drawing …"
_WIDEST = 900  # a page is read best at about its own size


class CarePaperPage(DocumentPage):
    """The document; above it what the plan lacks, if anything."""

    name = "care_paper"
    title = "Plan of care"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter: CarePaperPresenter = CarePaperPresenter(ctx.tasks, self)
        self.lacking = Notice("warning", "")
        self.lacking.setObjectName("paper-lacks")
        self.lacking.hide()
        inner = QWidget()
        inner.setLayout(column(self.lacking))
        lines = inner.layout()
        if lines is not None:
            lines.addWidget(self.stack)
        self._inner = inner
        box = row(None, inner, None)
        box.setStretch(1, 100)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)
        self._dress()
        ctx.theme.changed.connect(self._dress)
        self.presenter.drawn.connect(self._drawn)
        self.connect_document()

    def _dress(self) -> None:
        self._inner.setMaximumWidth(px(_WIDEST))
        self.dress_preview()

    def activate(self, args: dict[str, Any]) -> None:
        self.lacking.hide()
        self.show_draft(None, _DRAWING)
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

    def first_focus(self) -> QWidget:
        return self.preview

    def _drawn(self) -> None:
        draft = self.presenter.draft
        self.show_draft(draft, self.presenter.problem)
        problems = draft.problems if draft else ()
        self.lacking.setVisible(bool(problems))
        if problems:
            self.lacking.show_notice("warning", "Medicare wants more on it", " ".join(problems))
        self.chrome_changed.emit()
