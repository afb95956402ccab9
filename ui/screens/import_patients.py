"""Import patients from a CSV file: try it, see every problem, then do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from core.services.importing import Existing, ImportReport
from ui.context import Context
from ui.models.import_rows import PROBLEM_COLUMNS
from ui.models.row_table import RowTable
from ui.page import Crumb, Page
from ui.presenters.import_patients import ImportPresenter
from ui.theme import px
from ui.widgets.basics import (
    Card,
    Chip,
    EmptyState,
    Notice,
    column,
    label,
    muted,
    quiet_button,
    row,
)
from ui.widgets.basics_fields import ComboBox, FieldRow
from ui.widgets.pair import flowing, scrolled
from ui.widgets.row_view import RowView

KNOWN = (
    ("Update them from the file", Existing.UPDATE),
    ("Leave them as they are", Existing.SKIP),
)
_HELP = (
    "The first row names the columns. Needed: last_name, first_name, birth_date. Also read: sex, "
    "phone, email, street, city, state, zip, account_number, payer, member_id and more."
)


class ImportPatientsPage(Page):
    """Choose a file, look at the dry run, import."""

    name = "import_patients"
    title = "Import patients"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = ImportPresenter(ctx)
        self.presenter.setParent(self)
        self._choose = self.make_action("&Choose CSV file", "Ctrl+O", "folder")
        self._import = self.make_action("&Import", "Ctrl+Return", "import")
        self.file_name = label("", look="strong")
        self.file_name.setObjectName("import-file")
        self.known = ComboBox(KNOWN)
        self.counts = {name: Chip("muted", "") for name in ("rows", "new", "known", "problems")}
        self.notice = Notice("muted", "")
        self.notice.setObjectName("import-notice")
        self.view = RowView(RowTable(PROBLEM_COLUMNS, ctx.theme), "Problems of the file")
        self.view.setObjectName("import-problems")
        self.export = quiet_button("Export the rows in error", icon="document")
        self.export.setObjectName("import-export")
        self.again = quiet_button("Read the file again", "F5", "undo")
        self.again.setObjectName("import-again")
        self.empty = EmptyState(
            "Choose a CSV file with one patient in each row. You see what would happen before "
            "anything is written.",
            self._choose,
            "import",
            "No file chosen yet",
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        card = Card("From a CSV file")
        card.body.addWidget(muted(_HELP, wrap=True))
        known = FieldRow("&People already here", self.known, name="import-known")
        known.setFixedWidth(px(260))
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.body.addLayout(row(known, None))
        card.body.addWidget(flowing(self.file_name, *self.counts.values()))
        self.result = Card("What is wrong")
        self.result.header.addWidget(self.again)
        self.result.header.addWidget(self.export)
        self.result.body.addWidget(self.view, 1)
        box = column(spacing=12)
        box.addWidget(card)
        box.addWidget(self.notice)
        box.addWidget(self.result, 1000)
        box.addWidget(self.empty, 1000)
        box.addStretch(1)
        self.result.setMinimumHeight(px(170))
        self.setLayout(column(scrolled(box)))

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self._choose.triggered.connect(self._ask_file)
        self._import.triggered.connect(self.presenter.import_now)
        self.known.currentIndexChanged.connect(self._known_changed)
        self.export.clicked.connect(self._ask_target)
        self.again.clicked.connect(self.presenter.try_again)

    def _show(self) -> None:
        shown, report = self.presenter, self.presenter.report
        self.file_name.setText(shown.path.name if shown.path else "")
        self.file_name.setVisible(shown.path is not None)
        self.empty.setVisible(shown.path is None)
        for chip in self.counts.values():
            chip.setVisible(report is not None)
        problems = report.problems if report else ()
        self.view.show_rows(problems)
        self.result.setVisible(bool(problems))
        if report is not None:
            self._show_counts(report)
        self._show_notice(report)
        self._import.setEnabled(shown.may_import)
        self.chrome_changed.emit()

    def _show_counts(self, report: ImportReport) -> None:
        written = not report.dry_run
        self.counts["rows"].show_state("muted", _count(report.rows, "row"))
        self.counts["new"].show_state(
            "good" if report.added else "muted",
            f"{report.added} {'added' if written else 'new'}",
            "plus",
        )
        known = f"{report.updated} {'updated' if written else 'to update'}"
        self.counts["known"].show_state(
            "muted", f"{known}, {report.skipped} left as is", "patients"
        )
        wrong = len(report.problems)
        kind = "error" if wrong else "good"
        self.counts["problems"].show_state(
            kind, _count(wrong, "problem") if wrong else "No problem"
        )

    def _show_notice(self, report: ImportReport | None) -> None:
        self.notice.setVisible(True)
        if self.presenter.busy:
            self.notice.show_notice("muted", "Reading the file", "This may take a moment.")
        elif self.presenter.problem:
            self.notice.show_notice("error", "This file was not read", self.presenter.problem)
        elif report is None:
            self.notice.hide()
        elif report.problems:
            self.notice.show_notice(
                "error",
                "Nothing was imported" if not report.dry_run else "Not ready to import",
                "All rows are taken or none. Correct the rows below in your file, save it, "
                "and read it again.",
            )
        elif not report.dry_run:
            done = f"{_count(report.added, 'patient')} added, {report.updated} updated."
            self.notice.show_notice("good", done, "You find them under Patients.")
        else:
            self.notice.show_notice("good", "Ready to import", _remarks(report))

    def _known_changed(self) -> None:
        self.presenter.set_existing(Existing(str(self.known.value())))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose the list of patients", QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv *.tsv *.txt)", "All files (*)"])
        dialog.setObjectName("import-dialog")
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def _file_chosen(self, path: str) -> None:
        self.presenter.try_file(Path(path))
        self.first_focus().setFocus()

    def _ask_target(self) -> None:
        source = self.presenter.path
        if source is None:
            return
        name = str(source.with_name(f"{source.stem} rows in error.csv"))
        dialog = QFileDialog(self, "Export the rows in error", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.presenter.export_errors(Path(path)))
        dialog.open()

    def activate(self, args: dict[str, Any]) -> None:
        self.presenter.start()

    def primary_action(self) -> QAction:
        return self._import if self.presenter.may_import else self._choose

    def crumbs(self) -> tuple[str | Crumb, ...]:
        return Crumb("Patients", "patients", {}), self.title

    def first_focus(self) -> QWidget:
        return self.view if self.presenter.report and self.view.isVisible() else self.known


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _remarks(report: ImportReport) -> str:
    words = f"{report.added:,} new, {report.updated:,} to update, {report.skipped:,} left as is."
    if report.ignored:
        words += f" Columns not read: {', '.join(report.ignored[:6])}."
    if report.encoding == "cp1252":
        words += " The file is not UTF-8: look whether accented names come out right."
    return words
