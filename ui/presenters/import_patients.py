"""Trying an import, seeing what is wrong, doing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.services.import_errors import write_rows_in_error
from core.services.importing import Existing, ImportReport, import_patients
from ui.context import Context


class ImportPresenter(QObject):
    """Holds the file and the newest report; `changed` after each answer."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.path: Path | None = None
        self.existing = Existing.UPDATE
        self.report: ImportReport | None = None
        self.problem = ""
        self.busy = False

    @property
    def may_import(self) -> bool:
        """Whether a dry run found nothing wrong and something to do."""
        report = self.report
        if report is None or self.busy or not report.dry_run or report.problems:
            return False
        return report.added + report.updated > 0

    def start(self) -> None:
        """Forget the file."""
        self.path, self.report, self.problem, self.busy = None, None, "", False
        self.changed.emit()

    def try_file(self, path: Path) -> None:
        """Read a file and see what its import would do; nothing is written."""
        self.path = path
        self.try_again()

    def set_existing(self, existing: Existing) -> None:
        """What becomes of people who are known already."""
        if existing is not self.existing:
            self.existing = existing
            if self.path is not None:
                self.try_again()

    def try_again(self) -> None:
        """See what the import would do now."""
        path, existing = self.path, self.existing
        if path is None:
            return
        self._begin()
        self._ctx.tasks.read(
            lambda p: import_patients(p, path, True, existing),
            self._got,
            self._failed,
            replaces="import",
        )

    def import_now(self) -> None:
        """Do what the dry run promised."""
        path, existing = self.path, self.existing
        if path is None or not self.may_import:
            return
        self._begin()
        self._ctx.tasks.change(
            lambda p: import_patients(p, path, False, existing), self._got, self._failed
        )

    def export_errors(self, target: Path) -> None:
        """Write the rows in error to a file of their own."""
        source, report = self.path, self.report
        if source is not None and report is not None:
            self._ctx.tasks.work(
                lambda: write_rows_in_error(source, report.problems, target),
                self._exported,
                self._ctx.messages.problem,
            )

    def _begin(self) -> None:
        self.busy, self.problem = True, ""
        self.changed.emit()

    def _got(self, report: ImportReport) -> None:
        self.busy, self.report = False, report
        self.changed.emit()

    def _failed(self, problem: UnitwiseError) -> None:
        self.busy, self.report, self.problem = False, None, str(problem)
        self.changed.emit()

    def _exported(self, count: int) -> None:
        rows = "1 row" if count == 1 else f"{count} rows"
        self._ctx.messages.toast(f"{rows} in error exported")
