"""The note in four plain parts that grow with their text; Alt+1 to Alt+4 go to a part."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QSizePolicy, QWidget

from core.model.session import Note
from core.model.signing import Addendum
from ui.theme import px
from ui.widgets.basics import Card, column, hairline, label, row, set_kind

LONGEST = 20_000
PARTS = (
    ("S", "Subjective", "What the patient reports"),
    ("O", "Objective", "What was measured and done"),
    ("A", "Assessment", "What it means, why skilled care was needed"),
    ("P", "Plan", "What comes next"),
)
_LEAST_LINES = 1


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

    def __init__(self) -> None:
        super().__init__("Note", margin=14)
        self.setObjectName("note")
        self.header.addLayout(row(*(label(f"Alt+{n}  {part[0]}", look="small", kind="muted")
                                    for n, part in enumerate(PARTS, 1)), spacing=14))  # fmt: skip
        self.parts = tuple(NotePart(name, prompt) for _, name, prompt in PARTS)
        self.too_long = label("", look="small", kind="error", wrap=True)
        self.too_long.hide()
        self.body.setSpacing(px(2))
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(3))
        for place, part in enumerate(self.parts):
            self._add_part(grid, place, part)
        self.body.addWidget(sheet)
        self.body.addWidget(self.too_long)
        self.addenda: list[Addition] = []
        self._added = column(spacing=6)
        self.body.addLayout(self._added)
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
        for (_, _name, prompt), part in zip(PARTS, self.parts, strict=True):
            part.setReadOnly(signed)
            part.setPlaceholderText("Nothing was written" if signed else prompt)

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
