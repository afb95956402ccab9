"""Audit another system's export: choose the file, map its columns, read the result."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.services import export_maps
from ui.context import Context
from ui.page import Page
from ui.presenters.audit_file import AuditFilePresenter
from ui.theme import px
from ui.widgets.audit_papers import PapersBar
from ui.widgets.audit_result import AuditResult
from ui.widgets.basics import Card, EmptyState, Notice, column, label, muted, quiet_button, row
from ui.widgets.basics_fields import ComboBox, FieldRow, TextField
from ui.widgets.basics_tables import table_defaults
from ui.widgets.flow import FlowRow
from ui.widgets.pair import scrolled
from ui.widgets.progress_line import ProgressLine

_EMPTY = (
    "Choose a table that another system has exported: CSV or XLSX with date, patient, payer, "
    "clinician, code, minutes and units. It is audited here; nothing of it is kept."
)
_PROMISE = "Nothing of the file is written into the practice, only a mapping you keep."
_HEADINGS = ("Column", "Holds", "", "First rows")
_EXAMPLES = 4
_ROW = 36


class FilePart(QWidget):
    """The file and its map, then the result."""

    def __init__(self, page: Page, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.presenter = AuditFilePresenter(ctx)
        self.presenter.setParent(self)
        self.choose = page.make_action("&Choose export", "Ctrl+O", "folder")
        self.run = page.make_action("Audit this file", "", "gauge")
        self.file_name = label("", look="strong")
        self.file_name.setObjectName("export-file")
        self.maps = ComboBox((("as guessed", ""),))
        self.dates = ComboBox(export_maps.ORDERS)
        self.map_name = TextField("Name of the other system", 60)
        self.keep = quiet_button("Keep this mapping", icon="save")
        self.keep.setObjectName("export-keep-map")
        self.table = QTableWidget(0, len(_HEADINGS))
        self.table.setObjectName("export-columns")
        self.progress = ProgressLine("export")
        self.notice = Notice("error", "")
        self.notice.setObjectName("export-notice")
        self.errors = quiet_button("Export rows in error", icon="document")
        self.errors.setObjectName("export-errors")
        self.result = AuditResult(ctx.theme)
        self.papers = PapersBar(ctx.clock.today, ctx.person.name if ctx.person else "")
        self.empty = EmptyState(_EMPTY, self.choose, "import", "No export chosen yet")
        self._headings: tuple[str, ...] = ()
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        table_defaults(self.table, "Columns of the file and what they hold")
        self.table.setHorizontalHeaderLabels(_HEADINGS)
        self.table.setMinimumHeight(px(220))
        self.table.verticalHeader().setDefaultSectionSize(px(_ROW))
        self.card = Card("The export and its columns", margin=12)
        line = FlowRow()
        for words, editor, name, width in (
            ("&Mapping", self.maps, "map", 190), ("&Dates", self.dates, "dates", 230),
            ("Keep it &as", self.map_name, "map-name", 200),
        ):  # fmt: skip
            made = FieldRow(words, editor, name=f"export-{name}")
            made.setFixedWidth(px(width))
            line.add(made)
        below = QWidget()
        below.setLayout(column(label(" "), self.keep, spacing=4))
        line.add(below)
        self._map_line = line
        self.columns = quiet_button("Change columns", icon="edit")
        self.columns.setObjectName("export-change")
        self.columns.clicked.connect(lambda: self._fold(folded=False))
        self.card.body.addLayout(row(self.file_name, self.columns, None))
        self.card.body.addWidget(line)
        self.card.body.addWidget(self.table, 1)
        self._promise = muted(_PROMISE, wrap=True)
        self.card.body.addWidget(self._promise)
        self.card.body.addWidget(self.progress)
        self._after = QWidget()
        self._after.setLayout(row(self.errors, None))
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(12))
        for widget in (
            self.card, self.notice, self._after, self.result, self.papers, self.empty,
        ):  # fmt: skip
            lines.addWidget(widget)
        lines.setStretch(3, 1)
        lines.setStretch(5, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(lines))

    def _connect(self) -> None:
        shown = self.presenter
        shown.changed.connect(self._show)
        shown.stepped.connect(lambda done, all_: self.progress.show_step(done, all_, "rows"))
        self.progress.stopped.connect(shown.stop)
        self.choose.triggered.connect(self._ask_file)
        self.run.triggered.connect(self._start)
        self.maps.currentIndexChanged.connect(lambda: shown.take_map(str(self.maps.value() or "")))
        self.dates.currentIndexChanged.connect(lambda: shown.read_dates(str(self.dates.value())))
        self.keep.clicked.connect(lambda: shown.keep_map(self.map_name.text()))
        self.errors.clicked.connect(self._ask_target)
        self.papers.asked.connect(self._paper)

    def _start(self) -> None:
        self.progress.show_step(0, 0, "rows")
        self.presenter.start()

    def _show(self) -> None:
        state = self.presenter
        self.file_name.setText(state.path.name if state.path else "")
        self.empty.setVisible(state.path is None)
        self.card.setVisible(state.file is not None)
        self.progress.setVisible(state.running and state.file is not None)
        self.run.setEnabled(state.file is not None and not state.running and not state.lacking)
        self._show_columns()
        self._offer_maps()
        self._say()
        shown = state.shown()
        for widget in (self.result, self.papers):
            widget.setVisible(shown is not None)
        bad = len(state.found.problems) if state.found else 0
        self._after.setVisible(bad > 0)
        self.errors.set_words(f"Export {bad:,} rows in error")
        self._fold(folded=shown is not None)
        if shown is not None:
            self.result.show_result(shown)
            self.papers.offer(state.people())

    def _fold(self, *, folded: bool) -> None:
        """Once there is a result the columns step back."""
        for widget in (self._map_line, self.table, self._promise):
            widget.setVisible(not folded)
        self.columns.setVisible(folded)

    def _say(self) -> None:
        state = self.presenter
        self.notice.setVisible(bool(state.problem or state.lacking))
        if state.problem:
            self.notice.show_notice("error", state.problem)
        elif state.lacking:
            self.notice.show_notice("warning", "Not ready to audit", state.lacking)

    def _offer_maps(self) -> None:
        choices = (("as guessed", ""), *((name, name) for name in self.presenter.maps))
        if self.maps.count() != len(choices):
            self.maps.blockSignals(True)
            kept = self.maps.value()
            self.maps.set_choices(choices)
            self.maps.set_value(kept)
            self.maps.blockSignals(False)

    def _show_columns(self) -> None:
        """A row for each column; the boxes are made anew only for another file."""
        file, columns = self.presenter.file, self.presenter.columns
        if file is None or columns is None:
            self._headings = ()
            return
        if self._headings != file.headings:
            self._headings = file.headings
            self._fill(file.sample)
        for use in columns.columns:
            chooser = self.table.cellWidget(use.column, 1)
            item = self.table.item(use.column, 2)
            if isinstance(chooser, ComboBox) and item is not None:
                chooser.blockSignals(True)
                chooser.set_value(use.field.value if use.field else "")
                chooser.blockSignals(False)
                item.setText(export_maps.use_words(use))
        self.dates.blockSignals(True)
        self.dates.set_value(columns.dates.value)
        self.dates.blockSignals(False)

    def _fill(self, sample: tuple[tuple[str, ...], ...]) -> None:
        self.table.setRowCount(len(self._headings))
        for at, heading in enumerate(self._headings):
            seen = [cells[at] for cells in sample if at < len(cells) and cells[at].strip()]
            told = " · ".join(" ".join(cell.split())[:60] for cell in seen[:_EXAMPLES])
            for place, text in ((0, heading or f"(column {at + 1})"), (2, ""), (3, told)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(text)
                self.table.setItem(at, place, item)
            chooser = ComboBox(export_maps.CHOICES)
            chooser.setObjectName(f"export-use-{at}")
            chooser.setAccessibleName(f"What the column {heading} holds")
            chooser.currentIndexChanged.connect(
                lambda _, n=at, box=chooser: self.presenter.use(n, str(box.value() or ""))
            )
            self.table.setCellWidget(at, 1, chooser)
        header = self.table.horizontalHeader()
        for place, width in ((0, 190), (1, 190), (2, 90)):
            header.resizeSection(place, px(width))
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(px(_ROW))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose another system’s export", QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv *.tsv *.txt *.xlsx)", "All files (*)"])
        dialog.setObjectName("export-dialog")
        dialog.fileSelected.connect(lambda name: self.presenter.open(Path(name)))
        dialog.open()

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

    def _paper(self, name: str) -> None:
        bar = self.papers
        ask = self.presenter.ask(
            name, str(bar.clinician.value() or ""), bar.owner.text().strip(),
            counsel=bar.counsel.isChecked(),
        )  # fmt: skip
        if ask is not None:
            self._ctx.navigate("audit_paper", {"ask": ask})

    def primary(self) -> QAction:
        """The one main action: choose a file first, then audit it."""
        return self.choose if self.presenter.file is None else self.run

    def secondary(self) -> tuple[QAction, ...]:
        """Choosing another file, once one is chosen."""
        return () if self.presenter.file is None else (self.choose,)
