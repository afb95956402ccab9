"""The one PDF that is shown, printed and kept, whatever the document."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError, UserProblem
from core.model.patient_file import DocumentRow
from core.services import printing
from core.services.printing import How, PdfDraft
from ui.person_tasks import PersonTasks
from ui.tasks import Tasks

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Job = TypeVar("Job")


class DocumentPresenter(QObject):
    """`drawn` with a new PDF or without; `kept` with its row and the copy's name."""

    drawn = Signal()
    kept = Signal(object, str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks | PersonTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.draft: PdfDraft | None = None
        self.problem = ""

    def keep(self, how: How, copy: Path | None = None) -> None:
        """Keep the very bytes shown, and write a copy when saved; `kept` tells the number."""
        draft = self.draft
        if draft is None:
            return

        def done(row: DocumentRow) -> None:
            if not shiboken6.isValid(self):
                return
            if copy is None:
                self.kept.emit(row, "")
                return
            self._tasks.work(
                lambda: write_copy(copy, draft.body),
                lambda _: self.kept.emit(row, copy.name),
                self.failed.emit,
            )

        self._tasks.change(lambda p: self.archive(p, draft, how), done, self.failed.emit)

    def archive(self, p: OpenPractice, draft: PdfDraft, how: How) -> DocumentRow:
        """Keep a draft by the service that answers for this kind of document."""
        return printing.archive(p, draft, how)


class PreparedPresenter(DocumentPresenter):
    """Reads what a paper says with the practice, then draws it aside; the newest wish is shown."""

    job: Any = None
    _asked: object = None

    def forget(self) -> None:
        """Let go of what is shown; what is still being drawn is shown no more."""
        self._asked, self.draft, self.job, self.problem = object(), None, None, ""

    def ask(
        self,
        prepare: Callable[[OpenPractice], Job],
        draw: Callable[[Job], PdfDraft],
        replaces: str,
    ) -> None:
        """Take away what is shown and draw something else."""
        asked = self._asked = object()
        self.draft, self.job, self.problem = None, None, ""

        def shown(draft: PdfDraft) -> None:
            if asked is self._asked:
                self.draft = draft
                self.drawn.emit()

        def refused(problem: UnitwiseError) -> None:
            if asked is self._asked:
                self.draft, self.problem = None, str(problem)
                self.drawn.emit()

        def prepared(job: Job) -> None:
            if asked is self._asked:
                self.job = job
                self._tasks.work(lambda: draw(job), shown, refused)

        self._tasks.read(prepare, prepared, refused, replaces=replaces)


def write_copy(path: Path, body: bytes) -> None:
    """Write a file whole or not at all; raises UserProblem when the place refuses."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unitwise-", suffix=".part")
    except OSError as error:
        raise _unwritable(path) from error
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(body)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise _unwritable(path) from error


def _unwritable(path: Path) -> UserProblem:
    return UserProblem(
        f"The copy could not be written to the folder “{path.parent.name}”: it is read-only or the"
        " disk is full. The document is kept in the practice file. Choose another folder.",
        "path",
    )
