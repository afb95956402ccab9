"""A page that shows a document as it will be printed, prints it and saves it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from core.errors import UnitwiseError
from core.model.patient_file import DocumentRow
from core.model.permissions import Permission
from core.services.printing import PdfDraft
from ui.context import Context
from ui.page import Page
from ui.presenters.document import DocumentPresenter
from ui.theme import px
from ui.widgets.basics import column, muted, row
from ui.widgets.pdf_print import NO_PRINTER, Printing, paint_pages

_DRAWING = "Drawing …"
_WIDEST = 900  # a page is read best at about its own size


class DocumentPage(Page):
    """The PDF in `stack`, or a sentence in its place; what is printed or saved is kept first."""

    presenter: DocumentPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.printing = Printing()
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.preview = QPdfView()
        self.message = muted("", wrap=True)
        self.stack = QStackedWidget()
        self._printer: QPrinter | None = None
        self._set_up_preview()
        self.print_action = self.make_action("Print", "Ctrl+P", "print")
        self.save_action = self.make_action("Save PDF as …", "Ctrl+S", "save")
        self.disclose_action = self.make_action("Record disclosure", "Ctrl+D", "document")
        self.disclose_action.setEnabled(False)
        self._outside: DocumentRow | None = None  # what was saved outside and may be disclosed
        self.disclose_action.triggered.connect(self._disclose)
        self.print_action.triggered.connect(self.print_it)
        self.save_action.triggered.connect(self.save_as)

    def _set_up_preview(self) -> None:
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(px(80), 0, px(80), px(80))
        self.preview.setDocument(self.document)
        self.preview.setPageMode(QPdfView.PageMode.MultiPage)
        self.preview.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.preview.setAccessibleName(f"Preview: {self.title}")
        self.preview.setObjectName("preview")
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.preview)

    def dress_preview(self) -> None:
        """Take the theme's ground around the pages."""
        palette = self.preview.palette()
        palette.setColor(QPalette.ColorRole.Dark, self.ctx.theme.color("background"))
        self.preview.setPalette(palette)

    def connect_document(self) -> None:
        """Listen to the presenter, once there is one."""
        self.presenter.kept.connect(self._kept)
        self.presenter.failed.connect(self._failed)

    def primary_action(self) -> QAction:
        return self.print_action

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self.save_action, self.disclose_action)

    def show_draft(self, draft: PdfDraft | None, instead: str = "") -> None:
        """Show what was drawn, or the sentence that stands in its place."""
        for action in (self.print_action, self.save_action):
            action.setEnabled(draft is not None)
        self._outside = None
        self.disclose_action.setEnabled(False)
        if draft is None:
            self.show_message(instead)
            self.status.emit("muted", "")
            return
        self._show_pdf(draft.body)
        self.status.emit("muted", self.words_of(draft))

    def words_of(self, draft: PdfDraft) -> str:
        """What is told of a document that is shown."""
        pages = "1 page" if draft.pages == 1 else f"{draft.pages} pages"
        return f"Number {draft.number} · {pages} · not kept yet"

    def kept_words(self, row: DocumentRow) -> str:
        """What was printed or saved."""
        return f"Kept as document {row.number}"

    def _show_pdf(self, body: bytes) -> None:
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(body))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.stack.setCurrentWidget(self.preview)

    def show_message(self, text: str) -> None:
        """Show a sentence in the document's place."""
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
        dialog = QFileDialog(self, f"Save: {self.title}")
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
        said = self.kept_words(row)
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
        if copy and self.ctx.may(Permission.DISCLOSURES_WRITE):
            self._outside = row
            self.disclose_action.setEnabled(True)

    def _disclose(self) -> None:
        """Go to the patient's log with an entry about the file that was just saved."""
        row = self._outside
        if row is not None:
            args = {"patient_id": row.patient_id, "tab": "privacy", "disclose": row.id}
            self.ctx.navigate("patient", args)

    def _failed(self, problem: UnitwiseError) -> None:
        self._printer = None
        self.ctx.messages.problem(problem)


class SheetPage(DocumentPage):
    """The whole page is the document, at about a sheet's own size; a subclass asks and names it."""

    def frame_sheet(self, presenter: DocumentPresenter, *above: QWidget) -> None:
        """Put the sheet in the middle, with what stands above it, and listen to the presenter."""
        self.presenter = presenter
        self._sheet = QWidget()
        lines = column(*above, spacing=8)
        lines.addWidget(self.stack, 1)
        self._sheet.setLayout(lines)
        box = row(None, self._sheet, None)
        box.setStretch(1, 100)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)
        self._dress()
        self.ctx.theme.changed.connect(self._dress)
        presenter.drawn.connect(self.show_drawn)
        self.connect_document()

    def _dress(self) -> None:
        self._sheet.setMaximumWidth(px(_WIDEST))
        self.dress_preview()

    def begin(self) -> None:
        """Say that another document is being drawn."""
        self.show_draft(None, _DRAWING)

    def show_drawn(self) -> None:
        """Show what the presenter has drawn, or why it has nothing."""
        self.show_draft(self.presenter.draft, self.presenter.problem)
        self.chrome_changed.emit()

    def first_focus(self) -> QWidget:
        return self.preview
