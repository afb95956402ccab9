"""What of a patient's record was disclosed, and how long the record is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.disclosure import MOST_TEXT, WAY_WORDS, Disclosure
from core.model.patient_file import DocumentRow, PatientFile
from core.model.permissions import Permission
from core.model.typed_dates import say_date
from ui.context import Context
from ui.models.row_table import Column, RowTable
from ui.presenters.patient import PatientPresenter
from ui.presenters.patient_privacy import PrivacyPresenter
from ui.screens.patient_panel import PatientPanel
from ui.screens.patient_retention import RetentionCard
from ui.theme import px
from ui.widgets.basics import Card, column, label, muted, quiet_button, row
from ui.widgets.basics_fields import ComboBox, DateField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView

WAYS = tuple((words, way) for way, words in WAY_WORDS.items())
_TEXTS = ("recipient", "address", "fax", "what", "purpose")
_NONE = (
    "Nothing was recorded. Write down here what left the practice for anything but treatment, "
    "payment or the practice's own work: a court, a public office, an employer."
)


def _to(one: Disclosure) -> str:
    return one.recipient if one.stands else f"{one.recipient} (taken back)"


def _tip(one: Disclosure) -> str:
    whole = (one.recipient, one.address, f"Fax {one.fax}" if one.fax else "")
    said = ", ".join(text for text in whole if text)
    return f"{said}. Recorded by {one.recorded_by}." + (
        f" Taken back: {one.taken_back}" if not one.stands else ""
    )


def _kind(one: Disclosure) -> str:
    return "" if one.stands else "muted"


DISCLOSURE_COLUMNS = (
    Column[Disclosure]("Date", lambda one: say_date(one.disclosed_on), 116, kind=_kind),
    Column[Disclosure]("To", _to, 118, strong=True, grow=2, kind=_kind, tip=_tip),
    Column[Disclosure](
        "What", lambda one: one.what, 96, grow=2, kind=_kind, tip=lambda one: one.what
    ),
    Column[Disclosure](
        "Why", lambda one: one.purpose, 80, grow=1, kind=_kind, tip=lambda one: one.purpose
    ),
    Column[Disclosure]("How", lambda one: WAY_WORDS[one.way], 108, kind=_kind),
)


class PrivacyPanel(PatientPanel):
    """The log on the left; a new entry and, for owners, the record's term on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.privacy = PrivacyPresenter(ctx)
        self.privacy.setParent(self)
        self._document: int | None = None
        self.view = RowView(RowTable(DISCLOSURE_COLUMNS, ctx.theme), "Disclosures")
        self.view.setObjectName("disclosures-table")
        self.none = muted(_NONE, wrap=True)
        self.take_back = quiet_button("Entered in error …", icon="undo")
        self.take_back.setObjectName("disclosure-take-back")
        self.period = GridForm(
            (
                FormField("first", "From", DateField(ctx.clock.today), 6, needed=True),
                FormField("last", "Until", DateField(ctx.clock.today), 6, needed=True),
            ),
            "accounting-",
        )
        self.paper = quiet_button("Accounting", icon="document")
        self.paper.setObjectName("accounting-show")
        self.form = GridForm(self._fields(), "disclosure-")
        self.form.keep_unsaved(ctx, "disclosure", "Disclosure", self.kept_of)
        self.words = label("", kind="warning")
        self.save_button = quiet_button("Record disclosure", "Ctrl+S", "save")
        self.save_button.setObjectName("disclosure-save")
        self.undo_button = quiet_button("Undo changes", icon="undo")
        self.retention = RetentionCard(ctx, self.privacy)
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        return (
            FormField("disclosed_on", "Date", DateField(self.ctx.clock.today), 5, needed=True),
            FormField("way", "How", ComboBox(WAYS), 7),
            FormField("recipient", "To", TextField("Name of person or office", MOST_TEXT), 12),
            FormField("address", "Address", TextField(limit=MOST_TEXT), 8),
            FormField("fax", "Fax", TextField(limit=40), 4),
            FormField("what", "What", TextField("Notes of January to March", MOST_TEXT), 12),
            FormField("purpose", "Why", TextField("Subpoena of 2 March", MOST_TEXT), 12),
        )

    def _lay_out(self) -> None:
        listed = Card("Disclosures")
        listed.header.addWidget(self.take_back)
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        listed.setMinimumHeight(px(230))
        self.asked = Card("Accounting for the patient")
        self.asked.body.addWidget(self.period)
        self.asked.body.addLayout(row(None, self.paper))
        left = QWidget()
        self.asked.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left.setLayout(column(listed, self.asked, spacing=12))
        edited = Card("Record a disclosure")
        edited.body.addWidget(self.form)
        edited.body.addLayout(row(self.words, None, self.undo_button, self.save_button))
        right = column(edited, self.retention, None, spacing=12)
        self.setLayout(column(paired(left, right, (8, 7))))

    def _connect(self) -> None:
        self.privacy.changed.connect(self._show)
        self.privacy.saved.connect(self.presenter.saved)
        self.form.edited.connect(self._edited)
        self.view.moved.connect(lambda _: self._offer())
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self._undo)
        self.take_back.clicked.connect(self._take_back)
        self.paper.clicked.connect(self._account)

    def start(self) -> None:
        self._document = None
        self.view.show_rows(())
        self.retention.show_term(None, "")
        self._begin()

    def show_file(self, file: PatientFile) -> None:
        if file.patient.id is not None and not file.money_withheld:
            self.privacy.load(file.patient.id)

    def begin_for(self, document_id: int) -> None:
        """A document was saved outside: an entry about it, ready to be finished."""
        file = self.presenter.file
        rows: tuple[DocumentRow, ...] = file.documents if file else ()
        row_of = next((one for one in rows if one.id == document_id), None)
        if row_of is not None:
            self._begin()
            self._document = document_id
            self.form.rows["what"].editor.setText(row_of.title)  # type: ignore[attr-defined] # a line edit
            self.form.rows["recipient"].editor.setFocus()

    def _show(self) -> None:
        file, found = self.presenter.file, self.privacy
        may = self.ctx.may(Permission.DISCLOSURES_WRITE)
        self.view.show_rows(found.rows)
        self.view.setVisible(bool(found.rows))
        self.none.setVisible(not found.rows)
        self.retention.show_term(found.term, file.patient.full_name if file else "")
        self.asked.setVisible(found.period is not None)
        if found.period is not None and self.period.value("first") is None:
            self.period.fill({"first": found.period[0], "last": found.period[1]})
        self.form.setEnabled(may)
        self.form.setToolTip(self.ctx.why_not(Permission.DISCLOSURES_WRITE))
        self._offer()

    def _offer(self) -> None:
        one = self.view.current()
        stands = one is not None and one.stands
        self.take_back.setVisible(stands and self.ctx.may(Permission.DISCLOSURES_WRITE))

    def _begin(self) -> None:
        self._document = None
        self.form.fill({"disclosed_on": self.ctx.clock.today(), "way": WAYS[0][1]})

    def _undo(self) -> None:
        self._begin()

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def save(self) -> None:
        file, value = self.presenter.file, self.form.value
        if file is None or file.patient.id is None or not self.form.check():
            return
        one = Disclosure(
            patient_id=file.patient.id,
            disclosed_on=value("disclosed_on"),
            way=value("way"),
            document_id=self._document,
            **{name: value(name) for name in _TEXTS},
        )
        self.privacy.record(one, lambda _: self._begin(), lambda p: self.tell(self.form, p))

    def _take_back(self) -> None:
        one = self.view.current()
        if one is None or one.id is None:
            return
        number = one.id
        self.ctx.messages.ask_text(
            "Was this entered in error?", "Why",
            lambda why: self.privacy.take_back(number, why), yes="Take it back",
            detail="The entry stays in the log and leaves the accounting.",
        )  # fmt: skip

    def _account(self) -> None:
        if not self.period.check():
            return
        first, last = self.period.value("first"), self.period.value("last")
        if last < first:
            self.period.rows["last"].set_problem("The period ends before it begins.")
            return
        args = {"patient_id": self.privacy.patient_id, "first": first, "last": last}
        self.ctx.navigate("accounting", args)

    def _edited(self) -> None:
        dirty = self.form.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not recorded yet" if dirty else "")
        self.dirty_changed.emit()

    def keep(self) -> None:
        if self.form.is_dirty():
            self.save()

    def first_focus(self) -> QWidget:
        return self.view if self.view.isVisibleTo(self) else self.form.first()
