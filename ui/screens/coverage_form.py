"""A patient's coverages: the list, and the one that is added or edited."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from core.model.checks import member_id_problem
from core.model.kinds import CoverageRank, Relationship
from core.model.patient import Coverage
from core.model.patient_file import PatientFile
from core.model.typed_dates import say_date
from ui.context import Context
from ui.models.row_table import Column, RowTable
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_panel import PatientPanel
from ui.theme import px
from ui.widgets.basics import (
    Card,
    column,
    label,
    muted,
    quiet_button,
    row,
    section,
)
from ui.widgets.basics_fields import ComboBox, DateField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView

RANKS = (("Primary", CoverageRank.PRIMARY), ("Secondary", CoverageRank.SECONDARY))
RELATIONS = (
    ("The patient", Relationship.SELF),
    ("Spouse", Relationship.SPOUSE),
    ("Parent (patient is the child)", Relationship.CHILD),
    ("Somebody else", Relationship.OTHER),
)
_SUBSCRIBER = ("subscriber_first_name", "subscriber_last_name", "subscriber_birth_date")


def state_of(coverage: Coverage, today: date) -> tuple[str, str, str]:
    """Whether a coverage holds today: its words, their kind and icon."""
    if coverage.in_force(today):
        until = f"Until {say_date(coverage.ends_on)}" if coverage.ends_on else "In force"
        return until, "good", "check-circle"
    if coverage.ends_on and coverage.ends_on < today:
        return f"Ended {say_date(coverage.ends_on)}", "muted", "stop"
    return f"From {say_date(coverage.starts_on or today)}", "warning", "clock"


def coverage_columns(today: date) -> tuple[Column[Coverage], ...]:
    """Columns of the list as of a day."""
    return (
        Column[Coverage]("Pays as", lambda one: one.rank.value.capitalize(), 88),
        Column[Coverage]("Payer", lambda one: one.payer_name, 120, strong=True, grow=1),
        Column[Coverage]("Member ID", lambda one: one.member_id, 118),
        Column[Coverage](
            "State",
            lambda one: state_of(one, today)[0],
            152,
            kind=lambda one: state_of(one, today)[1],
            icon=lambda one: state_of(one, today)[2],
        ),
    )


class CoveragePanel(PatientPanel):
    """The list on the left, the form on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self._editing: Coverage | None = None
        columns = coverage_columns(ctx.clock.today())
        self.view = RowView(RowTable(columns, ctx.theme), "Coverages")
        self.view.setObjectName("coverage-table")
        self.none = muted("No coverage: the patient pays for the visits.", wrap=True)
        self.payer = ComboBox()
        self.relation = ComboBox(RELATIONS)
        self.last_day = DateField(ctx.clock.today)
        self.form = GridForm(self._fields(), "coverage-")
        self.form.keep_unsaved(ctx, "coverage", "Coverage", self._kept_of)
        self.head = section("")
        self.words = label("", kind="warning")
        self.add = quiet_button("Add coverage", icon="plus")
        self.add.setObjectName("coverage-add")
        self.save_button = quiet_button("Save coverage", "Ctrl+S")
        self.save_button.setObjectName("coverage-save")
        self.end_button = quiet_button("End yesterday")
        self.end_button.setObjectName("coverage-end")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("rank", "Pays as", ComboBox(RANKS), 4),
            FormField("payer_id", "Payer", self.payer, 8),
            FormField(
                "member_id", "Member ID", TextField("As on the card", 30), 6,
                member_id_problem, needed=True,
            ),
            FormField("group_number", "Group number", TextField(limit=40), 6),
            FormField("plan_name", "Plan name", TextField(limit=100), 6),
            FormField("relationship", "Subscriber is", self.relation, 6),
            FormField("starts_on", "First day", DateField(today), 6),
            FormField("ends_on", "Last day", self.last_day, 6),
            FormField("subscriber_first_name", "Subscriber's first name", TextField(), 6),
            FormField("subscriber_last_name", "Subscriber's last name", TextField(), 6,
                      needed=True),
            FormField("subscriber_birth_date", "Subscriber's date of birth",
                      DateField(today, birth=True), 6),
        )  # fmt: skip

    def _lay_out(self) -> None:
        listed = Card("Coverages")
        listed.header.addWidget(self.add)
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        edited = Card()
        edited.body.addWidget(self.head)
        edited.body.addWidget(self.form)
        edited.body.addLayout(
            row(self.words, None, self.end_button, self.undo_button, self.save_button)
        )
        listed.setMinimumHeight(px(170))
        self.setLayout(column(paired(listed, column(edited, None))))

    def _connect(self) -> None:
        self.view.moved.connect(self._row_moved)
        self.view.opened.connect(lambda _: self.form.first().setFocus())
        self.form.edited.connect(self._edited)
        self.add.clicked.connect(self._begin)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.form.undo)
        self.end_button.clicked.connect(self._end)

    def _kept_of(self) -> KeptOf | None:
        return self.kept_of(self._editing.id if self._editing else None)

    def start(self) -> None:
        self._editing = None
        self.view.show_rows(())
        self._fill(None)

    def show_file(self, file: PatientFile) -> None:
        payers = tuple((one.name, one.id) for one in self.presenter.payers if one.active)
        typed, dirty = self.form.is_dirty(), self.payer.value()
        self.payer.set_choices(payers)
        if dirty is not None:
            self.payer.set_value(dirty)
        self.view.show_rows(file.coverages)
        self.view.setVisible(bool(file.coverages))
        self.none.setVisible(not file.coverages)
        if not typed:
            self._fill(self.view.current())

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def save(self) -> None:
        coverage = self._record()
        if coverage is not None:
            self.presenter.save_coverage(coverage, self._kept, lambda p: self.tell(self.form, p))

    def _record(self) -> Coverage | None:
        file, value = self.presenter.file, self.form.value
        if file is None or file.patient.id is None or not self.form.check():
            return None
        if value("payer_id") is None:
            self.form.rows["payer_id"].set_problem("Add a payer in Settings first.")
            return None
        is_self = value("relationship") == Relationship.SELF
        return Coverage(
            patient_id=file.patient.id,
            id=self._editing.id if self._editing else None,
            payer_id=value("payer_id"),
            rank=CoverageRank(value("rank")),
            member_id=value("member_id"),
            group_number=value("group_number"),
            plan_name=value("plan_name"),
            relationship=Relationship(value("relationship")),
            subscriber_first_name="" if is_self else value("subscriber_first_name"),
            subscriber_last_name="" if is_self else value("subscriber_last_name"),
            subscriber_birth_date=None if is_self else value("subscriber_birth_date"),
            starts_on=value("starts_on"),
            ends_on=value("ends_on"),
        )

    def _kept(self, coverage: Coverage) -> None:
        self._editing = coverage
        self.form.mark_clean()

    def _begin(self) -> None:
        self._fill(None)
        self.form.first().setFocus()

    def _end(self) -> None:
        yesterday = self.ctx.clock.today() - timedelta(days=1)
        self.last_day.set_value(yesterday)
        self.save_button.setFocus()

    def _row_moved(self, coverage: Coverage | None) -> None:
        if coverage is not None and not self.form.is_dirty():
            self._fill(coverage)

    def _fill(self, coverage: Coverage | None) -> None:
        self._editing = coverage
        self.head.setText((coverage.payer_name if coverage else "New coverage").upper())
        self.end_button.setVisible(coverage is not None and coverage.ends_on is None)
        self.form.fill(_values(coverage, self._free_rank(), self.payer.itemData(0)))

    def _free_rank(self) -> CoverageRank:
        today = self.ctx.clock.today()
        file = self.presenter.file
        taken = [one.rank for one in (file.coverages if file else ()) if one.in_force(today)]
        return CoverageRank.SECONDARY if CoverageRank.PRIMARY in taken else CoverageRank.PRIMARY

    def _edited(self) -> None:
        other = self.relation.value() != Relationship.SELF
        for name in _SUBSCRIBER:
            self.form.rows[name].setVisible(other)
        dirty = self.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.dirty_changed.emit()

    def keep(self) -> None:
        self.save()

    def first_focus(self) -> QWidget:
        return self.view if self.view.isVisibleTo(self) else self.form.first()


def _values(coverage: Coverage | None, rank: CoverageRank, payer: object) -> dict[str, Any]:
    if coverage is None:
        return {"rank": rank, "payer_id": payer, "relationship": Relationship.SELF}
    names = (
        "rank", "payer_id", "member_id", "group_number", "plan_name", "relationship",
        *_SUBSCRIBER, "starts_on", "ends_on",
    )  # fmt: skip
    return {name: getattr(coverage, name) for name in names}
