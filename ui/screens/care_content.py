"""What a plan of care holds: diagnoses, type, amount, frequency, duration, who established it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import FieldProblem, UnitwiseError
from core.model.care_file import CareFile, PlanRecord
from core.model.kinds import Discipline
from core.model.patient import Diagnosis, PlanOfCare
from core.model.permissions import Permission
from core.model.plan_of_care import PlanContent, read_phases
from core.services import plans
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.screens.care_lists import DISCIPLINES
from ui.widgets.area_field import AreaField
from ui.widgets.basics import Card, column, label, muted, quiet_button, row
from ui.widgets.basics_fields import CheckBox, ComboBox, CountField, DateField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.pair import paired

_OWN = ("established_by_id", "established_on", "treatment", "summary", "direct_access",
        "discharged_on")  # fmt: skip


class ContentPart(QWidget):
    """The plan's form in two columns; `edited_now` when something was typed."""

    edited_now = Signal()

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__()
        self.ctx, self.presenter = ctx, presenter
        self.plan: PlanRecord | None = None
        self.form = GridForm(self._plan_fields(), "plan-")
        self.more = GridForm(self._more_fields(), "plan-")
        self.kept = KeptPlace(ctx, self, "plan", "Plan of care", self._editors, self._kept_of)
        self.words = label("", kind="warning")
        self.told = muted("", wrap=True)
        self.save_button = quiet_button("Save plan", "Ctrl+S", "save")
        self.save_button.setObjectName("plan-save")
        self.undo_button = quiet_button("Undo", icon="undo")
        self._lay_out()
        for form in (self.form, self.more):
            form.edited.connect(self._edited)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self._undo)

    def _plan_fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("discipline", "Discipline", ComboBox(DISCIPLINES), 6),
            FormField("starts_on", "Plan begins", DateField(today), 6, needed=True),
            FormField("treatment", "Type of treatment", TextField(limit=300), 12),
            FormField("phases", "Visits a week x weeks", TextField("3x2 2x4", 60), 6,
                      _phases_problem),
            FormField("sessions_a_day", "Sessions a day", CountField("1", most=4), 6),
            FormField("diagnoses", "Diagnoses", TextField("M54.2 G44.86", 200), 12),
            FormField("established_by_id", "Established by", ComboBox(), 7),
            FormField("established_on", "On", DateField(today), 5),
        )  # fmt: skip

    def _more_fields(self) -> tuple[FormField, ...]:
        box = CheckBox("The patient came without an order (direct access)")
        return (
            FormField("summary", "Evaluation in brief", AreaField(lines=6), 12),
            FormField("direct_access", "", box, 12),
            FormField("discharged_on", "Therapy ended on", DateField(self.ctx.clock.today), 6),
        )

    def _lay_out(self) -> None:
        left, right = Card("Plan"), Card("Findings")
        left.body.addWidget(self.kept.notice)
        left.body.addWidget(self.form)
        left.body.addStretch(1)
        right.body.addWidget(self.more)
        right.body.addWidget(self.told)
        right.body.addStretch(1)
        right.body.addLayout(row(self.words, None, self.undo_button, self.save_button))
        box = column(paired(left, column(right)))
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def _editors(self) -> dict[str, QWidget]:
        return self.form.editors() | self.more.editors()

    def _kept_of(self) -> KeptOf | None:
        file = self.presenter.file
        patient = file.patient.id if file else None
        number = self.plan.plan.id if self.plan else None
        return None if patient is None else KeptOf(f"{patient}/{number or 'new'}", patient)

    def start(self) -> None:
        """Another patient comes."""
        self.plan = None
        self._fill(None)

    def show_plan(self, care: CareFile, plan: PlanRecord | None) -> None:
        """Show a plan; what is being typed stays."""
        if self.is_dirty():
            return
        self.plan = plan
        writers = (
            (one.display_name, one.id)
            for one in self.presenter.providers
            if not one.role.is_assistant
        )
        editor: Any = self.form.rows["established_by_id"].editor
        editor.set_choices((("Choose …", None), *writers))
        writes = self.ctx.may(Permission.NOTE_WRITE) and not care.withheld
        for form in (self.form, self.more):
            form.setEnabled(writes)
        self._fill(plan)

    def begin(self) -> None:
        """Begin a new plan."""
        self.plan = None
        self._fill(None)
        self.form.first().setFocus()

    def _fill(self, plan: PlanRecord | None) -> None:
        values = self._new() if plan is None else _values(plan)
        self.form.fill(values)
        self.more.fill(values)
        self.told.setText(_told(plan))
        self._edited()
        self.kept.settle()

    def _new(self) -> dict[str, Any]:
        file, today = self.presenter.file, self.ctx.clock.today()
        listed = " ".join(one.dotted for one in file.diagnoses[:12]) if file else ""
        person = self.ctx.person
        own = person.provider_id if person else None
        by = own or (file.patient.rendering_provider_id if file else None)
        known = next((one for one in self.presenter.providers if one.id == by), None)
        return {
            "discipline": known.role.discipline if known else Discipline.PT,
            "starts_on": today,
            "diagnoses": listed,
            "sessions_a_day": 1,
            "established_by_id": by,
            "established_on": today,
        }

    def is_dirty(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.form.is_dirty() or self.more.is_dirty()

    def save(self) -> None:
        """Keep the plan, or show what is wrong with it."""
        file = self.presenter.file
        if file is None or file.patient.id is None:
            return
        if not (self.form.check() and self.more.check()):
            return
        value, old = self.form.value, self.plan
        same = old is not None and old.plan.discipline is value("discipline")
        plan = PlanOfCare(
            patient_id=file.patient.id,
            discipline=Discipline(value("discipline")),
            starts_on=value("starts_on"),
            id=old.id if old and same else None,
            referring_provider_id=old.plan.referring_provider_id
            if old and same
            else file.patient.referring_provider_id,
        )
        content = self._content(plan.id or 0)
        self.presenter.change(lambda p: plans.save(p, plan, content), self._kept, self._tell)

    def _content(self, number: int) -> PlanContent:
        held = {one.dotted: one for one in self.plan.content.diagnoses} if self.plan else {}
        typed = self.form.value("diagnoses").upper().replace(",", " ").split()
        own = {
            name: (self.form if name in self.form.rows else self.more).value(name) for name in _OWN
        }
        return PlanContent(
            number,
            phases=read_phases(self.form.value("phases")),
            sessions_a_day=self.form.value("sessions_a_day") or 1,
            diagnoses=tuple(held.get(code) or Diagnosis(code.replace(".", "")) for code in typed),
            **own,
        )

    def _kept(self, plan: PlanOfCare) -> None:
        self.form.mark_clean()
        self.more.mark_clean()
        self.plan = None
        self.kept.settle()

    def _tell(self, problem: UnitwiseError) -> None:
        shown = self.form.show_problem(problem)
        if not (self.more.show_problem(problem) or shown):
            self.ctx.messages.problem(problem)

    def _undo(self) -> None:
        self.form.undo()
        self.more.undo()

    def _edited(self) -> None:
        dirty = self.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.kept.edited()
        self.edited_now.emit()

    def first_focus(self) -> QWidget:
        """Where the keyboard begins."""
        return self.form.first()


def _values(record: PlanRecord) -> dict[str, Any]:
    content = record.content
    values = {name: getattr(content, name) for name in _OWN}
    return values | {
        "discipline": record.plan.discipline,
        "starts_on": record.plan.starts_on,
        "phases": " ".join(one.text for one in content.phases),
        "sessions_a_day": content.sessions_a_day,
        "diagnoses": " ".join(one.dotted for one in content.diagnoses),
    }


def _told(record: PlanRecord | None) -> str:
    if record is None or record.visits_planned is None:
        return ""
    planned = record.content.planned_visits
    return (
        f"{record.visits_done} visits so far; the frequency asks for {record.visits_planned} by"
        f" now and {planned} in all."
    )


def _phases_problem(text: str) -> str:
    try:
        read_phases(text)
    except FieldProblem as problem:
        return problem.message
    return ""
