"""Over the window: find the patient for a new session by typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.model.patient import PatientRow
from core.model.typed_dates import say_date
from ui.context import Context
from ui.message_host import Sheet
from ui.models.patient_rows import last_visit_text
from ui.models.row_table import Column, RowTable
from ui.presenters.patients import PatientsPresenter
from ui.theme import px
from ui.widgets.basics import heading, muted, quiet_button, row
from ui.widgets.basics_tables import ROW_HEIGHT
from ui.widgets.find_field import SearchEdit
from ui.widgets.row_view import RowView

_COLUMNS = (
    Column[PatientRow]("Name", lambda one: one.list_name, 180, strong=True, grow=2),
    Column[PatientRow]("Date of birth", lambda one: say_date(one.birth_date), 112),
    Column[PatientRow]("Payer", lambda one: one.payer_name or "Self-pay", 180, grow=1),
    Column[PatientRow]("Last visit", last_visit_text, 112),
)


class PatientPicker(Sheet):
    """Type a few letters, Enter takes the first; Esc gives up."""

    def __init__(
        self,
        window: QWidget,
        ctx: Context,
        title: str,
        taken: Callable[[PatientRow], None],
        add: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self.setObjectName("patient-picker")
        self.setAccessibleName(title)
        self._taken, self._add = taken, add
        self._presenter = PatientsPresenter(ctx, "picker-search")
        self._presenter.setParent(self)
        self.search = SearchEdit("Name, date of birth, phone or member ID", "picker-search")
        self.view = RowView(RowTable(_COLUMNS, ctx.theme), "Patients found")
        self.view.setObjectName("picker-table")
        self.words = muted("")
        self.panel.setFixedWidth(min(px(680), window.width() - px(40)))
        rows = max(4, min(9, (window.height() - px(300)) // px(ROW_HEIGHT)))
        self.view.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + px(6))
        add_button = quiet_button("New patient", icon="plus")
        cancel = quiet_button("Cancel")
        self.body.addWidget(heading(title))
        self.body.addWidget(self.search)
        self.body.addWidget(self.view)
        self.body.addLayout(row(self.words, None, cancel, add_button))
        self.view.follow(self.search)
        self.view.opened.connect(self._take)
        self.search.textChanged.connect(self._presenter.search)
        self._presenter.changed.connect(self._show)
        cancel.clicked.connect(self.cancel)
        add_button.clicked.connect(self._add_new)

    def ask(self) -> None:
        """Come up and search for the most recent patients."""
        self.open(self.search)
        self._presenter.search("")

    def _show(self) -> None:
        self.view.show_rows(self._presenter.rows)
        found = bool(self._presenter.rows)
        self.words.setText(
            "Enter takes the marked one" if found else "Nobody found. Add a new patient?"
        )

    def _take(self, hit: PatientRow) -> None:
        self.close_sheet()
        self._taken(hit)

    def _add_new(self) -> None:
        self.close_sheet()
        self._add()
