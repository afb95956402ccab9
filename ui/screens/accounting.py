"""A patient's disclosures of some years, as paper: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.context import Context
from ui.page import Crumb
from ui.presenters.accounting import AccountingPresenter
from ui.screens.document import DocumentPage
from ui.theme import px

_DRAWING = "Drawing …"
_WIDEST = 900  # a page is read best at about its own size


class AccountingPage(DocumentPage):
    """The whole page is the document."""

    name = "accounting"
    title = "Accounting of disclosures"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter: AccountingPresenter = AccountingPresenter(ctx.tasks, self)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addStretch(1)
        box.addWidget(self.stack, 100)
        box.addStretch(1)
        self._dress()
        ctx.theme.changed.connect(self._dress)
        self.presenter.drawn.connect(self._drawn)
        self.connect_document()

    def _dress(self) -> None:
        self.stack.setMaximumWidth(px(_WIDEST))
        self.dress_preview()

    def activate(self, args: dict[str, Any]) -> None:
        self.show_draft(None, _DRAWING)
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

    def first_focus(self) -> QWidget:
        return self.preview

    def _drawn(self) -> None:
        self.show_draft(self.presenter.draft, self.presenter.problem)
        self.chrome_changed.emit()
