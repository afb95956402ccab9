"""The public tables in use, and importing newer ones in the background."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.rules.rulebook import RuleBook
from core.services.open_sessions import (
    OpenEncounter,
    SessionDifference,
    bills_that_differ,
    to_be_billed,
)
from core.services.rules_in_use import renew_rules
from core.services.table_files import Imported, import_chosen
from core.services.table_overview import TableLine, tables_in_use
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


_SLICE = 20  # sessions compared in one go: what is saved meanwhile goes first


class _Compared(NamedTuple):
    before: RuleBook
    after: RuleBook
    waiting: tuple[OpenEncounter, ...]
    found: tuple[SessionDifference, ...] = ()


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

        def renew(p: OpenPractice) -> _Compared:
            before = p.book
            return _Compared(before, renew_rules(p), to_be_billed(p))

        self._ctx.tasks.read(renew, self._renewed, self._failed)

    def _renewed(self, state: _Compared) -> None:
        self._ctx.book = state.after
        self._compare(state)

    def _compare(self, state: _Compared) -> None:
        """Compare the open sessions' bills in slices, then say what came out."""
        before, after, waiting, found = state
        part, rest = waiting[:_SLICE], waiting[_SLICE:]
        if not part:
            self.busy, self.differences = False, found
            self.changed.emit()
            self.load()
            return
        self._ctx.tasks.read(
            lambda p: bills_that_differ(p, before, after, part),
            lambda more: self._compare(_Compared(before, after, rest, found + more)),
            self._failed,
        )

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
