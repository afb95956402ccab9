"""Patients: search as you type, open one, add one, import many."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.patient import PatientRow
from core.model.permissions import Permission
from ui.context import Context
from ui.models.patient_rows import PATIENT_COLUMNS
from ui.models.row_table import RowTable
from ui.page import Page
from ui.presenters.patients import PatientsPresenter
from ui.theme import px
from ui.widgets.basics import Card, EmptyState, muted, title
from ui.widgets.find_field import SearchEdit
from ui.widgets.flow import FlowRow
from ui.widgets.row_view import RowView


class PatientsPage(Page):
    """A search field over the list of those found."""

    name = "patients"
    title = "Patients"
    rail = True

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = PatientsPresenter(ctx)
        self.presenter.setParent(self)
        self._new = self.make_action("&New patient", "Ctrl+N", "plus")
        self._import = self.make_action("&Import from CSV", "Ctrl+I", "import")
        self.offer(self._new, Permission.DEMOGRAPHICS_WRITE)
        self.offer(self._import, Permission.PATIENTS_IMPORT)
        self.search = SearchEdit(
            "Name, date of birth, phone, member ID or account", "patient-search"
        )
        self.summary = muted("")
        self.summary.setObjectName("patients-summary")
        self.view = RowView(RowTable(PATIENT_COLUMNS, ctx.theme), "Patients found")
        self.view.setObjectName("patients-table")
        self.empty = EmptyState(
            "This is the list of everyone you treat. Add the first patient, "
            "or import your list from a CSV file.",
            self._new,
            "patients",
            "No patients yet",
        )
        self.nobody = EmptyState(
            "Try fewer letters, the date of birth (4/17/61), or digits of the phone number.",
            self._new,
            "search",
            "Nobody found",
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        card = Card(margin=8)
        self._states = QStackedWidget()
        for state in (self.view, self.empty, self.nobody, QWidget()):
            self._states.addWidget(state)
        card.body.addWidget(self._states)
        self.search.setMinimumWidth(px(420))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        head = FlowRow(12)
        for widget in (title("Patients"), self.search, self.summary):
            head.add(widget)
        box.addWidget(head)
        box.addWidget(card, 1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.search.textChanged.connect(self.presenter.search)
        self.view.follow(self.search)
        self.view.opened.connect(self._open)
        self._new.triggered.connect(lambda: self.ctx.navigate("patient", {}))
        self._import.triggered.connect(lambda: self.ctx.navigate("import_patients", {}))

    def _show(self) -> None:
        found = self.presenter
        self.view.show_rows(found.rows)
        self.summary.setText(found.summary())
        nothing = 2 if found.text else 1
        self._states.setCurrentIndex(0 if found.rows else nothing)

    def _open(self, hit: PatientRow) -> None:
        self.ctx.navigate("patient", {"patient_id": hit.id})

    def activate(self, args: dict[str, Any]) -> None:
        if "text" in args:
            self.search.setText(str(args["text"]))
        if not self.presenter.loaded:
            self._states.setCurrentIndex(3)
        self.presenter.reload()

    def primary_action(self) -> QAction:
        return self._new

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self._import,)

    def first_focus(self) -> QWidget:
        self.search.selectAll()
        return self.search
