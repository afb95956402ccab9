"""Settings, reference tables: what is loaded and until when, and importing newer files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from core.services.open_sessions import SessionDifference
from core.services.table_files import Imported
from ui.context import Context
from ui.models.row_table import RowTable
from ui.models.table_rows import (
    CHANGE_COLUMNS,
    DIFFERENCE_COLUMNS,
    change_rows,
    table_columns,
)
from ui.presenters.reference_tables import ReferenceTablesPresenter
from ui.screens.settings_sections import Section
from ui.screens.settings_yearly import YearlyCard
from ui.theme import px
from ui.widgets.basics import Card, Notice, column, muted, primary_button, quiet_button, row
from ui.widgets.row_view import RowView

_WORDS = (
    "Public tables on this PC: Medicare's code pairs, unit limits and fees, and diagnoses. "
    "Download the newer files from CMS and choose them here, several at once; nothing is fetched "
    "by the program."
)
_FILTERS = ["Files from CMS (*.zip *.txt *.csv *.xlsx)", "All files (*)"]


class TablesSection(Section):
    """The tables in use over the import and what it changed."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Reference tables", _WORDS)
        self.presenter = ReferenceTablesPresenter(ctx)
        self.presenter.setParent(self)
        columns = table_columns(ctx.clock.today())
        self.view = RowView(RowTable(columns, ctx.theme), "Public tables in use")
        self.view.setObjectName("tables-table")
        self.view.setMinimumHeight(px(220))
        self.choose = primary_button("Choose files", "Ctrl+O", "folder")
        self.choose.setObjectName("tables-choose")
        self.stop = quiet_button("Stop", icon="stop")
        self.stop.setObjectName("tables-stop")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Import under way")
        self.bar.setFixedHeight(px(4))
        self.progress = muted("")
        self.progress.setObjectName("tables-progress")
        self.notices = [Notice("muted", "") for _ in range(3)]
        self._build_results()
        self._lay_out()
        self._connect()

    def _build_results(self) -> None:
        self.changes = RowView(RowTable(CHANGE_COLUMNS, self.ctx.theme), "What the import changed")
        self.changes.setObjectName("tables-changes")
        self.sessions = RowView(
            RowTable(DIFFERENCE_COLUMNS, self.ctx.theme), "Sessions that would bill differently"
        )
        self.sessions.setObjectName("tables-sessions")
        self._changes_card = Card("What changed for the codes of this program")
        self._changes_card.body.addWidget(self.changes)
        self._sessions_card = Card("Open sessions that would now bill differently")
        self._sessions_card.body.addWidget(self.sessions)

    def _lay_out(self) -> None:
        self.box.addLayout(row(self.choose, self.stop, None))
        self.yearly = YearlyCard(self.ctx)
        self.yearly.saved.connect(self.saved)
        self.box.addWidget(self.yearly)
        self._busy = QWidget()
        self._busy.setLayout(column(self.progress, self.bar, spacing=4))
        self.box.addWidget(self._busy)
        for notice in self.notices:
            notice.hide()
            self.box.addWidget(notice)
        for card in (self._changes_card, self._sessions_card):
            card.hide()
            self.box.addWidget(card)
        lines = Card(margin=6)
        lines.body.addWidget(self.view)
        self.box.addWidget(lines, 3)
        self.box.addStretch(1)
        self._busy.hide()
        self.stop.hide()

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.progressed.connect(self._show_progress)
        self.choose.clicked.connect(self._ask_files)
        self.stop.clicked.connect(self.presenter.stop)
        self.sessions.opened.connect(self._open_session)

    def load(self) -> None:
        self.yearly.load()
        self.presenter.load()

    def _show(self) -> None:
        shown = self.presenter
        self.view.show_rows(shown.lines)
        self.yearly.load()
        self.choose.setEnabled(not shown.busy)
        self._busy.setVisible(shown.busy)
        self.stop.setVisible(shown.busy)
        self.stop.setEnabled(not shown.stopping)
        if shown.busy:
            self.bar.setRange(0, 0)
            self.progress.setText("Stopping …" if shown.stopping else "Reading the files …")
        self._show_notices()
        changes = change_rows(shown.result.changes) if shown.result else ()
        self._fill(self.changes, self._changes_card, changes)
        self._fill(self.sessions, self._sessions_card, shown.differences or ())

    def _fill(self, view: RowView, card: Card, rows: tuple[object, ...]) -> None:
        view.show_rows(rows)
        view.setFixedHeight(px(48 + 32 * min(len(rows), 6)))
        card.setVisible(bool(rows))

    def _show_progress(self, percent: int) -> None:
        if self.presenter.busy and not self.presenter.stopping:
            self.bar.setRange(0, 100)
            self.bar.setValue(percent)
            self.progress.setText(f"Reading the files … {percent} %")

    def _show_notices(self) -> None:
        result = self.presenter.result
        wrong, done, sessions = self.notices
        problem = result.problem if result else self.presenter.problem
        wrong.setVisible(bool(problem) and not self.presenter.busy)
        wrong.show_notice("error", "Not imported" if result else "Not readable", problem)
        read = _read_words(result) if result else ""
        done.setVisible(bool(read))
        warning = _warning(result) if result else ""
        done.show_notice("warning" if warning else "good", read, warning)
        differences = self.presenter.differences
        sessions.setVisible(bool(read) and differences is not None)
        if differences is not None:
            sessions.show_notice(*_session_words(len(differences)))

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, "Choose files from CMS", QDir.homePath())
        dialog.setObjectName("tables-dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(_FILTERS)
        dialog.filesSelected.connect(self.import_files)
        dialog.open()

    def import_files(self, names: list[str]) -> None:
        """Import the files chosen."""
        self.presenter.import_files(tuple(Path(name) for name in names))

    def _open_session(self, session: SessionDifference) -> None:
        self.ctx.navigate("session", {"encounter_id": session.id})

    def first(self) -> QWidget:
        return self.choose


def _read_words(result: Imported) -> str:
    tables = [
        f"{' '.join(part for part in (_NAMES[one.kind], one.variant, one.period) if part)}"
        f" ({one.rows:,} rows)"
        for one in result.changes
    ]
    tables += [f"ICD-10-CM {one.fiscal_year} ({one.codes:,} codes)" for one in result.editions]
    return f"Imported: {', '.join(tables)}." if tables else ""


def _warning(result: Imported) -> str:
    return " ".join(one.warning for one in result.changes if one.warning)


def _session_words(count: int) -> tuple[str, str]:
    if not count:
        return "good", "No open session would bill differently."
    sessions = "1 open session" if count == 1 else f"{count} open sessions"
    return "warning", f"{sessions} would now bill differently. Enter opens one."


_NAMES = {
    "ncci": "code pairs",
    "mue": "unit limits",
    "rvu": "relative values",
    "gpci": "geographic indices",
    "county": "localities",
    "zip": "ZIP codes",
}
