"""The superbill: choose sessions and layout, see the very PDF, print it or save it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from core.errors import UnitwiseError
from core.model.patient_file import DocumentRow
from ui.context import Context
from ui.page import Crumb, Page
from ui.presenters.superbill import SuperbillPresenter
from ui.theme import px
from ui.widgets.basics import muted
from ui.widgets.columns import Column
from ui.widgets.pdf_print import NO_PRINTER, Printing, paint_pages
from ui.widgets.superbill_options import LacksCard, LookCard, QuestionCard, SessionsCard

_CHOOSE = "Tick the sessions that go on the superbill. It is shown here as it will be printed."
_ANSWER = "Answer Medicare's question at the left; the superbill is shown after that."
_DRAWING = "Drawing …"


class SuperbillPage(Page):
    """Options at the left, the PDF at the right; what is printed or saved is kept first."""

    name = "superbill"
    title = "Superbill"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = SuperbillPresenter(ctx.tasks, self)
        self.printing = Printing()
        self.sessions = SessionsCard(ctx.clock.today)
        self.look = LookCard()
        self.question = QuestionCard()
        self.lacks = LacksCard()
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.preview = QPdfView()
        self.message = muted(_CHOOSE, wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(px(80), 0, px(80), px(80))
        self.stack = QStackedWidget()
        self._printer: QPrinter | None = None
        self._lay_out()
        self._make_actions()
        self._connect()

    def _lay_out(self) -> None:
        self.preview.setDocument(self.document)
        self.preview.setPageMode(QPdfView.PageMode.MultiPage)
        self.preview.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.preview.setAccessibleName("Preview of the superbill")
        self.preview.setObjectName("preview")
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.preview)
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        cards = (self.question, self.look, self.lacks, self.sessions)
        self.side = Column(*cards, stretch_last=True)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(12))
        whole.addWidget(self.side)
        whole.addWidget(self.stack, 1)
        self._dress()

    def _dress(self) -> None:
        self.side.setFixedWidth(px(380))
        palette = self.preview.palette()
        palette.setColor(QPalette.ColorRole.Dark, self.ctx.theme.color("background"))
        self.preview.setPalette(palette)

    def _make_actions(self) -> None:
        self.print_action = self.make_action("Print", "Ctrl+P", "print")
        self.save_action = self.make_action("Save PDF as …", "Ctrl+S", "save")

    def _connect(self) -> None:
        presenter = self.presenter
        self.ctx.theme.changed.connect(self._dress)
        presenter.loaded.connect(self._loaded)
        presenter.asked.connect(self._ask)
        presenter.drawn.connect(self._drawn)
        presenter.kept.connect(self._kept)
        presenter.failed.connect(self._failed)
        self.sessions.chosen.connect(presenter.choose)
        self.sessions.ranged.connect(presenter.choose_range)
        self.look.changed.connect(presenter.set_look)
        self.question.answered.connect(presenter.answer)
        self.print_action.triggered.connect(self.print_it)
        self.save_action.triggered.connect(self.save_as)

    # Page

    def activate(self, args: dict[str, Any]) -> None:
        self._show_message(_DRAWING)
        self.presenter.load(args["patient_id"], tuple(args.get("encounter_ids", ())))

    def crumbs(self) -> tuple[str | Crumb, ...]:
        file = self.presenter.file
        if file is None:
            return (self.title,)
        patient = file.patient
        return (
            Crumb("Patients", "patients", {}),
            Crumb(patient.full_name, "patient", {"patient_id": patient.id}),
            self.title,
        )

    def primary_action(self) -> QAction:
        return self.print_action

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self.save_action,)

    def first_focus(self) -> QWidget:
        return self.sessions.list

    # Showing

    def _loaded(self) -> None:
        wish = self.presenter.wish
        self.sessions.show_sessions(self.presenter.sessions, wish.encounter_ids)
        self.chrome_changed.emit()

    def _ask(self) -> None:
        presenter = self.presenter
        was_open = self.question.isVisible()
        self.question.show_question(presenter.question, presenter.wish.reason)
        if presenter.question is not None and not was_open and not presenter.wish.reason:
            first = self.question.first_reason()
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drawn(self) -> None:
        presenter = self.presenter
        draft = presenter.draft
        self.sessions.tick(presenter.wish.encounter_ids)
        self.lacks.show_problems(draft.problems if draft else ())
        for action in (self.print_action, self.save_action):
            action.setEnabled(draft is not None)
        if draft is not None:
            self._show_pdf(draft.body)
            pages = "1 page" if draft.pages == 1 else f"{draft.pages} pages"
            self.status.emit("muted", f"Number {draft.number} · {pages} · not kept yet")
            return
        asked = presenter.question is not None and not presenter.problem
        self._show_message(presenter.problem or (_ANSWER if asked else _CHOOSE))
        self.status.emit("muted", "")

    def _show_pdf(self, body: bytes) -> None:
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(body))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.stack.setCurrentWidget(self.preview)

    def _show_message(self, text: str) -> None:
        self.message.setText(text)
        self.stack.setCurrentWidget(self.message)

    # Printing and saving

    def print_it(self) -> None:
        """Keep the document, then send its pages to a printer that the person chooses."""
        draft = self.presenter.draft
        if draft is None:
            return
        if not self.printing.available():
            self.ctx.messages.warn(NO_PRINTER)
            return
        self.printing.ask(self, draft.title, self._printer_chosen)

    def _printer_chosen(self, printer: QPrinter) -> None:
        self._printer = printer
        self.presenter.keep("printed")

    def save_as(self) -> None:
        """Ask for a place, keep the document, then write the same bytes there."""
        draft = self.presenter.draft
        if draft is None:
            return
        dialog = QFileDialog(self, "Save the superbill")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(draft.suggested_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Keep the document and write it to a file."""
        self.presenter.keep("saved", path)

    def _kept(self, row: DocumentRow, copy: str) -> None:
        said = f"Kept as document {row.number}"
        printer, self._printer = self._printer, None
        if printer is not None and not paint_pages(self.document, printer):
            self.ctx.messages.error(
                f"{said}, but the printer did not take it. Check the printer and print again: "
                "the same document is used."
            )
            return
        text = f"{said} and saved as {copy}" if copy else f"{said} and sent to the printer"
        self.status.emit("good", text)
        self.ctx.messages.toast(text)

    def _failed(self, problem: UnitwiseError) -> None:
        self._printer = None
        self.ctx.messages.problem(problem)
