"""What the payer allows a patient: authorisations with what is used of them, and visit limits."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.errors import FieldProblem
from core.model.authorisation import Authorisation, AuthorisationUse, read_code_units
from core.model.kinds import AuthorisationState, CoverageRank, Discipline
from core.model.patient_file import PatientFile
from core.model.typed_dates import say_date
from core.services.care_papers import Paper
from ui.context import Context
from ui.models.authorisation_rows import authorisation_columns, coverage_choices
from ui.models.row_table import RowTable
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_panel import PatientPanel
from ui.screens.visit_limits import VisitLimits
from ui.theme import px
from ui.widgets.basics import Card, column, label, muted, quiet_button, row, section
from ui.widgets.basics_fields import ComboBox, CountField, DateField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView

DISCIPLINES = (
    ("Every discipline", None),
    ("Physical therapy", Discipline.PT),
    ("Occupational therapy", Discipline.OT),
    ("Speech-language", Discipline.SLP),
    ("Chiropractic", Discipline.DC),
)
STATES = (
    ("Requested", AuthorisationState.REQUESTED),
    ("Approved", AuthorisationState.APPROVED),
    ("Denied", AuthorisationState.DENIED),
    ("Ended", AuthorisationState.ENDED),
)
ROLES = (
    ("Case manager", "case manager"),
    ("Adjuster", "adjuster"),
    ("Reviewer", "reviewer"),
    ("Somebody else", ""),
)
_TEXTS = ("number", "contact_name", "contact_phone", "contact_fax", "note")
_SAME = (
    "coverage_id", "discipline", "state", "starts_on", "ends_on", "visits", "units",
    "requested_on", "approved_on", "contact_role",
)  # fmt: skip


class AuthorisationPanel(PatientPanel):
    """The lists on the left, the forms on the right; visit limits stand below."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self._editing: Authorisation | None = None
        columns = authorisation_columns(ctx.clock.today())
        self.view = RowView(RowTable(columns, ctx.theme), "Authorisations")
        self.view.setObjectName("authorisation-table")
        self.none = muted("", wrap=True)
        self.none.setObjectName("authorisation-none")
        self.coverage = ComboBox()
        self.form = GridForm(self._fields(), "authorisation-")
        self.form.keep_unsaved(ctx, "authorisation", "Authorisation", self._kept_of)
        self.head = section("")
        self.words = label("", kind="warning")
        self.add = quiet_button("Add authorisation", icon="plus")
        self.add.setObjectName("authorisation-add")
        self.save_button = quiet_button("Save authorisation", "Ctrl+S")
        self.save_button.setObjectName("authorisation-save")
        self.end_button = quiet_button("End today")
        self.end_button.setObjectName("authorisation-end")
        self.request_button = quiet_button("Preview request", icon="print")
        self.request_button.setObjectName("authorisation-request")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self.limits = VisitLimits(ctx, presenter)
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("coverage_id", "Coverage", self.coverage, 6),
            FormField("discipline", "For", ComboBox(DISCIPLINES), 6),
            FormField("state", "State", ComboBox(STATES), 4),
            FormField("number", "Authorisation number", TextField("As the payer gave it", 50), 8),
            FormField("starts_on", "First day", DateField(today), 6),
            FormField("ends_on", "Last day", DateField(today), 6),
            FormField("visits", "Visits approved", CountField("12"), 3),
            FormField("units", "Units approved", CountField("48", most=9999), 3),
            FormField("codes", "Codes covered", TextField("All, or 97110/24 97140", 300), 6,
                      _codes_problem),
            FormField("requested_on", "Requested on", DateField(today), 6),
            FormField("approved_on", "Approved on", DateField(today), 6),
            FormField("contact_role", "Contact is", ComboBox(ROLES), 4),
            FormField("contact_name", "Contact's name", TextField(limit=100), 8),
            FormField("contact_phone", "Phone", TextField(limit=40), 6),
            FormField("contact_fax", "Fax", TextField(limit=40), 6),
            FormField("note", "Note", TextField(limit=500), 12),
        )  # fmt: skip

    def _lay_out(self) -> None:
        listed = Card("Authorisations")
        listed.header.addWidget(self.add)
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        listed.setMinimumHeight(px(190))
        edited = Card()
        edited.body.addWidget(self.head)
        edited.body.addWidget(self.form)
        edited.body.addLayout(
            row(
                self.words,
                None,
                self.end_button,
                self.request_button,
                self.undo_button,
                self.save_button,
            )
        )
        left = QWidget()
        left.setLayout(column(listed, self.limits.listed, None, spacing=12))
        right = column(edited, self.limits.edited, None, spacing=12)
        self.setLayout(column(paired(left, right, (8, 7))))

    def _connect(self) -> None:
        self.view.moved.connect(self._row_moved)
        self.view.opened.connect(lambda _: self.form.first().setFocus())
        self.form.edited.connect(self._edited)
        self.limits.edited_now.connect(self._edited)
        self.add.clicked.connect(self._begin)
        self.save_button.clicked.connect(self.save_authorisation)
        self.undo_button.clicked.connect(self.form.undo)
        self.end_button.clicked.connect(self._end)
        self.request_button.clicked.connect(self._request)

    def _kept_of(self) -> KeptOf | None:
        return self.kept_of(self._editing.id if self._editing else None)

    def start(self) -> None:
        self._editing = None
        self.view.show_rows(())
        self.coverage.set_choices(())
        self._fill(None)
        self.limits.start()

    def show_file(self, file: PatientFile) -> None:
        typed = self.form.is_dirty()
        self.coverage.set_choices(coverage_choices(file))
        editing = self._editing.id if self._editing else None
        self.view.show_rows(file.authorisations)
        self.view.choose(editing)
        self.view.setVisible(bool(file.authorisations))
        self.none.setVisible(not file.authorisations)
        covered = bool(file.coverages)
        self.none.setText(
            "No authorisation on file. Add one when the payer asks for it, and each request when"
            " it is sent."
            if covered
            else "The patient has no coverage, so nobody has to authorise the visits."
        )
        self.add.setEnabled(covered)
        self.form.setEnabled(covered)
        if not typed:
            use = self.view.current()
            self._fill(use.authorisation if use else None)
        self.limits.show_file(file)

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.limits.form.is_dirty()

    def save(self) -> None:
        if self.form.is_dirty():
            self.save_authorisation()
        if self.limits.form.is_dirty():
            self.limits.save()

    def save_authorisation(self) -> None:
        """Keep the authorisation that is typed, or show what is wrong with it."""
        one = self._record()
        if one is not None:
            self.presenter.save_authorisation(one, self._kept, lambda p: self.tell(self.form, p))

    def _record(self) -> Authorisation | None:
        file, value = self.presenter.file, self.form.value
        if file is None or file.patient.id is None or not self.form.check():
            return None
        if value("coverage_id") is None:
            self.form.rows["coverage_id"].set_problem("Add a coverage first.")
            return None
        return Authorisation(
            patient_id=file.patient.id,
            id=self._editing.id if self._editing else None,
            codes=read_code_units(value("codes")),
            **{name: value(name) for name in (*_SAME, *_TEXTS)},
        )

    def _kept(self, one: Authorisation) -> None:
        self._editing = one
        self.form.mark_clean()

    def _begin(self) -> None:
        self._fill(None)
        self.form.first().setFocus()

    def _end(self) -> None:
        one = self._editing
        if one is None or one.id is None:
            return
        if self.form.is_dirty():
            self.ctx.messages.warn("Save or undo what you typed first, then end it.")
            return
        self.presenter.end_authorisation(one.id, self._ended, lambda p: self.tell(self.form, p))

    def _ended(self, one: Authorisation) -> None:
        self._fill(one)
        last = say_date(one.ends_on) if one.ends_on else ""
        self.ctx.messages.toast(f"Ended. Visits up to {last} still count.")

    def _plan_of(self, one: Authorisation) -> int | None:
        """The plan of care that founds a request."""
        plans = self.presenter.care.plans if self.presenter.care else ()
        return next((each.id for each in plans if one.is_for(each.plan.discipline)), None)

    def _request(self) -> None:
        one = self._editing
        if one is None:
            return
        if self.form.is_dirty():
            self.ctx.messages.warn("Save or undo what you typed first, then print the request.")
            return
        args = {"paper": Paper.REQUEST, "plan_id": self._plan_of(one), "about": one.id}
        self.ctx.navigate("care_paper", args)

    def _row_moved(self, use: AuthorisationUse | None) -> None:
        if use is not None and not self.form.is_dirty():
            self._fill(use.authorisation)

    def _fill(self, one: Authorisation | None) -> None:
        self._editing = one
        name = f"Authorisation {one.number}".rstrip() if one else "New authorisation"
        self.head.setText(name.upper())
        today = self.ctx.clock.today()
        lasts = one is not None and one.state is AuthorisationState.APPROVED and one.covers(today)
        self.end_button.setVisible(lasts)
        self.request_button.setVisible(one is not None and self._plan_of(one) is not None)
        self.form.fill(_values(one, self._usual_coverage(), self._usual_discipline()))

    def _usual_coverage(self) -> int | None:
        """The primary coverage in force today, else the first one."""
        file, today = self.presenter.file, self.ctx.clock.today()
        held = file.coverages if file else ()
        now = [one for one in held if one.in_force(today) and one.rank is CoverageRank.PRIMARY]
        return next((one.id for one in (*now, *held)), None)

    def _usual_discipline(self) -> Discipline | None:
        file = self.presenter.file
        return file.plan_of_care.discipline if file and file.plan_of_care else None

    def _edited(self) -> None:
        dirty = self.form.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        # One key for two forms: it is the upper one's while both are being typed in.
        self.limits.save_button.take_keys("" if dirty else "Ctrl+S")
        self.dirty_changed.emit()

    def keep(self) -> None:
        self.save()

    def first_focus(self) -> QWidget:
        return self.view if self.view.isVisibleTo(self) else self.add


def _codes_problem(text: str) -> str:
    try:
        read_code_units(text)
    except FieldProblem as problem:
        return problem.message
    return ""


def _values(
    one: Authorisation | None, coverage: int | None, discipline: Discipline | None
) -> dict[str, Any]:
    if one is None:
        return {
            "coverage_id": coverage,
            "discipline": discipline,
            "state": AuthorisationState.APPROVED,
            "contact_role": "case manager",
        }
    values = {name: getattr(one, name) for name in (*_SAME, *_TEXTS)}
    return values | {"codes": " ".join(each.text for each in one.codes)}
