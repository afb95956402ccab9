"""The versions of a note: one at the left is shown at the right with what it changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QListWidget, QTextEdit, QWidget

from core.model.note_help import NoteVersion
from core.model.session import Note
from core.notes.compare import Change, Piece, compare
from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import heading, label, primary_button, row

_WIDE, _TALL = 900, 420
_HEADS = ("S", "O", "A", "P")
_KEY = "Struck out: taken out in this version. Bold and underlined: added."


class VersionsSheet(Sheet):
    """The newest version first; `now` is what stands in the editor, shown when it is not saved."""

    def __init__(self, window: QWidget, versions: tuple[NoteVersion, ...], now: Note) -> None:
        super().__init__(window)
        self.setObjectName("versions")
        self.setAccessibleName("Versions of this note")
        self.panel.setFixedWidth(min(px(_WIDE), window.width() - px(40)))
        self._notes, names = _listed(versions, now)
        self.list = QListWidget()
        self.list.setAccessibleName("Versions")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setObjectName("versions-list")
        self.list.addItems(names)
        self.list.setFixedWidth(px(300))
        self.text = QTextEdit()
        self.text.setObjectName("versions-text")
        self.text.setAccessibleName("The chosen version, with what it changed")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        tall = min(px(_TALL), window.height() - px(220))
        for one in (self.list, self.text):
            one.setFixedHeight(tall)
        self.body.addWidget(heading("Versions of this note"))
        self.body.addWidget(label(_KEY, kind="muted", wrap=True))
        both = row(self.list, self.text, spacing=12)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        self.close_button = primary_button("Close")
        self.close_button.setObjectName("versions-close")
        self.close_button.clicked.connect(self.close_sheet)
        self.body.addLayout(row(label("Esc", look="small", kind="muted"), None, self.close_button))
        self.list.currentRowChanged.connect(self._show)

    def start(self) -> None:
        """Show it with the newest version."""
        self.list.setCurrentRow(0)
        self.open(self.list)
        self.list.doItemsLayout()  # the rows were measured before the style had them

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.list.currentRow() >= 0:
            self._show(self.list.currentRow())

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._notes):
            return
        older = self._notes[at + 1] if at + 1 < len(self._notes) else ""
        self.text.clear()
        cursor = self.text.textCursor()
        for piece in compare(older, self._notes[at]):
            cursor.insertText(piece.text, self._look(piece))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.text.setTextCursor(cursor)

    def _look(self, piece: Piece) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self.palette().color(QPalette.ColorRole.Text))
        if piece.change is Change.REMOVED:
            made.setFontStrikeOut(True)
            made.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        elif piece.change is Change.ADDED:
            made.setFontUnderline(True)
            made.setFontWeight(QFont.Weight.DemiBold)
        return made


def _listed(versions: tuple[NoteVersion, ...], now: Note) -> tuple[list[str], list[str]]:
    notes = [_text(one.note) for one in versions]
    names = [_name(one) for one in versions]
    if not versions or versions[0].note != now:
        notes.insert(0, _text(now))
        names.insert(0, "On screen, not saved")
    return notes, names


def _name(one: NoteVersion) -> str:
    when = one.kept_at.astimezone().strftime("%d %b %Y, %H:%M:%S").lstrip("0")
    return f"{when}  {one.kept_by}".rstrip()


def _text(note: Note) -> str:
    parts = (note.subjective, note.objective, note.assessment, note.plan)
    return "\n\n".join(f"{head}: {part}" for head, part in zip(_HEADS, parts, strict=True) if part)
