"""Diagnoses, and who refers the patient."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.model.patient_file import PatientFile
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_diagnoses import DiagnosesCard
from ui.screens.patient_panel import PatientPanel
from ui.screens.patient_referral import ReferralCard
from ui.widgets.basics import column
from ui.widgets.pair import paired


class CarePanel(PatientPanel):
    """Diagnoses on the left, the referring provider on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.diagnoses = DiagnosesCard(ctx, presenter)
        self.referral = ReferralCard(ctx, presenter)
        self.setLayout(column(paired(self.diagnoses, column(self.referral, None, spacing=12))))

    def start(self) -> None:
        self.diagnoses.start()
        self.referral.start()

    def show_file(self, file: PatientFile) -> None:
        self.diagnoses.show_file(file)
        self.referral.show_file(file)

    def is_dirty(self) -> bool:
        return self.referral.is_dirty()

    def first_focus(self) -> QWidget:
        return self.diagnoses.first()
