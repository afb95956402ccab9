"""Documents made for a patient, kept exactly as they were printed or saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.patient_file import DocumentRow, PatientFile
from core.model.typed_dates import say_date, say_time
from core.services import printing
from core.services.care_papers import PAPER_TITLES
from ui.context import Context
from ui.models.row_table import Column, RowTable
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_panel import PatientPanel
from ui.widgets.basics import Card, EmptyState
from ui.widgets.pdf_sheet import PdfSheet
from ui.widgets.row_view import RowView

LAYOUTS: dict[str, str] = {
    "superbill": "Superbill",
    "cms1500": "CMS-1500 order",
    "explained": "Bill explained",
    "accounting": "Disclosures",
    **{paper.value: title for paper, title in PAPER_TITLES.items()},
}


def made_text(row: DocumentRow) -> str:
    """When it was made, by this machine's clock."""
    at = row.created_at.astimezone()
    return f"{say_date(at.date())}, {say_time(at.hour * 60 + at.minute)}"


def _visits(row: DocumentRow) -> str:
    return str(len(row.encounter_ids))


DOCUMENT_COLUMNS = (
    Column[DocumentRow]("No.", lambda row: str(row.number), 70, number=True),
    Column[DocumentRow]("Document", lambda row: row.title, 200, strong=True, grow=1),
    Column[DocumentRow]("Layout", lambda row: LAYOUTS.get(row.layout, row.layout), 132),
    Column[DocumentRow]("Visits", _visits, 62, number=True),
    Column[DocumentRow]("Pages", lambda row: str(row.pages), 62, number=True),
    Column[DocumentRow]("Made", made_text, 156),
    Column[DocumentRow]("By", lambda row: row.created_by, 150),
)


class DocumentsPanel(PatientPanel):
    """The list; Enter opens a document to read."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.view = RowView(RowTable(DOCUMENT_COLUMNS, ctx.theme), "Documents")
        self.view.setObjectName("documents-table")
        empty = EmptyState(
            "Every document that is printed or saved is kept here, unchanged. "
            "Superbill (Ctrl+P) makes one of the visits without one.",
            None,
            "document",
            "No document yet",
        )
        self._states = QStackedWidget()
        self._states.addWidget(self.view)
        self._states.addWidget(empty)
        card = Card(margin=8)
        card.body.addWidget(self._states)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)
        self.view.opened.connect(self._open)

    def start(self) -> None:
        self.view.show_rows(())

    def show_file(self, file: PatientFile) -> None:
        self.view.show_rows(file.documents)
        self._states.setCurrentIndex(0 if file.documents else 1)

    def _open(self, document: DocumentRow) -> None:
        self.ctx.tasks.read(
            lambda p: printing.archived(p, document.id),
            partial(self._show, document.title),
            replaces="document",
        )

    def _show(self, title: str, body: bytes) -> None:
        PdfSheet(self.window(), title, body).show_document()

    def first_focus(self) -> QWidget:
        return self.view
