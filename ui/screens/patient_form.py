"""A patient's details, edited in place; warns when the same person may be known already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.checks import email_problem, phone_problem, state_problem, zip_problem
from core.model.kinds import Sex
from core.model.patient import Patient, PatientRow
from core.model.patient_file import PatientFile
from core.model.practice import Address, Provider
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.presenters.patients import hit_text
from ui.screens.patient_panel import PatientPanel
from ui.widgets.basics import Card, Notice, column, label, quiet_button, row
from ui.widgets.basics_fields import CheckBox, ComboBox, DateField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf
from ui.widgets.pair import scrolled

SEXES = (("Female", Sex.FEMALE), ("Male", Sex.MALE), ("Unknown", Sex.UNKNOWN))


class PatientForm(PatientPanel):
    """The fields of a patient with Save, and the warning about somebody alike."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.birth = DateField(ctx.clock.today, birth=True)
        self.clinician = ComboBox((("No usual clinician", None),))
        self.active = CheckBox("Active patient")
        self.form = GridForm(self._fields(), "patient-")
        self.form.keep_unsaved(ctx, "patient", "Patient details", self._kept_of)
        self.alike = Notice("warning", "")
        self.alike.setObjectName("patient-alike")
        self.alike.hide()
        self.open_alike = quiet_button("Open that patient")
        self.alike.add_button(self.open_alike)
        self.save_button = quiet_button("Save", "Ctrl+S", "save")
        self.save_button.setObjectName("patient-save")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self.words = label("", kind="warning")
        self._alike: PatientRow | None = None
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        return (
            FormField("first_name", "First name", TextField(limit=100), 4, needed=True),
            FormField("middle_name", "Middle name", TextField(limit=100), 3),
            FormField("last_name", "Last name", TextField(limit=100), 5, needed=True),
            FormField("birth_date", "Date of birth", self.birth, 4, needed=True),
            FormField("sex", "Sex on insurance", ComboBox(SEXES), 3),
            FormField("phone", "Phone", TextField("703-555-0142", 40), 5, phone_problem),
            FormField("street", "Street", TextField(), 12),
            FormField("city", "City", TextField(limit=100), 6),
            FormField("state", "State", TextField("VA", 2), 2, _state_problem),
            FormField("zip", "ZIP code", TextField("22201", 10), 4, zip_problem),
            FormField("email", "E-mail", TextField(), 6, email_problem),
            FormField("rendering_provider_id", "Usual clinician", self.clinician, 6),
            FormField("account_number", "Account number", TextField("Given when saved", 20), 6),
            FormField("active", "Status", self.active, 6),
        )

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(self.alike)
        card.body.addLayout(row(self.words, None, self.undo_button, self.save_button))
        self.setLayout(column(scrolled(column(card, None))))

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self._undo)
        self.open_alike.clicked.connect(self._open_alike)
        for name in ("last_name", "birth_date"):
            editor = self.form.rows[name].editor
            if isinstance(editor, (TextField, DateField)):
                editor.editingFinished.connect(self._look_for_alike)

    def _kept_of(self) -> KeptOf | None:
        return KeptOf("new") if self.presenter.patient_id is None else self.kept_of("details")

    def look_for_kept(self) -> None:
        """Offer what was typed for a new patient and not saved."""
        if self.form.kept is not None:
            self.form.kept.look()

    def start(self) -> None:
        self._alike = None
        self.alike.hide()
        self.form.fill({"sex": Sex.UNKNOWN, "active": True, "rendering_provider_id": None})

    def show_file(self, file: PatientFile) -> None:
        self.show_providers(self.presenter.providers)
        if not self.is_dirty():
            self.form.fill(_texts(file.patient))
            self._edited()

    def show_providers(self, providers: tuple[Provider, ...]) -> None:
        """Offer the clinicians who render services."""
        able = [one for one in providers if one.active and not one.role.is_assistant]
        choices = [("No usual clinician", None), *((one.display_name, one.id) for one in able)]
        if tuple(choices) != self._offered():
            self.clinician.set_choices(tuple(choices))

    def _offered(self) -> tuple[tuple[str, object], ...]:
        combo = self.clinician
        return tuple((combo.itemText(n), combo.itemData(n)) for n in range(combo.count()))

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def record(self) -> Patient | None:
        """The patient as typed, or None while the name or birth date cannot be read."""
        born, last = self.form.value("birth_date"), self.form.value("last_name")
        if not isinstance(born, date) or not last:
            return None
        old = self.presenter.file.patient if self.presenter.file else Patient("", "", born)
        value = self.form.value
        return replace(
            old,
            first_name=value("first_name"),
            middle_name=value("middle_name"),
            last_name=last,
            birth_date=born,
            sex=Sex(value("sex")),
            phone=value("phone"),
            email=value("email"),
            account_number=value("account_number"),
            rendering_provider_id=value("rendering_provider_id"),
            active=value("active"),
            address=Address(value("street"), value("city"), value("state").upper(), value("zip")),
        )

    def save(self) -> None:
        record = self.record() if self.form.check() else None
        if record is not None:
            self.presenter.save_patient(record, self.form.mark_clean, self._not_saved)

    def _not_saved(self, problem: UnitwiseError) -> None:
        self.tell(self.form, problem)

    def _undo(self) -> None:
        self.form.undo()
        self.alike.hide()
        self.form.first().setFocus()

    def _edited(self) -> None:
        dirty = self.is_dirty()
        new = self.presenter.patient_id is None
        self.save_button.setEnabled(dirty or new)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.dirty_changed.emit()

    def _look_for_alike(self) -> None:
        record = self.record()
        if record is not None:
            self.presenter.look_for_duplicates(record, self._show_alike)

    def _show_alike(self, found: tuple[PatientRow, ...]) -> None:
        self._alike = found[0] if found else None
        if self._alike is not None:
            self.alike.show_notice(
                "warning",
                "Perhaps this patient is known already",
                f"{hit_text(self._alike)} has the same last name and date of birth.",
            )
        self.alike.setVisible(bool(found))

    def _open_alike(self) -> None:
        if self._alike is not None:
            self.ctx.navigate("patient", {"patient_id": self._alike.id})

    def keep(self) -> None:
        self.save()

    def first_focus(self) -> QWidget:
        return self.form.first()


def _state_problem(text: str) -> str:
    return state_problem(text.upper())


def _texts(patient: Patient) -> dict[str, object]:
    return {
        "first_name": patient.first_name,
        "middle_name": patient.middle_name,
        "last_name": patient.last_name,
        "birth_date": patient.birth_date,
        "sex": patient.sex,
        "phone": patient.phone,
        "email": patient.email,
        "street": patient.address.street,
        "city": patient.address.city,
        "state": patient.address.state,
        "zip": patient.address.zip,
        "account_number": patient.account_number,
        "rendering_provider_id": patient.rendering_provider_id,
        "active": patient.active,
    }
