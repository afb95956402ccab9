"""A patient's encounters, the newest first; several can be marked for one superbill."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QVBoxLayout, QWidget

from core.model.kinds import EncounterState
from core.model.patient_file import PatientFile
from core.model.session import EncounterRow
from ui.context import Context
from ui.models.encounter_rows import HISTORY_COLUMNS
from ui.models.row_table import RowTable
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_panel import PatientPanel
from ui.widgets.basics import Card, EmptyState, muted
from ui.widgets.row_view import RowView


class VisitsPanel(PatientPanel):
    """The history; Enter opens a session, Shift with the arrows marks several."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.view = RowView(RowTable(HISTORY_COLUMNS, ctx.theme), "Visits")
        self.view.setObjectName("visits-table")
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.words = muted("")
        self.words.setObjectName("visits-words")
        self.empty = EmptyState(
            "Every session of this patient will stand here with its codes, units and charges. "
            "New session (Ctrl+N) begins the first one.",
            None,
            "clock",
            "No visit yet",
        )
        self._states = QStackedWidget()
        self._states.addWidget(self.view)
        self._states.addWidget(self.empty)
        card = Card(margin=8)
        card.body.addWidget(self._states, 1)
        card.body.addWidget(self.words)
        self.words.setContentsMargins(8, 0, 8, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)
        self.view.opened.connect(self._open)
        self.view.selectionModel().selectionChanged.connect(self._say)

    def start(self) -> None:
        self.view.show_rows(())
        self._say()

    def show_file(self, file: PatientFile) -> None:
        self.view.show_rows(file.encounters)
        self._states.setCurrentIndex(0 if file.encounters else 1)
        self.words.setVisible(bool(file.encounters))
        self._say()

    def marked(self) -> tuple[EncounterRow, ...]:
        """The visits that are marked."""
        rows = self.view.selectionModel().selectedRows()
        found = (self.view.table.row_at(index) for index in sorted(rows, key=lambda i: i.row()))
        return tuple(row for row in found if row is not None)

    def _say(self) -> None:
        count = len(self.marked())
        if count > 1:
            self.words.setText(f"{count} visits marked for a superbill (Ctrl+P)")
        else:
            self.words.setText("Enter opens the session. Shift and the arrows mark several visits.")

    def _open(self, visit: EncounterRow) -> None:
        self.ctx.navigate("session", {"encounter_id": visit.id})

    def first_focus(self) -> QWidget:
        return self.view


def for_superbill(
    marked: tuple[EncounterRow, ...], visits: tuple[EncounterRow, ...]
) -> tuple[int, ...]:
    """The encounters a superbill is for: the complete ones marked, else all without one yet."""
    done = [row.id for row in marked if row.state is EncounterState.COMPLETE]
    if done:
        return tuple(done)
    complete = [row for row in visits if row.state is EncounterState.COMPLETE]
    missing = [row.id for row in complete if not row.superbill_printed]
    return tuple(missing or [row.id for row in complete[:1]])
