"""Settings, contract rates: a payer's rates over the one that is chosen, typed or out of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core.services import payer_rates
from core.services.importing import ImportReport
from ui.context import Context
from ui.models.import_rows import PROBLEM_COLUMNS
from ui.models.row_table import RowTable
from ui.presenters.payer_rates import Answer, PayerRatesPresenter, rates_spec
from ui.screens.settings_sections import RecordsSection
from ui.theme import px
from ui.widgets.basics import Card, Notice, column, link_button, muted, quiet_button, row
from ui.widgets.basics_fields import ComboBox, FieldRow
from ui.widgets.basics_tables import ROW_HEIGHT
from ui.widgets.row_view import RowView

_WORDS = (
    "What a payer's contract pays for one unit; new bills take their amounts from here. A rate "
    "without an end lasts until the next one of its code begins. A CSV file has the columns code, "
    "amount, from and to, and is taken whole or not at all."
)


class PayerRatesSection(RecordsSection):
    """One payer's rates; a file is read first, shown, and taken only when asked."""

    def __init__(self, ctx: Context) -> None:
        self.presenter = PayerRatesPresenter(ctx)
        super().__init__(ctx, rates_spec(ctx, self.presenter))
        self.presenter.setParent(self)

    def _lay_out(self) -> None:
        self.payer = ComboBox()
        self.otherwise = muted("", wrap=True)
        self.otherwise.setObjectName("rates-otherwise")
        self.share = link_button("Set a share of Medicare's amount")
        self.share.setObjectName("rates-share")
        self.share.setStyleSheet("QPushButton { padding-left: 0; }")
        self.choose = quiet_button("Import a file …", icon="import")
        self.choose.setObjectName("rates-import")
        self.result = Notice("muted", "")
        self.result.setObjectName("rates-result")
        self.wrong = RowView(RowTable(PROBLEM_COLUMNS, self.ctx.theme), "Rows in error")
        self.wrong.setObjectName("rates-problems")
        self.remove = quiet_button("Take this rate away", icon="trash")
        self.remove.setObjectName("rates-remove")
        self.box.addWidget(muted(_WORDS, wrap=True))
        line = row(FieldRow("&Payer", self.payer, name="rates-payer"), spacing=12)
        line.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        line.setStretch(0, 1)
        self.box.addLayout(line)
        self.box.addLayout(column(self.otherwise, row(self.share, None), spacing=2))
        self._file = Card()
        self._file.body.addWidget(self.result)
        self._file.body.addWidget(self.wrong)
        self._file.hide()
        self.box.addWidget(self._file)
        super()._lay_out()
        self.form_card.body.addLayout(row(self.remove, None))

    def _connect(self) -> None:
        super()._connect()
        self.payer.activated.connect(self._choose_payer)
        self.share.clicked.connect(self._go_to_share)
        self.choose.clicked.connect(self._ask_file)
        self.remove.clicked.connect(self._ask_remove)
        self.presenter.changed.connect(self._show_result)

    def load(self) -> None:
        self.ctx.tasks.read(self.presenter.ask, self._got, replaces="settings-rates")

    def _got(self, answer: Answer) -> None:
        self.presenter.take(answer)
        self.payer.set_choices(self.presenter.choices())
        self.payer.set_value(self.presenter.payer_id)
        self.otherwise.setText(self.presenter.otherwise())
        here = self.presenter.payer is not None
        for widget in (self.share, self.choose, self.form):
            widget.setEnabled(here)
        self._show(answer.rates)

    def _choose_payer(self) -> None:
        if self.dirty:
            self.ctx.messages.warn("Save the rate you are typing first, or press Esc.")
            self.payer.set_value(self.presenter.payer_id)
            return
        wanted = self.payer.value()
        if isinstance(wanted, int):
            self._record = None
            self.presenter.show_payer(wanted)
            self.load()

    def _fill(self, record: Any) -> None:
        super()._fill(record)
        self.remove.setVisible(record is not None)

    def _go_to_share(self) -> None:
        args = {"section": "payer_rules", "payer": self.presenter.payer_id, "rule": "share of"}
        self.ctx.navigate("settings", args)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose the payer's rates", QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv *.tsv *.txt)", "All files (*)"])
        dialog.setObjectName("rates-dialog")
        dialog.fileSelected.connect(lambda path: self.presenter.try_file(Path(path), self._tried))
        dialog.open()

    def _tried(self, report: ImportReport) -> None:
        if report.problems or not report.rows:
            return
        count = report.added + report.updated
        if not count:
            return
        self.ctx.messages.ask(
            f"Take {count} {'rate' if count == 1 else 'rates'} for {self.presenter.name}?",
            lambda: self.presenter.import_now(self._imported),
            yes="Take them",
            no="Leave it",
            detail=_counts(report),
        )

    def _imported(self, report: ImportReport) -> None:
        self.saved.emit("Saved the rates of the file")
        self.load()

    def _show_result(self) -> None:
        shown = self.presenter
        report = shown.report
        problems = report.problems if report else ()
        self.wrong.show_rows(problems)
        self.wrong.setVisible(bool(problems))
        self.wrong.setFixedHeight(px(40 + ROW_HEIGHT * min(len(problems), 5)))
        self._file.setVisible(bool(shown.problem) or report is not None)
        if shown.problem:
            self.result.show_notice("error", "This file was not read", shown.problem)
        elif report and problems:
            words = "Correct the rows below in the file, save it, and import it again."
            self.result.show_notice("error", "Nothing was taken", words)
        elif report:
            head = "Read, not taken yet" if report.dry_run else "Taken"
            kind = "muted" if report.dry_run else "good"
            self.result.show_notice(kind, head, _counts(report))

    def _ask_remove(self) -> None:
        record = self._record
        if record is None:
            return
        self.ctx.messages.ask(
            f"Take the rate of {record.code} away?",
            lambda: self._remove(record.id),
            yes="Take away",
            no="Keep it",
            detail="Only for a rate that was wrong. One that is over gets an end instead, so that "
            "bills of its days still find it.",
            danger=True,
        )

    def _remove(self, number: int) -> None:
        def done(_: object) -> None:
            self._record = None
            self.dirty = False
            self.saved.emit("The rate is taken away")
            self.load()

        self.ctx.tasks.change(
            lambda p: payer_rates.remove_rate(p, number), done, self.ctx.messages.problem
        )

    def aim(self, args: dict[str, Any]) -> None:
        wanted = args.get("payer")
        if isinstance(wanted, int) and not self.dirty:
            self._record = None
            self.presenter.show_payer(wanted)
            self.load()

    def first(self) -> QWidget:
        return self.payer


def _counts(report: ImportReport) -> str:
    return f"{report.added} new, {report.updated} changed, {report.skipped} as they are."
