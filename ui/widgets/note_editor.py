"""The note in four plain parts that grow with their text; Alt+1 to Alt+4 go to a part."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from core.model.session import Note
from core.model.signing import Addendum
from ui.theme import px
from ui.widgets.basics import (
    Card,
    column,
    ghost_button,
    hairline,
    label,
    muted,
    quiet_button,
    row,
    set_kind,
)
from ui.widgets.note_chips import NoteChips
from ui.widgets.note_part import NotePart

LONGEST = 20_000
PARTS = (
    ("S", "Subjective", "What the patient reports"),
    ("O", "Objective", "What was measured and done"),
    ("A", "Assessment", "What it means, why skilled care was needed"),
    ("P", "Plan", "What comes next"),
)
_WITHHELD = (
    "The note is kept from your role: it is for who treats this patient. The bill and what it"
    " needs are here without it."
)
_READ_ONLY = "Only the clinicians of this session change its note."


class Addition(QFrame):
    """One addendum: who added it and when, then its text."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("addendum-shown")
        self.head = label("", look="small", kind="accent", wrap=True)
        self.text = label("", wrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = column(hairline(), self.head, self.text, spacing=4)
        box.setContentsMargins(px(22), px(4), 0, 0)
        self.setLayout(box)

    def show_addendum(self, one: Addendum) -> None:
        """Show one addendum."""
        when = one.at.astimezone().strftime("%d %b %Y, %H:%M").lstrip("0")
        self.head.setText(f"Addendum {one.number}, signed by {one.signer} on {when}")
        self.text.setText(one.text)


class NoteEditor(Card):
    """`typed(part, text)` with part 0 to 3 for S, O, A, P; `refused` tells what was not pasted."""

    typed = Signal(int, str)
    refused = Signal(str)
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Note", margin=14)
        self.setObjectName("note")
        self.keys = tuple(label(f"Alt+{n}  {part[0]}", look="small", kind="muted")
                          for n, part in enumerate(PARTS, 1))  # fmt: skip
        self.header.addLayout(row(*self.keys, spacing=14))
        self.templates_button = ghost_button("Templates", icon="copy")
        self.templates_button.setObjectName("note-templates")
        self.versions_button = ghost_button("Versions", icon="clock")
        self.versions_button.setObjectName("note-versions")
        for button in (self.templates_button, self.versions_button):
            self.header.addWidget(button)
        self.chips = NoteChips()
        self.header.insertWidget(1, self.chips.count)
        self.parts = tuple(NotePart(name, prompt) for _, name, prompt in PARTS)
        self.too_long = label("", look="small", kind="error", wrap=True)
        self.too_long.hide()
        self.body.setSpacing(px(2))
        self.sheet = QWidget()
        grid = QGridLayout(self.sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(3))
        for place, part in enumerate(self.parts):
            self._add_part(grid, place, part)
        self.rights = muted("", wrap=True)
        self.rights.setObjectName("note-rights")
        self.open_button = quiet_button("Open the note with a reason …", icon="unlock")
        self.open_button.setObjectName("note-open")
        self.open_button.clicked.connect(self.open_asked)
        self.body.addWidget(self.rights)
        opening = row(self.open_button, None)
        opening.setContentsMargins(0, px(8), 0, 0)
        self.body.addLayout(opening)
        self.body.addWidget(self.sheet)
        self.body.addWidget(self.too_long)
        self.body.addWidget(self.chips)
        self.addenda: list[Addition] = []
        self._added = column(spacing=6)
        self.body.addLayout(self._added)
        self._signed = False
        self._writable = True
        self.show_rights(withheld=False, writable=True, with_reason=False)
        self.body.addStretch(1)

    def _add_part(self, grid: QGridLayout, place: int, part: NotePart) -> None:
        letter = label(PARTS[place][0], look="strong", kind="muted")
        letter.setContentsMargins(0, px(5), 0, 0)
        letter.setMinimumWidth(px(14))
        part.setObjectName(f"note-{PARTS[place][0]}")
        part.textChanged.connect(lambda: self._changed(place))
        part.refused.connect(self.refused)
        part.focused.connect(lambda on: set_kind(letter, "accent" if on else "muted"))
        grid.addWidget(letter, place * 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(part, place * 2, 1)
        if place < len(PARTS) - 1:
            grid.addWidget(hairline(), place * 2 + 1, 1)

    def show_note(self, note: Note) -> None:
        """Show a note; the parts' undo starts anew."""
        texts = (note.subjective, note.objective, note.assessment, note.plan)
        for part, text in zip(self.parts, texts, strict=True):
            part.blockSignals(True)
            part.setPlainText(text)
            part.blockSignals(False)
            part.updateGeometry()
        self._check_length()

    def show_addenda(self, addenda: tuple[Addendum, ...]) -> None:
        """Show what was added to a signed note, under it."""
        while len(self.addenda) < len(addenda):
            made = Addition()
            self.addenda.append(made)
            self._added.addWidget(made)
        for place, one in enumerate(self.addenda):
            one.setVisible(place < len(addenda))
            if place < len(addenda):
                one.show_addendum(addenda[place])

    def set_read_only(self, signed: bool) -> None:
        """A signed note can be read and copied, not changed."""
        self._signed = signed
        self._dress()

    def show_rights(self, *, withheld: bool, writable: bool, with_reason: bool) -> None:
        """Whether the note is here at all, and whether it may be changed."""
        self._writable = writable
        words = "" if writable else _READ_ONLY
        self.rights.setText(_WITHHELD if withheld else words)
        self.rights.setVisible(withheld or not writable)
        self.open_button.setVisible(withheld and with_reason)
        for shown in (self.sheet, self.versions_button, self.chips.count, *self.keys):
            shown.setVisible(not withheld)
        if withheld:
            self.chips.show_chips(())
        self._dress()

    def _dress(self) -> None:
        for (_, _name, prompt), part in zip(PARTS, self.parts, strict=True):
            part.setReadOnly(self._signed or not self._writable)
            part.setPlaceholderText("Nothing was written" if self._signed else prompt)
        self.templates_button.setVisible(self._writable and not self._signed)

    def set_macros(self, macros: Mapping[str, str]) -> None:
        """The short forms of who is signed in."""
        for part in self.parts:
            part.macros = macros

    def fill_empty(self, texts: tuple[str, ...]) -> None:
        """Put a template into the parts that are empty; each part's undo takes it out again."""
        filled = []
        for part, text in zip(self.parts, texts, strict=True):
            if text.strip() and not part.toPlainText().strip():
                cursor = part.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)
                filled.append(part)
        if filled:
            filled[0].setFocus()

    def mark(self, spots: Mapping[int, tuple[tuple[int, int], ...]]) -> None:
        """Mark words by part and take the keyboard to the first of them."""
        first = min(spots, default=-1)
        for place, part in enumerate(self.parts):
            part.unmark()
            if place in spots:
                part.mark(spots[place], select=place == first)

    def focus_part(self, place: int) -> None:
        """Put the keyboard into a part."""
        self.parts[place].setFocus()

    def _changed(self, place: int) -> None:
        self._check_length()
        self.typed.emit(place, self.parts[place].toPlainText())

    def _check_length(self) -> None:
        for (_, name, _prompt), part in zip(PARTS, self.parts, strict=True):
            length = part.document().characterCount() - 1
            if length > LONGEST:
                self.too_long.setText(
                    f"{name} has {length:,} letters; a part holds {LONGEST:,}. Shorten it to save."
                )
                self.too_long.show()
                return
        self.too_long.hide()
