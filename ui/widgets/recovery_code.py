"""A new recovery code: shown once, printed or copied, and typed back from the paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.presenters.wizard import code_problem
from ui.widgets.basics import column, ghost_button, label, quiet_button, row
from ui.widgets.basics_fields import FieldRow, TextField

PrintLines = Callable[[QWidget, str, tuple[str, ...]], None]
TITLE = "Unitwise recovery code"
_KEEP = (
    "",
    "This code opens the practice file when the password is lost.",
    "Keep it in a sealed envelope, away from this computer.",
)


class RecoveryCode(QWidget):
    """`entered` when Enter was pressed in the field that takes the code back."""

    entered = Signal()

    def __init__(self, print_lines: PrintLines, name: str = "recovery-code") -> None:
        super().__init__()
        self._print_lines = print_lines
        self.code = ""
        self.heads: tuple[str, ...] = ()
        self.words = label("", look="code", wrap=True)
        self.words.setObjectName(name)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.print = quiet_button("Print", icon="print")
        self.copy = ghost_button("Copy", icon="copy")
        self.typed = TextField(limit=80)
        self.field = FieldRow(
            "Type the whole code from the paper", self.typed,
            "Small letters will do, and the dashes may be left out.", name=f"{name}-typed",
        )  # fmt: skip
        self.setLayout(column(self.words, row(self.print, self.copy, None), self.field, spacing=10))
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(self._copy)
        self.typed.returnPressed.connect(self.entered)

    def show_code(self, code: str) -> None:
        """Show a code, or none any more; what was typed back goes."""
        self.code = code
        self.words.setText(code)
        self.words.setAccessibleName(f"Recovery code {' '.join(code)}")
        self.typed.clear()
        self.field.set_problem("")

    def check(self) -> bool:
        """Whether the whole code was typed back; else its field says where it differs."""
        self.field.set_problem(code_problem(self.typed.text(), self.code))
        return not self.field.problem()

    def _print(self) -> None:
        self._print_lines(self, TITLE, (*self.heads, self.code, *_KEEP))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
