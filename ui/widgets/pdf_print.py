"""Sending a PDF's pages to a printer at the printer's own resolution."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

NO_PRINTER = "No printer is set up on this computer. Save the PDF and print it elsewhere."
MOST_DPI = 600


class Printing:
    """The system's printers; tests put a stand-in in its place."""

    def available(self) -> bool:
        """Whether there is any printer."""
        return bool(QPrinterInfo.availablePrinterNames())

    def ask(self, parent: QWidget, title: str, chosen: Callable[[QPrinter], None]) -> None:
        """Let the person choose a printer; `chosen` is called when they do."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: chosen(printer))
        dialog.setModal(True)
        dialog.show()


def paint_pages(document: QPdfDocument, printer: QPrinter) -> bool:
    """Paint every page on a printer, each in its own size; whether the printer took them."""
    printer.setResolution(min(printer.resolution(), MOST_DPI))
    printer.setFullPage(True)
    _use_paper_of(document, printer)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for page in range(document.pageCount()):
        if page and not printer.newPage():
            painter.end()
            return False
        points = document.pagePointSize(page)
        scale = printer.resolution() / 72
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        image = document.render(page, size)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    return painter.end()


def _use_paper_of(document: QPdfDocument, printer: QPrinter) -> None:
    points = document.pagePointSize(0)
    size = QPageSize(QSizeF(points), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    printer.setPageLayout(layout)
