"""A plan's limits of visits in a year: the list, and the form beside it."""

from __future__ import annotations

import calendar
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.authorisation import VisitLimit, VisitLimitUse
from core.model.kinds import Discipline
from core.model.patient_file import PatientFile
from ui.context import Context
from ui.models.authorisation_rows import coverage_choices, group_words, limit_columns
from ui.models.row_table import RowTable
from ui.presenters.patient import PatientPresenter
from ui.theme import px
from ui.widgets.basics import Card, label, muted, quiet_button, row, section
from ui.widgets.basics_fields import ComboBox, CountField, DateField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf
from ui.widgets.row_view import RowView

_PT, _OT, _SLP, _DC = Discipline.PT, Discipline.OT, Discipline.SLP, Discipline.DC
_GROUPS = (
    (_PT,), (_OT,), (_SLP,), (_DC,), (_PT, _OT), (_PT, _SLP), (_PT, _OT, _SLP), (_PT, _DC),
    (_PT, _OT, _SLP, _DC),
)  # fmt: skip
GROUPS = tuple((group_words(group) + (" together" if group[1:] else ""), group)
               for group in _GROUPS)  # fmt: skip
MONTHS = tuple((f"1 {calendar.month_name[month]}", month) for month in range(1, 13))
_FIELDS = (
    "coverage_id", "disciplines", "visits", "year_month", "starts_on", "ends_on",
    "used_elsewhere", "looked_up_on",
)  # fmt: skip


class VisitLimits(QObject):
    """Two cards that the panel places; `edited_now` when something was typed or kept."""

    edited_now = Signal()

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__()
        self.ctx, self.presenter = ctx, presenter
        self._editing: VisitLimit | None = None
        columns = limit_columns(ctx.clock.today())
        self.view = RowView(RowTable(columns, ctx.theme), "Visit limits")
        self.view.setObjectName("limit-table")
        self.none = muted("No limit of visits is known. The payer tells it with the benefits.",
                          wrap=True)  # fmt: skip
        self.coverage = ComboBox()
        self.form = GridForm(self._fields(), "limit-")
        self.form.keep_unsaved(ctx, "limit", "Visit limit", self._kept_of)
        self.head = section("")
        self.words = label("", kind="warning")
        self.add = quiet_button("Add limit", icon="plus")
        self.add.setObjectName("limit-add")
        self.save_button = quiet_button("Save limit", "Ctrl+S")
        self.save_button.setObjectName("limit-save")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self.listed, self.edited = self._cards()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("coverage_id", "Coverage", self.coverage, 6),
            FormField("disciplines", "For", ComboBox(GROUPS), 6),
            FormField("visits", "Visits a year", CountField("20"), 6, needed=True),
            FormField("year_month", "Benefit year begins", ComboBox(MONTHS), 6),
            FormField("used_elsewhere", "Used elsewhere this year", CountField("0", least=0), 6),
            FormField("looked_up_on", "Looked up on", DateField(today), 6),
            FormField("starts_on", "First day", DateField(today), 6),
            FormField("ends_on", "Last day", DateField(today), 6),
        )

    def _cards(self) -> tuple[Card, Card]:
        listed = Card("Visit limits")
        listed.header.addWidget(self.add)
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        listed.setMinimumHeight(px(150))
        edited = Card()
        edited.body.addWidget(self.head)
        edited.body.addWidget(self.form)
        edited.body.addLayout(row(self.words, None, self.undo_button, self.save_button))
        return listed, edited

    def _connect(self) -> None:
        self.view.moved.connect(self._row_moved)
        self.view.opened.connect(lambda _: self.form.first().setFocus())
        self.form.edited.connect(self._edited)
        self.add.clicked.connect(self._begin)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.form.undo)

    def _kept_of(self) -> KeptOf | None:
        file, number = self.presenter.file, self._editing.id if self._editing else None
        patient = file.patient.id if file else None
        return None if patient is None else KeptOf(f"{patient}/{number or 'new'}", patient)

    def start(self) -> None:
        """Another patient comes."""
        self._editing = None
        self.view.show_rows(())
        self.coverage.set_choices(())
        self._fill(None)

    def show_file(self, file: PatientFile) -> None:
        """Show what was read; leaves alone what is being typed."""
        typed = self.form.is_dirty()
        self.coverage.set_choices(coverage_choices(file))
        editing = self._editing.id if self._editing else None
        self.view.show_rows(file.visit_limits)
        self.view.choose(editing)
        self.view.setVisible(bool(file.visit_limits))
        self.none.setVisible(not file.visit_limits)
        covered = bool(file.coverages)
        self.listed.setVisible(covered)
        self.edited.setVisible(covered)
        if not typed:
            use = self.view.current()
            self._fill(use.limit if use else None)

    def save(self) -> None:
        """Keep the limit that is typed, or show what is wrong with it."""
        value = self.form.value
        if not self.form.check():
            return
        values = {name: value(name) for name in _FIELDS}
        number = self._editing.id if self._editing else None
        self.presenter.save_limit(VisitLimit(**values, id=number), self._kept, self._refused)

    def _kept(self, limit: VisitLimit) -> None:
        self._editing = limit
        self.form.mark_clean()

    def _refused(self, problem: UnitwiseError) -> None:
        if not self.form.show_problem(problem):
            self.ctx.messages.problem(problem)

    def _begin(self) -> None:
        self._fill(None)
        self.form.first().setFocus()

    def _row_moved(self, use: VisitLimitUse | None) -> None:
        if use is not None and not self.form.is_dirty():
            self._fill(use.limit)

    def _fill(self, limit: VisitLimit | None) -> None:
        self._editing = limit
        name = f"Limit for {group_words(limit.disciplines)}" if limit else "New visit limit"
        self.head.setText(name.upper())
        self.form.fill(_values(limit, self.coverage.value()))

    def _edited(self) -> None:
        dirty = self.form.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.edited_now.emit()


def _values(limit: VisitLimit | None, coverage: object) -> dict[str, Any]:
    if limit is None:
        return {"coverage_id": coverage, "disciplines": (Discipline.PT,), "year_month": 1}
    return {name: getattr(limit, name) for name in _FIELDS}
