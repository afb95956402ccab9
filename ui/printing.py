"""Printing a few lines of text through the system's own dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget


def print_lines(parent: QWidget, title: str, lines: tuple[str, ...]) -> None:
    """Ask for a printer, then print a heading and lines; leaves no file behind."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: text_document(title, lines).print_(printer))
    dialog.setModal(True)
    dialog.show()


def text_document(title: str, lines: tuple[str, ...]) -> QTextDocument:
    """The sheet as a document, black on white whatever the theme."""
    document = QTextDocument()
    document.setDefaultFont(QFont("monospace", 11))
    cursor = QTextCursor(document)
    shape = cursor.charFormat()
    shape.setForeground(Qt.GlobalColor.black)
    cursor.insertText(title, shape)
    for line in lines:
        cursor.insertBlock()
        cursor.insertText(line, shape)
    return document
