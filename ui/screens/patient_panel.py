"""What the parts of the patient page have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.patient_file import PatientFile
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.widgets.grid_form import GridForm
from ui.widgets.kept_place import KeptOf


class PatientPanel(QWidget):
    """One part of the page; `dirty_changed` when typing began or was kept."""

    dirty_changed = Signal()

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__()
        self.ctx = ctx
        self.presenter = presenter

    def show_file(self, file: PatientFile) -> None:
        """Show what was read; must not touch what somebody is typing."""

    def start(self) -> None:
        """Another patient comes: forget what was typed for the one before."""

    def is_dirty(self) -> bool:
        """Whether something typed is not kept yet."""
        return False

    def save(self) -> None:
        """Keep what is typed, or show what is wrong with it."""

    def keep(self) -> None:
        """The window locks or closes: keep what can be kept. Money is never taken by itself."""

    def first_focus(self) -> QWidget:
        return self

    def kept_of(self, number: object = None) -> KeptOf | None:
        """Where unsaved text of an entry of this patient belongs; without a number, a new one."""
        file = self.presenter.file
        patient = file.patient.id if file else None
        return None if patient is None else KeptOf(f"{patient}/{number or 'new'}", patient)

    def tell(self, form: GridForm, problem: UnitwiseError) -> None:
        """Show a problem at its field, or on top when it belongs to none."""
        if not form.show_problem(problem):
            self.ctx.messages.problem(problem)
