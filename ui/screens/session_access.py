"""What of a session a person may see and change, and the way to its note with a reason."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.session import SessionFile
from core.services.permissions import NotAllowed
from ui.context import Context
from ui.screens.session_layout import SessionLayout


class SessionAccess(QObject):
    """`reopen_asked` when the session has to be read again: more or less of it may be seen."""

    reopen_asked = Signal()

    def __init__(self, ctx: Context, view: SessionLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._view = view
        self._patient = 0
        self._by_reason = False
        self.can_write = True
        view.note.open_asked.connect(self._ask)
        ctx.glass.changed.connect(self._look)

    def show_file(self, file: SessionFile) -> None:
        """Let the person at what they may change, and nothing else."""
        record, view = file.record, self._view
        self._patient, self.can_write = record.patient_id, file.can_write
        self._by_reason = record.patient_id in self._ctx.glass.patients
        view.setEnabled(record.state is not EncounterState.VOID)
        for part in (view.grid, view.header):
            part.setEnabled(file.can_write)
        view.note.show_rights(
            withheld=record.note_withheld,
            writable=file.can_write_note,
            with_reason=self._ctx.may(Permission.BREAK_GLASS),
        )

        self.first_focus().setFocus()

    def first_focus(self) -> QWidget:
        """Where the keyboard begins: the services, or the note where only that is open."""
        return self._view.table if self.can_write else self._view.note.parts[0]

    def refused(self, problem: UnitwiseError) -> None:
        """The session was not opened: say so, or ask for the reason that opens it."""
        number = problem.glass_patient_id if isinstance(problem, NotAllowed) else None
        if number is None:
            self._ctx.messages.problem(problem)
            self._ctx.go_back()
            return
        self._ctx.glass.ask(
            number, self.reopen_asked.emit, self._ctx.go_back, str(problem).split(".")[0] + "."
        )

    def _ask(self) -> None:
        self._ctx.glass.ask(self._patient, self.reopen_asked.emit)

    def _look(self) -> None:
        if self._by_reason and self._patient not in self._ctx.glass.patients:
            self._by_reason = False
            self.reopen_asked.emit()
