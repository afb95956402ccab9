"""Another system's export: looked at, mapped, audited off the GUI thread, never kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.audit.rates import rates
from core.errors import UnitwiseError
from core.services import audit_lines, audit_papers, export_maps, file_audit
from core.services.audit_lines import OwnLine
from core.services.audit_papers import clinicians
from core.services.file_audit import AuditFile, ColumnMap, FileAudit, Watcher
from ui.context import Context
from ui.models.audit_rows import FindingRow
from ui.screens.audit_paper import PaperAsk
from ui.widgets.audit_result import Shown

_EVERY_SECONDS = 0.1
_MOST_SHOWN = 5_000


class AuditFilePresenter(QObject):
    """`changed` after every answer; `stepped` with rows read of about how many."""

    changed = Signal()
    stepped = Signal(int, int)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.path: Path | None = None
        self.file: AuditFile | None = None
        self.columns: ColumnMap | None = None
        self.maps: dict[str, dict[str, object]] = {}
        self.found: FileAudit | None = None
        self.rows: tuple[FindingRow, ...] = ()
        self.lines: tuple[OwnLine, ...] = ()
        self.problem = ""
        self.running = False
        self._stop = threading.Event()

    def load(self) -> None:
        """Read the maps that are kept, and the practice's own line."""
        self._ctx.tasks.read(audit_lines.own_lines, self._lined, replaces="audit-file-lines")
        self._ctx.tasks.read(export_maps.saved_maps, self._mapped, self._failed, replaces="maps")

    def open(self, path: Path) -> None:
        """Look at a file; its columns are guessed."""
        self.path, self.file, self.found, self.problem = path, None, None, ""
        self.running = True
        self.changed.emit()
        self._ctx.tasks.work(lambda: file_audit.open_export(path), self._opened, self._failed)

    def use(self, column: int, field: str) -> None:
        """Put a column to another use."""
        if self.columns is not None:
            self.columns = export_maps.with_use(self.columns, column, field)
            self.changed.emit()

    def read_dates(self, order: str) -> None:
        """Read dates month first or day first."""
        if self.columns is not None and self.columns.dates.value != order:
            self.columns = export_maps.with_dates(self.columns, order)
            self.changed.emit()

    def take_map(self, name: str) -> None:
        """Lay a kept map over the file, or the guessed one for an empty name."""
        if self.file is None:
            return
        saved = self.maps.get(name)
        self.columns = export_maps.laid_over(self.file, saved) if saved else self.file.columns
        self.changed.emit()

    def keep_map(self, name: str) -> None:
        """Keep the map by a name; the only thing that is written into the practice file."""
        columns = self.columns
        if columns is not None:
            self._ctx.tasks.change(
                lambda p: export_maps.keep_map(p, name, columns),
                self._kept,
                self._ctx.messages.problem,
            )

    @property
    def lacking(self) -> str:
        """What has to be mapped first, as a sentence."""
        return export_maps.what_lacks(self.columns) if self.columns else ""

    def start(self) -> None:
        """Audit the file with the map that is shown."""
        file, columns = self.file, self.columns
        if file is None or columns is None or self.running:
            return
        self._stop.clear()
        self.running, self.problem, self.found = True, "", None
        self.changed.emit()
        day = self._ctx.clock.today()
        watcher = Watcher(self._step_teller(), self._stop.is_set)
        self._ctx.tasks.work(
            lambda: file_audit.audit_file(file, columns, day, watcher=watcher),
            self._audited,
            self._failed,
        )

    def stop(self) -> None:
        """Leave off; nothing was kept anyhow."""
        self._stop.set()

    def export_errors(self, target: Path) -> None:
        """Write the rows in error into a table."""
        found = self.found
        if found is not None:
            self._ctx.tasks.work(
                lambda: file_audit.write_problems(target, found.problems),
                lambda _: self._ctx.messages.toast(f"Rows in error are in {target.name}"),
                self._ctx.messages.problem,
            )

    def ask(self, name: str, clinician: str, owner: str, *, counsel: bool) -> PaperAsk | None:
        """A paper of this audit."""
        if self.found is None:
            return None
        today = self._ctx.clock.today()
        paper = audit_papers.paper_of_file(self.found, today, self._line())
        return PaperAsk(name, paper, None, clinician, owner, counsel=counsel)

    def shown(self) -> Shown | None:
        """The audit as the result widget shows it."""
        found = self.found
        if found is None:
            return None
        line = self._line()
        remarks = list(found.assumptions)
        if len(found.findings) > len(self.rows):
            remarks.append(f"The list shows the first {len(self.rows):,} findings.")
        words = f"{found.file.path.name}: {found.rows:,} rows, {found.totals.encounters:,} sessions"
        made = rates(found.totals, line)
        return Shown(words, found.totals, made, line, self.rows, tuple(remarks))

    def _line(self) -> float:
        return audit_lines.line_at(self.lines, self._ctx.clock.today()).share

    def people(self) -> tuple[str, ...]:
        """Whose sessions are in the file."""
        found = self.found
        return clinicians(found.totals) if found else ()

    def _step_teller(self) -> Callable[[int, int], None]:
        last = [0.0]

        def tell(done: int, total: int) -> None:
            now = time.monotonic()
            if now - last[0] >= _EVERY_SECONDS:
                last[0] = now
                self.stepped.emit(done, total)

        return tell

    def _lined(self, lines: tuple[OwnLine, ...]) -> None:
        self.lines = lines
        self.changed.emit()

    def _mapped(self, maps: dict[str, dict[str, object]]) -> None:
        self.maps = maps
        self.changed.emit()

    def _kept(self, name: str) -> None:
        self._ctx.messages.toast(f"Columns kept as “{name}”")
        self.load()

    def _opened(self, file: AuditFile) -> None:
        self.running, self.file, self.columns = False, file, file.columns
        self.changed.emit()

    def _audited(self, found: FileAudit) -> None:
        self.running, self.found = False, found
        some = zip(range(_MOST_SHOWN), found.findings, strict=False)
        self.rows = tuple(FindingRow(one, place + 1) for place, one in some)
        self.changed.emit()

    def _failed(self, problem: UnitwiseError) -> None:
        self.running, self.problem = False, str(problem)
        self.changed.emit()
