"""The gate of a file that cannot be opened: the newest good backup copy is offered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.services.restoring import CopyRow
from ui.models.row_table import RowTable
from ui.models.safety_rows import COPY_COLUMNS
from ui.screens.gate import Gate, Working
from ui.theme import Theme, px
from ui.widgets.basics import Notice, heading, link_button, muted
from ui.widgets.restore_box import RestoreBox
from ui.widgets.row_view import RowView


class RestoreScreen(Gate):
    """Tells what is wrong with the file and restores a copy as a new one; the file stays."""

    open_asked = Signal(object)
    back_asked = Signal()

    def __init__(
        self,
        path: Path,
        problem: str,
        copies: tuple[CopyRow, ...],
        theme: Theme,
        *,
        is_copy: bool = False,
    ) -> None:
        super().__init__(720)
        self.setObjectName("restore")
        self.setAccessibleName("Restore a backup copy")
        self.path = path
        self.panel.body.addWidget(heading("Restore a backup copy"))
        head = "This is a backup copy" if is_copy else "This file cannot be opened"
        notice = Notice("accent" if is_copy else "error", head, problem)
        notice.setObjectName("restore-problem")
        self.panel.body.addWidget(notice)
        self.view = RowView(RowTable(COPY_COLUMNS, theme), "Backup copies, newest first")
        self.view.setObjectName("backup-copies")
        self.view.setFixedHeight(px(48 + 32 * min(max(len(copies), 1), 4)))
        self.panel.body.addWidget(self.view)
        self.panel.body.addWidget(
            muted("Keep the file of before until the restored one is checked.", wrap=True)
        )  # fmt: skip
        self.box = RestoreBox(theme)
        self.panel.body.addWidget(self.box)
        self.working = Working()
        self.panel.body.addWidget(self.working)
        back = link_button("Back to the password", "back")
        back.setObjectName("restore-back")
        back.clicked.connect(self.back_asked)
        self.below.insertWidget(1, back)
        self.view.moved.connect(lambda copy: self.box.show_copy(copy, path))
        self.box.open_asked.connect(self.open_asked)
        self.view.show_rows(copies)

    def show_progress(self, text: str) -> None:
        self.working.show_progress(text)
        self.box.button.setEnabled(not text)

    def show_problem(self, text: str) -> None:
        self.working.show_progress(text)

    def first_focus(self) -> QWidget:
        return self.box.form.first()
