"""The note in four plain parts that grow with their text; Alt+1 to Alt+4 go to a part."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QSizePolicy, QWidget

from core.model.session import Note
from core.model.signing import Addendum
from ui.theme import px
from ui.widgets.basics import Card, column, hairline, label, muted, quiet_button, row, set_kind

LONGEST = 20_000
PARTS = (
    ("S", "Subjective", "What the patient reports"),
    ("O", "Objective", "What was measured and done"),
    ("A", "Assessment", "What it means, why skilled care was needed"),
    ("P", "Plan", "What comes next"),
)
_LEAST_LINES = 1
_WITHHELD = (
    "The note is kept from your role: it is for who treats this patient. The bill and what it"
    " needs are here without it."
)
_READ_ONLY = "Only the clinicians of this session change its note."


class NotePart(QPlainTextEdit):
    """One part: plain text only, its own undo, as tall as its text."""

    focused = Signal(bool)

    def __init__(self, name: str, prompt: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(prompt)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "plain")
        self.setStyleSheet(
            "QPlainTextEdit { border: 1px solid transparent; background: transparent;"
            f" padding: {px(2)}px; }}"
            f"QPlainTextEdit:focus {{ border: 1px solid palette(accent); padding: {px(2)}px; }}"
        )
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def sizeHint(self) -> QSize:
        lines = max(round(self.document().size().height()), _LEAST_LINES)
        return QSize(px(200), lines * self.fontMetrics().lineSpacing() + px(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter signs the session; it never breaks a line.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


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
    """`typed(part, text)` with part 0 to 3 for S, O, A, P."""

    typed = Signal(int, str)
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Note", margin=14)
        self.setObjectName("note")
        self.keys = tuple(label(f"Alt+{n}  {part[0]}", look="small", kind="muted")
                          for n, part in enumerate(PARTS, 1))  # fmt: skip
        self.header.addLayout(row(*self.keys, spacing=14))
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
        for shown in (self.sheet, *self.keys):
            shown.setVisible(not withheld)
        self._dress()

    def _dress(self) -> None:
        for (_, _name, prompt), part in zip(PARTS, self.parts, strict=True):
            part.setReadOnly(self._signed or not self._writable)
            part.setPlaceholderText("Nothing was written" if self._signed else prompt)

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
