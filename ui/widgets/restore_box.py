"""A backup copy, its password and a new place: what restoring needs, and what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import UnitwiseError, UserProblem
from core.model.typed_dates import say_date
from core.services.restoring import CopyRow, Restored
from ui.models.row_table import RowTable
from ui.models.safety_rows import DIFFERENCE_COLUMNS, copy_name
from ui.theme import Theme, px
from ui.widgets.basics import Notice, column, muted, primary_button, quiet_button, row
from ui.widgets.basics_fields import SecretField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.pair import flowing
from ui.widgets.row_view import RowView

_ENDING = ".unitwise"


class RestoreBox(QWidget):
    """Asks for the copy's password and the new file; `asked(copy, secret, target)`.

    The file in use is never written over: a restored one always gets a name of its own.
    """

    asked = Signal(object, str, object)
    open_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._copy: CopyRow | None = None
        self._folder = Path()
        self._restored: Path | None = None
        self.words = muted("", wrap=True)
        self.words.setObjectName("restore-words")
        self.form = GridForm(
            (
                FormField("password", "Password of that day", SecretField(), 5, needed=True,
                          hint="Or the recovery code of that day"),
                FormField("target", "New file", TextField(), 7, needed=True),
            ),
            "restore-",
        )  # fmt: skip
        self.place = muted("", wrap=True)
        self.button = primary_button("Restore this copy", icon="undo")
        self.button.setObjectName("restore-start")
        self.choose = quiet_button("Choose the folder", icon="folder")
        self.choose.setObjectName("restore-folder")
        self.notice = Notice("muted", "")
        self.notice.hide()
        self.differences = RowView(RowTable(DIFFERENCE_COLUMNS, theme), "What the copy holds")
        self.differences.setObjectName("restore-differences")
        self.differences.hide()
        self.open = quiet_button("Open the restored file", icon="folder")
        self.open.setObjectName("restore-open")
        self.open.hide()
        self.setLayout(
            column(
                self.words, self.form, self.place, flowing(self.button, self.choose),
                self.notice, self.differences, row(self.open, None),
            )
        )  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        self.button.clicked.connect(self._ask)
        self.choose.clicked.connect(self._choose_folder)
        self.open.clicked.connect(lambda: self.open_asked.emit(self._restored))
        for made in self.form.rows.values():
            if isinstance(made.editor, (SecretField, TextField)):
                made.editor.returnPressed.connect(self._ask)

    def show_copy(self, copy: CopyRow | None, practice: Path) -> None:
        """Make ready to restore one copy of a practice file."""
        self.setEnabled(copy is not None)
        if copy is None or (self._copy and copy.path == self._copy.path):
            return
        self._copy, self._folder = copy, practice.parent
        self.words.setText(
            f"The copy of {copy_name(copy)} becomes a file of its own; no other file is "
            "changed, so you can look at both."
        )
        name = f"{practice.stem} restored {copy.moment:%Y-%m-%d}{_ENDING}"
        self.form.fill({"password": "", "target": _free(self._folder / name).name})
        self._show_folder()

    def show_result(self, result: Restored) -> None:
        """Tell what the restored file holds against the one in use."""
        self._restored = result.path
        last = result.last_change.astimezone() if result.last_change else None
        until = f"Its last change is of {say_date(last.date())} {last:%H:%M}. " if last else ""
        self.notice.show_notice(
            "good",
            f"Restored as {result.path.name}",
            f"{until}All {result.entries:,} audit entries and every page were checked.",
        )
        self.notice.show()
        self.differences.show_rows(result.differences)
        self.differences.setFixedHeight(px(48 + 32 * len(result.differences)))
        self.differences.show()
        self.open.show()
        self.form.rows["password"].editor.clear()  # type: ignore[attr-defined] # a line edit
        self.open.setFocus()

    def show_problem(self, problem: UnitwiseError) -> None:
        """Put the sentence at its field, or under the button."""
        field = problem.field if isinstance(problem, UserProblem) else ""
        if field in self.form.rows:
            self.form.show_problem(problem)
        else:
            self.notice.show_notice("error", "Not restored", str(problem))
            self.notice.show()

    def _ask(self) -> None:
        self.notice.hide()
        if self._copy is None or not self.form.check():
            return
        name = str(self.form.value("target")).strip()
        name = name if name.endswith(_ENDING) else name + _ENDING
        self.asked.emit(self._copy.path, self.form.value("password"), self._folder / name)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Folder for the restored file", str(self._folder))
        dialog.setObjectName("restore-folder-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._took_folder)
        dialog.open()

    def _took_folder(self, chosen: str) -> None:
        self._folder = Path(chosen)
        self._show_folder()

    def _show_folder(self) -> None:
        self.place.setText(f"In the folder “{self._folder.name or self._folder}”")
        self.place.setToolTip(str(self._folder))


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free
