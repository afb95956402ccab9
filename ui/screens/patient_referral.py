"""Who refers the patient: chosen from those known, or added with an NPI that checks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.npi import npi_problem
from core.model.patient_file import PatientFile
from core.model.practice import ReferringProvider
from ui.context import Context
from ui.presenters.patient import PatientPresenter
from ui.widgets.basics import Card, ghost_button, label, muted, quiet_button, row
from ui.widgets.basics_fields import TextField
from ui.widgets.find_field import FindField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf


def named(person: ReferringProvider) -> str:
    """Name with credentials."""
    name = f"{person.first_name} {person.last_name}".strip()
    return f"{name}, {person.credentials}" if person.credentials else name


class ReferralCard(Card):
    """The referring provider, a field to choose another, and a form to add one."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__("Referring provider")
        self.ctx, self.presenter = ctx, presenter
        self.name = label("", look="strong")
        self.name.setObjectName("referring-name")
        self.details = muted("")
        self.clear = ghost_button("Remove", icon="close")
        self.clear.setObjectName("referring-clear")
        self.finder = FindField("Choose by name or NPI", "referring-find")
        self.add = quiet_button("Add new", icon="plus")
        self.add.setObjectName("referring-add")
        self.form = GridForm(self._fields(), "referring-")
        self.form.keep_unsaved(ctx, "referral", "New referring provider", self._kept_of)
        self.save_button = quiet_button("Add and choose", icon="plus")
        self.save_button.setObjectName("referring-save")
        self.save_button.setAutoDefault(True)
        self.cancel = quiet_button("Cancel")
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        return (
            FormField("first_name", "First name", TextField(limit=100), 4),
            FormField("last_name", "Last name", TextField(limit=100), 5, needed=True),
            FormField("credentials", "Credentials", TextField("MD", 20), 3),
            FormField("npi", "NPI", TextField("Ten digits", 10), 4, npi_problem, needed=True),
            FormField("phone", "Phone", TextField(limit=40), 4),
            FormField("fax", "Fax", TextField(limit=40), 4),
        )

    def _lay_out(self) -> None:
        self.header.addWidget(self.clear)
        self.body.addLayout(row(self.name, self.details, None))
        self.body.addLayout(row(self.finder, self.add))
        self.body.addWidget(self.form)
        self.buttons = QWidget()
        self.buttons.setLayout(row(None, self.cancel, self.save_button))
        self.body.addWidget(self.buttons)
        self._close_form()

    def _connect(self) -> None:
        self.finder.asked.connect(lambda text: self.presenter.find_referring(text, self._offer))
        self.finder.taken.connect(self._choose)
        self.clear.clicked.connect(lambda: self.presenter.refer(None, self._refused))
        self.add.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._close_form)
        self.save_button.clicked.connect(self._save)

    def _kept_of(self) -> KeptOf | None:
        file = self.presenter.file
        patient = file.patient.id if file else None
        return None if patient is None else KeptOf(f"{patient}/new", patient)

    def start(self) -> None:
        """Another patient comes."""
        self._close_form()
        self.finder.clear()

    def show_file(self, file: PatientFile) -> None:
        person = file.referring
        self.name.setText(named(person) if person else "Nobody recorded")
        self.details.setText(f"NPI {person.npi}" if person else "")
        self.clear.setVisible(person is not None)

    def is_dirty(self) -> bool:
        """Whether somebody new is being typed."""
        return self.form.isVisibleTo(self) and self.form.is_dirty()

    def _begin(self) -> None:
        self.form.fill({})
        self._show_form(opened=True)
        self.form.first().setFocus()

    def _close_form(self) -> None:
        self.form.mark_clean()
        self._show_form(opened=False)

    def _show_form(self, *, opened: bool) -> None:
        self.form.setVisible(opened)
        self.buttons.setVisible(opened)
        self.add.setEnabled(not opened)

    def _offer(self, found: tuple[ReferringProvider, ...]) -> None:
        hits = tuple((f"{named(one)}   NPI {one.npi}", one) for one in found)
        self.finder.offer(hits, "Nobody found. Use Add new.")

    def _choose(self, person: ReferringProvider) -> None:
        self.finder.clear()
        self.presenter.refer(person, self._refused)

    def _save(self) -> None:
        if not self.form.check():
            return
        value = self.form.value
        person = ReferringProvider(
            first_name=value("first_name"),
            last_name=value("last_name"),
            npi=value("npi"),
            credentials=value("credentials"),
            phone=value("phone"),
            fax=value("fax"),
        )
        self.presenter.refer(person, self._refused, self._added)

    def _added(self) -> None:
        self._close_form()
        self.finder.setFocus()

    def _refused(self, problem: UnitwiseError) -> None:
        if not (self.form.isVisibleTo(self) and self.form.show_problem(problem)):
            self.ctx.messages.problem(problem)
