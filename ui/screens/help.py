"""Help: short pages of our own words, and every key on one sheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QWidget

from core.library.texts import help_text
from ui.context import Context
from ui.page import Page
from ui.theme import px
from ui.widgets.basics import Card
from ui.widgets.basics_tables import NavList

TOPICS = (
    ("keys", "Keys"),
    ("session", "A session"),
    ("superbill", "The superbill"),
    ("people", "Patients and coverage"),
    ("accounts", "Accounts"),
    ("authorisations", "Authorisations"),
    ("measures", "Outcome measures"),
    ("plan", "Plan of care"),
    ("rules", "Payers' rules and tables"),
    ("audits", "Audits"),
    ("safety", "Your data"),
)


class HelpPage(Page):
    """Topics on the left, the text on the right; `topic` chooses one."""

    name = "help"
    title = "Help"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.topics = NavList("Help topics")
        self.topics.setObjectName("help-topics")
        for _, words in TOPICS:
            self.topics.addItem(words)
        self.topics.fit()
        self.text = QTextBrowser()
        self.text.setObjectName("help-text")
        self.text.setAccessibleName("Help text")
        self.text.setProperty("kind", "page")
        self.text.setOpenLinks(False)
        card = Card()
        card.body.addWidget(self.text)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        box.addWidget(self.topics, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(card, 1)
        self.topics.currentRowChanged.connect(self._show)
        ctx.theme.changed.connect(self._dress)

    def activate(self, args: dict[str, Any]) -> None:
        names = [name for name, _ in TOPICS]
        wanted = args.get("topic")
        row = names.index(wanted) if wanted in names else max(self.topics.currentRow(), 0)
        self.topics.setCurrentRow(row)
        self._show(row)

    def crumbs(self):
        return (self.title, TOPICS[max(self.topics.currentRow(), 0)][1])

    def first_focus(self) -> QWidget:
        return self.topics

    def _dress(self) -> None:
        self._show(self.topics.currentRow())

    def _show(self, row: int) -> None:
        if row < 0:
            return
        document = self.text.document()
        document.setDocumentMargin(px(14))
        document.setDefaultFont(self.text.font())
        self.text.setMarkdown(help_text(TOPICS[row][0]))
        _space_out(document)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.chrome_changed.emit()


def _space_out(document: QTextDocument) -> None:
    """Give headings, paragraphs and tables the room Markdown leaves out."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        shape = block.blockFormat()
        above = 18 if shape.headingLevel() > 1 else 0
        inside = cursor.currentTable() is not None
        shape.setTopMargin(px(above))
        shape.setBottomMargin(0 if inside else px(8))
        cursor.setBlockFormat(shape)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            looks = frame.format()
            looks.setBorder(0)
            looks.setCellPadding(px(4))
            looks.setCellSpacing(0)
            looks.setBottomMargin(px(8))
            frame.setFormat(looks)
