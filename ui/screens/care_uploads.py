"""Papers from outside kept with the patient: taken in, opened, taken off the list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from core.errors import UserProblem
from core.model.care_file import CareFile, PlanRecord
from core.model.patient_uploads import KIND_WORDS, MOST_BYTES, Upload, UploadKind
from core.model.permissions import Permission
from core.services import patient_files
from ui.models.care_rows import PAPER_COLUMNS
from ui.models.row_table import Column
from ui.screens.care_part import CarePart, Change
from ui.widgets.basics import quiet_button
from ui.widgets.basics_buttons import Button
from ui.widgets.basics_fields import ComboBox, DateField, TextField
from ui.widgets.grid_form import FormField
from ui.widgets.image_sheet import ImageSheet
from ui.widgets.pdf_sheet import PdfSheet

_KINDS = tuple((words, kind) for kind, words in KIND_WORDS.items())


def read_paper(path: Path) -> bytes:
    """A file's bytes, one more than is kept at most; raises UserProblem when it cannot be read."""
    try:
        with path.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserProblem(
            f"“{path.name}” cannot be read. Copy it to this PC and choose it again.", "file"
        ) from error


class PapersPart(CarePart):
    """The list; Enter opens a paper inside the program."""

    name, title, one = "paper", "Papers", "paper"
    none = "Keep what came on paper: the signed order, the signed plan, the card, a letter."
    fixed = True
    permission = Permission.DEMOGRAPHICS_WRITE

    def columns(self) -> tuple[Column[Any], ...]:
        return PAPER_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        return (
            FormField("file", "File", TextField("Choose …", 1000), 12, needed=True,
                      hint="PDF, PNG or JPEG, at most 15 MB. It is kept encrypted."),
            FormField("kind", "Paper", ComboBox(_KINDS), 6),
            FormField("dated_on", "Dated", DateField(self.ctx.clock.today), 6, needed=True),
            FormField("title", "Title", TextField(limit=200), 12),
        )  # fmt: skip

    def make_acts(self) -> tuple[Button, ...]:
        self.choose_button = quiet_button("Choose file …", icon="folder")
        self.choose_button.setObjectName("paper-choose")
        self.choose_button.clicked.connect(self._choose)
        self.open_button = quiet_button("Open", icon="eye")
        self.open_button.setObjectName("paper-open")
        self.open_button.clicked.connect(lambda: self.opened(self.editing))
        self.withdraw = quiet_button("Take off the list", icon="trash")
        self.withdraw.setObjectName("paper-withdraw")
        self.withdraw.clicked.connect(self._ask_why)
        return self.choose_button, self.open_button, self.withdraw

    def wants_plan(self) -> bool:
        return False

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[Upload, ...]:
        return care.uploads

    def head_of(self, entry: Upload | None) -> str:
        return entry.kind_words if entry else "New paper"

    def fill(self, entry: Upload | None) -> None:
        super().fill(entry)
        self.choose_button.setVisible(entry is None)

    def values_of(self, entry: Upload | None) -> dict[str, Any]:
        if entry is None:
            return {"kind": UploadKind.ORDER, "dated_on": self.ctx.clock.today()}
        return {
            "file": f"Kept, {entry.size:,} bytes",
            "kind": entry.kind,
            "dated_on": entry.dated_on,
            "title": entry.title,
        }

    def change_of(self, entry: Upload | None) -> Change:
        kind, day, title = (self.value(name) for name in ("kind", "dated_on", "title"))
        path = Path(self.value("file"))
        number = self.presenter.patient_id or 0
        dated: date = day
        made = Upload(number, kind, dated, title=title)
        return lambda p: patient_files.add(p, made, read_paper(path))

    def opened(self, entry: Upload | None) -> None:
        if entry is not None and entry.id is not None:
            number = entry.id
            self.ctx.tasks.read(
                lambda p: patient_files.open_file(p, number), self._show, replaces="paper"
            )

    def _show(self, found: tuple[Upload, bytes]) -> None:
        upload, body = found
        title = upload.title or upload.kind_words
        if upload.media == "application/pdf":
            PdfSheet(self.window(), title, body).show_document()
        else:
            ImageSheet(self.window(), title, body).show_picture()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose a paper to keep")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Papers (*.pdf *.png *.jpg *.jpeg)")
        editor: Any = self.form.rows["file"].editor
        dialog.fileSelected.connect(editor.setText)
        dialog.open()

    def _ask_why(self) -> None:
        number = self.editing.id if self.editing else 0
        self.ctx.messages.ask_text(
            "Take this paper off the list?",
            "Reason",
            lambda why: self.act(lambda p: patient_files.withdraw(p, number, why)),
            yes="Take off",
            detail="It stays in the practice file with the reason and is not shown any more.",
        )
