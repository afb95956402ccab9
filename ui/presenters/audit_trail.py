"""The audit trail page by page, its check, and handing it out as a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.services import audit_trail, verifying
from core.services.audit_trail import PAGE, AuditChoices, AuditFilter, AuditRow, ExportFormat
from core.services.proofs import Proof
from core.services.verifying import Verification
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class _Page(NamedTuple):
    choices: AuditChoices
    total: int
    rows: tuple[AuditRow, ...]


class AuditTrailPresenter(QObject):
    """Holds the entries read so far; `changed` after each answer, `said` for what was done."""

    changed = Signal()
    said = Signal(str, str, str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.filter = AuditFilter()
        self.choices = AuditChoices((), ())
        self.rows: tuple[AuditRow, ...] = ()
        self.count = 0
        self.busy = False

    @property
    def has_more(self) -> bool:
        """Whether older entries were not read yet."""
        return len(self.rows) < self.count

    def load(self) -> None:
        """Read the newest entries that fit the filter."""
        wanted = self.filter

        def look(p: OpenPractice) -> _Page:
            return _Page(
                audit_trail.choices(p), audit_trail.count(p, wanted), audit_trail.entries(p, wanted)
            )

        self._ctx.tasks.read(look, self._show, self._failed, replaces="audit-trail")

    def more(self) -> None:
        """Read the next page of older entries."""
        if not self.has_more or not self.rows:
            return
        wanted, before = self.filter, self.rows[-1].event.seq
        self._ctx.tasks.read(
            lambda p: audit_trail.entries(p, wanted, before, PAGE),
            self._add,
            self._failed,
            replaces="audit-trail",
        )

    def ask(self, **parts: object) -> None:
        """Change a part of the filter and read anew."""
        self.filter = replace(self.filter, **parts)  # type: ignore[arg-type] # by field name
        self.load()

    def check(self) -> None:
        """Check every page, reference and entry of the file."""
        self.busy = True
        self.changed.emit()
        self._ctx.tasks.read(verifying.verify_open, self._checked, self._failed)

    def export(self, target: Path, proof: Proof) -> None:
        """Write what the filter shows into a file; the export is an entry itself."""
        form = ExportFormat.JSON if target.suffix.lower() == ".json" else ExportFormat.CSV
        wanted = self.filter
        self._ctx.tasks.change(
            lambda p: audit_trail.export(p, wanted, target, form, proof),
            lambda count: self._exported(count, target),
            self._failed,
        )

    def _show(self, page: _Page) -> None:
        self.choices, self.count, self.rows = page
        self.changed.emit()

    def _add(self, rows: tuple[AuditRow, ...]) -> None:
        self.rows += rows
        self.changed.emit()

    def _checked(self, found: Verification) -> None:
        self.busy = False
        if found.is_good:
            words = f"{found.entries:,} entries follow on one another; no page is damaged."
            self.said.emit("good", "Nothing was changed behind the program's back", words)
        else:
            at = f" The first is entry {found.first_bad:,}." if found.first_bad else ""
            words = " ".join(fault.message for fault in found.faults[:3])
            self.said.emit("error", f"{len(found.faults)} faults were found.{at}", words)
        self.changed.emit()

    def _exported(self, count: int, target: Path) -> None:
        self.said.emit("good", f"{count:,} entries are in {target.name}", "")
        self.load()

    def _failed(self, problem: UnitwiseError) -> None:
        self.busy = False
        self.said.emit("error", str(problem), "")
        self.changed.emit()
