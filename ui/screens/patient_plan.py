"""The plan of care's dates: when it began, until when it is certified."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.model.kinds import Discipline
from core.model.patient import PlanOfCare
from core.model.patient_file import PatientFile
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_diagnoses import DiagnosesCard
from ui.screens.patient_panel import PatientPanel
from ui.screens.patient_referral import ReferralCard
from ui.widgets.basics import Card, column, label, quiet_button, row
from ui.widgets.basics_fields import ComboBox, DateField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.pair import paired

DISCIPLINES = (
    ("Physical therapy", Discipline.PT),
    ("Occupational therapy", Discipline.OT),
    ("Speech-language", Discipline.SLP),
    ("Chiropractic", Discipline.DC),
)


class CarePanel(PatientPanel):
    """Diagnoses on the left; plan of care and referring provider on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.diagnoses = DiagnosesCard(ctx, presenter)
        self.referral = ReferralCard(ctx, presenter)
        self.discipline = ComboBox(DISCIPLINES)
        self.form = GridForm(self._fields(), "plan-")
        self.words = label("", kind="warning")
        self.save_button = quiet_button("Save dates", "Ctrl+S", "save")
        self.save_button.setObjectName("plan-save")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self._plan: PlanOfCare | None = None
        self._lay_out()
        self.form.edited.connect(self._edited)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.form.undo)

    def _fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("discipline", "Discipline", self.discipline, 6),
            FormField("starts_on", "Plan begins", DateField(today), 6, needed=True),
            FormField("certified_on", "Certified on", DateField(today), 6),
            FormField("certified_to", "Certified until", DateField(today), 6),
        )

    def _lay_out(self) -> None:
        plan = Card("Plan of care")
        plan.body.addWidget(self.form)
        plan.body.addLayout(row(self.words, None, self.undo_button, self.save_button))
        right = column(plan, self.referral, None, spacing=12)
        self.setLayout(column(paired(self.diagnoses, right)))

    def start(self) -> None:
        self.diagnoses.start()
        self.referral.start()
        self._plan = None
        self.form.fill({"discipline": Discipline.PT})

    def show_file(self, file: PatientFile) -> None:
        self.diagnoses.show_file(file)
        self.referral.show_file(file)
        if self.form.is_dirty():
            return
        self._plan = plan = file.plan_of_care
        if plan is not None:
            names = ("discipline", "starts_on", "certified_on", "certified_to")
            self.form.fill({name: getattr(plan, name) for name in names})

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.referral.is_dirty()

    def save(self) -> None:
        file, value = self.presenter.file, self.form.value
        if file is None or file.patient.id is None or not self.form.check():
            return
        same = self._plan is not None and self._plan.discipline == value("discipline")
        plan = PlanOfCare(
            patient_id=file.patient.id,
            discipline=Discipline(value("discipline")),
            starts_on=value("starts_on"),
            id=self._plan.id if self._plan and same else None,
            certified_on=value("certified_on"),
            certified_to=value("certified_to"),
            referring_provider_id=file.patient.referring_provider_id,
        )
        self.presenter.save_plan(
            plan, lambda _: self.form.mark_clean(), lambda p: self.tell(self.form, p)
        )

    def _edited(self) -> None:
        dirty = self.form.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.dirty_changed.emit()

    def keep(self) -> None:
        if self.form.is_dirty():
            self.save()

    def first_focus(self) -> QWidget:
        return self.diagnoses.first()
