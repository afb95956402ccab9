"""A patient's money: what is owed and what was paid; payments are reversed, never erased."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from core.model.kinds import EncounterState, PaymentMethod
from core.model.money import format_cents
from core.model.patient import PatientPayment
from core.model.patient_file import PatientFile
from core.model.permissions import Permission
from core.model.session import EncounterRow
from core.model.typed_dates import say_date
from ui.context import Context
from ui.models.payment_rows import METHOD_WORDS, PAYMENT_COLUMNS, PaymentRow, payment_rows
from ui.models.row_table import RowTable
from ui.presenters.patient import PatientPresenter
from ui.screens.patient_panel import PatientPanel
from ui.theme import px
from ui.widgets.basics import Card, column, label, muted, quiet_button, row
from ui.widgets.basics_fields import ComboBox, DateField, MoneyField, TextField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView

METHODS = tuple((words, method) for method, words in METHOD_WORDS.items())
MOST_VISITS = 40


class PaymentPanel(PatientPanel):
    """The payments on the left, taking one on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self.view = RowView(RowTable(PAYMENT_COLUMNS, ctx.theme), "Payments")
        self.view.setObjectName("payment-table")
        self.none = muted("No payment yet.")
        self.reverse = quiet_button("Reverse this payment", icon="undo")
        self.reverse.setObjectName("payment-reverse")
        self.figure = label("", look="figure")
        self.figure.setObjectName("payment-balance")
        self.meaning = muted("", wrap=True)
        self.visit = ComboBox((("On account, no one visit", None),))
        self.form = GridForm(self._fields(), "payment-")
        self.form.keep_unsaved(ctx, "payment", "Payment", self.kept_of)
        self.take = quiet_button("Take payment", "Ctrl+S", "save")
        self.take.setObjectName("payment-save")
        self.take.setAutoDefault(True)
        self._wanted_visit: int | None = None
        self._lay_out()
        self._connect()

    def _fields(self) -> tuple[FormField, ...]:
        return (
            FormField("amount_cents", "Amount", MoneyField(), 6, needed=True),
            FormField("method", "Paid by", ComboBox(METHODS), 6),
            FormField("received_on", "Received on", DateField(self.ctx.clock.today), 6,
                      needed=True),
            FormField("reference", "Check or card reference", TextField(limit=60), 6),
            FormField("encounter_id", "For visit", self.visit, 12),
            FormField("note", "Note", TextField(limit=200), 12),
        )  # fmt: skip

    def _lay_out(self) -> None:
        listed = Card("Payments")
        listed.header.addWidget(self.reverse)
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        owed = Card("Balance")
        owed.body.addWidget(self.figure)
        owed.body.addWidget(self.meaning)
        self.taking = taking = Card("Take a payment")
        taking.body.addWidget(self.form)
        taking.body.addLayout(row(None, self.take))
        right = column(owed, taking, None, spacing=12)
        listed.setMinimumHeight(px(220))
        self.setLayout(column(paired(listed, right, (9, 5))))

    def _connect(self) -> None:
        self.view.moved.connect(self._row_moved)
        self.reverse.clicked.connect(self._ask_reason)
        self.take.clicked.connect(self.save)
        self.form.edited.connect(self.dirty_changed)
        for name in ("amount_cents", "received_on", "reference", "note"):
            editor = self.form.rows[name].editor
            if isinstance(editor, (TextField, MoneyField, DateField)):
                editor.returnPressed.connect(self.save)

    def start(self) -> None:
        self._wanted_visit = None
        self.view.show_rows(())
        self.visit.set_choices((("On account, no one visit", None),))
        self._begin()

    def show_file(self, file: PatientFile) -> None:
        visits = {visit.id: visit.date for visit in file.encounters}
        rows = payment_rows(file.payments, visits)
        self.view.show_rows(rows)
        self.view.setVisible(bool(rows))
        self.none.setVisible(not rows)
        takes = self.ctx.may(Permission.PAYMENTS_WRITE)
        self.reverse.setVisible(bool(rows) and takes)
        self.taking.setVisible(takes)
        self._show_balance(file)
        dirty = self.form.is_dirty()
        self.visit.set_choices(_visit_choices(file.encounters))
        if not dirty:
            self._begin()

    def begin_for(self, encounter_id: int | None) -> None:
        """Make ready to take money for one visit."""
        self._wanted_visit = encounter_id
        if not self.form.is_dirty():
            self._begin()

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def save(self) -> None:
        file, value = self.presenter.file, self.form.value
        if file is None or file.patient.id is None or not self.form.check():
            return
        payment = PatientPayment(
            patient_id=file.patient.id,
            received_on=value("received_on"),
            amount_cents=value("amount_cents"),
            method=PaymentMethod(value("method")),
            encounter_id=value("encounter_id"),
            reference=value("reference"),
            note=value("note"),
        )
        self.presenter.take_payment(payment, self._taken, lambda p: self.tell(self.form, p))

    def _begin(self) -> None:
        today = self.ctx.clock.today()
        self.form.fill(
            {
                "method": self.form.value("method") or PaymentMethod.CARD,
                "received_on": today,
                "encounter_id": self._wanted_visit or self._visit_of(today),
            }
        )

    def _visit_of(self, day: date) -> int | None:
        file = self.presenter.file
        for visit in file.encounters if file else ():
            if visit.date == day and visit.state is not EncounterState.VOID:
                return visit.id
        return None

    def _taken(self, payment: PatientPayment) -> None:
        self._wanted_visit = None
        self._begin()
        self.ctx.messages.toast(f"{format_cents(payment.amount_cents)} taken")
        self.form.first().setFocus()

    def _show_balance(self, file: PatientFile) -> None:
        cents = file.balance_cents
        self.figure.setText(format_cents(abs(cents)))
        if cents > 0:
            words = "Charges less what the patient paid. Insurance payments are not counted."
        else:
            words = (
                "The patient paid this much more than the charges." if cents else "Nothing is open."
            )
        if file.fees_missing:
            words += " A visit has a code without a fee: its charge is not counted."
        self.meaning.setText(words)

    def _row_moved(self, entry: PaymentRow | None) -> None:
        self.reverse.setEnabled(entry is not None and entry.state == "Received")

    def _ask_reason(self) -> None:
        entry = self.view.current()
        if isinstance(entry, PaymentRow) and entry.id is not None:
            number, payment = entry.id, entry.payment
            self.ctx.messages.ask_text(
                f"Reverse {format_cents(payment.amount_cents)} of {say_date(payment.received_on)}?",
                "Reason",
                lambda reason: self.presenter.reverse_payment(
                    number, reason, self.ctx.messages.problem
                ),
                yes="Reverse payment",
                detail="The payment stays on record; a second entry takes the money back.",
            )

    def first_focus(self) -> QWidget:
        return self.form.first()


def _visit_choices(visits: tuple[EncounterRow, ...]) -> tuple[tuple[str, object], ...]:
    real = [visit for visit in visits if visit.state is not EncounterState.VOID]
    return (
        ("On account, no one visit", None),
        *((_visit_text(visit), visit.id) for visit in real[:MOST_VISITS]),
    )


def _visit_text(visit: EncounterRow) -> str:
    if visit.charges_cents is None:
        return f"{say_date(visit.date)}: no charge yet"
    owed = visit.charges_cents - visit.paid_cents
    charged = format_cents(visit.charges_cents)
    state = f"{format_cents(owed)} of {charged} open" if owed > 0 else f"{charged}, paid"
    return f"{say_date(visit.date)}: {state}"
