"""The public tables in use, and importing newer ones in the background."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.rules.rulebook import RuleBook
from core.services.open_sessions import SessionDifference, bills_that_differ
from core.services.rules_in_use import renew_rules
from core.services.table_files import Imported, import_chosen
from core.services.table_overview import TableLine, tables_in_use
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class _Renewed(NamedTuple):
    book: RuleBook
    differences: tuple[SessionDifference, ...]


class ReferenceTablesPresenter(QObject):
    """Holds the tables, the import under way and its result; `changed` after each answer.

    `progressed` carries per cent done; it comes from the worker's thread.
    """

    changed = Signal()
    progressed = Signal(int)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.lines: tuple[TableLine, ...] = ()
        self.problem = ""
        self.busy = False
        self.stopping = False
        self.result: Imported | None = None
        self.differences: tuple[SessionDifference, ...] | None = None
        self._stop = threading.Event()
        self._percent = -1

    def load(self) -> None:
        """Read which tables are in use."""
        self._ctx.tasks.work(tables_in_use, self._got_lines, self._no_lines)

    def import_files(self, files: tuple[Path, ...]) -> None:
        """Read files in the background; the tables in use stay until all of a kind is read."""
        if self.busy or not files:
            return
        self.busy, self.stopping = True, False
        self.result = self.differences = None
        self._stop.clear()
        self._percent = -1
        self.changed.emit()

        def let_go(p: OpenPractice) -> None:
            p.library.reopen()  # an open file could not be replaced everywhere

        def start(_: None) -> None:
            self._ctx.tasks.work(
                lambda: import_chosen(files, self._tell, self._stop.is_set),
                self._imported,
                self._failed,
            )

        self._ctx.tasks.read(let_go, start, self._failed)

    def stop(self) -> None:
        """Stop the import; what is being read is thrown away."""
        self.stopping = True
        self._stop.set()
        self.changed.emit()

    def _tell(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != self._percent:
            self._percent = percent
            self.progressed.emit(percent)

    def _imported(self, result: Imported) -> None:
        self.result = result

        def renew(p: OpenPractice) -> _Renewed:
            before = p.book
            after = renew_rules(p)
            return _Renewed(after, bills_that_differ(p, before, after))

        self._ctx.tasks.read(renew, self._renewed, self._failed)

    def _renewed(self, answer: _Renewed) -> None:
        self.busy = False
        self._ctx.book, self.differences = answer
        self.changed.emit()
        self.load()

    def _failed(self, problem: UnitwiseError) -> None:
        self.busy = False
        done = self.result or Imported()
        self.result = Imported(done.changes, done.editions, str(problem))
        self.changed.emit()

    def _got_lines(self, lines: tuple[TableLine, ...]) -> None:
        self.lines, self.problem = lines, ""
        self.changed.emit()

    def _no_lines(self, problem: UnitwiseError) -> None:
        self.lines, self.problem = (), str(problem)
        self.changed.emit()
