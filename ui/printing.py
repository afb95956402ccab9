"""Printing a few lines of text through the system's own dialog."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

_CUPS_SOCKET = "/run/cups/cups.sock"


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


def print_locally(platform: str = sys.platform) -> None:
    """Let the system's print service be asked by its local socket alone; call before printing.

    Where that socket is missing, CUPS would try a network connection to this very PC.
    """
    if platform.startswith("linux"):
        os.environ["CUPS_SERVER"] = _CUPS_SOCKET
