"""A person's templates for notes: Enter puts the structure into the empty parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QWidget

from core.model.note_help import NoteTemplate
from core.notes.soap import HEADS
from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import heading, label, primary_button, quiet_button, row

_WIDE, _TALL = 720, 260
_ABOUT = (
    "A template carries headings and questions, never findings. It goes into the parts that are"
    " empty; Ctrl+Z in a part takes it out again."
)
_NONE = "You have no template yet. Keep the headings of this note as one, or write one in Settings."


class TemplatesSheet(Sheet):
    """`use(template)` for the chosen one, `keep()` to make one of this note's headings."""

    def __init__(
        self,
        window: QWidget,
        templates: tuple[NoteTemplate, ...],
        use: Callable[[NoteTemplate], None],
        keep: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self.setObjectName("templates")
        self.setAccessibleName("Templates")
        self.panel.setFixedWidth(min(px(_WIDE), window.width() - px(40)))
        self._templates, self._use, self._keep = templates, use, keep
        self.list = QListWidget()
        self.list.setAccessibleName("Templates")
        self.list.setObjectName("templates-list")
        self.list.addItems([one.name for one in templates])
        self.list.setFixedSize(px(240), px(_TALL))
        self.shown = QPlainTextEdit()
        self.shown.setObjectName("templates-shown")
        self.shown.setAccessibleName("What the template holds")
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setFixedHeight(px(_TALL))
        self.body.addWidget(heading("Templates"))
        self.body.addWidget(label(_ABOUT if templates else _NONE, kind="muted", wrap=True))
        both = row(self.list, self.shown, spacing=12)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        for one in (self.list, self.shown):
            one.setVisible(bool(templates))
        self.use_button = primary_button("Use template", icon="check")
        self.use_button.setObjectName("templates-use")
        self.use_button.setVisible(bool(templates))
        self.keep_button = quiet_button("Keep this note’s headings …", icon="plus")
        self.keep_button.setObjectName("templates-keep")
        self.no = quiet_button("Cancel")
        self.use_button.clicked.connect(self.say_yes)
        self.keep_button.clicked.connect(self._keep_headings)
        self.no.clicked.connect(self.cancel)
        for button in (self.use_button, self.keep_button, self.no):
            button.setAutoDefault(True)
        self.body.addLayout(row(self.keep_button, None, self.no, self.use_button))
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _: self.say_yes())

    def start(self) -> None:
        """Show it and take the keyboard."""
        if self._templates:
            self.list.setCurrentRow(0)
        self.open(self.list if self._templates else self.keep_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.list.hasFocus():
            self.say_yes()
        else:
            super().keyPressEvent(event)

    def say_yes(self) -> None:
        """Use the chosen template."""
        at = self.list.currentRow()
        if 0 <= at < len(self._templates):
            self.close_sheet()
            self._use(self._templates[at])

    def _keep_headings(self) -> None:
        self.close_sheet()
        self._keep()

    def _show(self, at: int) -> None:
        parts = self._templates[at].parts
        told = [f"{head}: {part}" for head, part in zip(HEADS, parts, strict=True) if part]
        self.shown.setPlainText("\n\n".join(told))
