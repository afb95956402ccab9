"""Columns of a patient's payments; a reversed one stays, with its reversal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.model.kinds import PaymentMethod
from core.model.money import format_cents
from core.model.patient import PatientPayment
from core.model.typed_dates import say_date
from ui.models.row_table import Column

METHOD_WORDS = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CHECK: "Check",
    PaymentMethod.CARD: "Card",
    PaymentMethod.HSA: "HSA or FSA",
    PaymentMethod.TRANSFER: "Bank transfer",
    PaymentMethod.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment with the day of the visit it is for, and whether it was reversed."""

    payment: PatientPayment
    visit: date | None
    reversed_later: bool

    @property
    def id(self) -> int | None:
        return self.payment.id

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        if self.payment.reverses_id is not None:
            return "Reversal"
        return "Reversed" if self.reversed_later else "Received"


def payment_rows(
    payments: tuple[PatientPayment, ...], visits: dict[int, date]
) -> tuple[PaymentRow, ...]:
    """Payments for the table, the newest first."""
    undone = {one.reverses_id for one in payments if one.reverses_id is not None}
    shown = (
        PaymentRow(one, visits.get(one.encounter_id or 0), one.id in undone) for one in payments
    )
    return tuple(sorted(shown, key=lambda row: (row.payment.received_on, row.id or 0))[::-1])


def _by_state(words: dict[str, str]) -> Callable[[PaymentRow], str]:
    return lambda row: words[row.state]


PAYMENT_COLUMNS = (
    Column[PaymentRow]("Received", lambda row: say_date(row.payment.received_on), 108),
    Column[PaymentRow]("Amount", lambda row: format_cents(row.payment.amount_cents), 78, True),
    Column[PaymentRow]("Method", lambda row: METHOD_WORDS[row.payment.method], 100),
    Column[PaymentRow](
        "For visit", lambda row: say_date(row.visit) if row.visit else "On account", 108
    ),
    Column[PaymentRow](
        "State",
        lambda row: row.state,
        104,
        kind=_by_state({"Received": "good", "Reversed": "muted", "Reversal": "warning"}),
        icon=_by_state({"Received": "check-circle", "Reversed": "undo", "Reversal": "undo"}),
    ),
    Column[PaymentRow](
        "Reference, reason",
        lambda row: ", ".join(t for t in (row.payment.reference, row.payment.note) if t),
        108,
        grow=1,
    ),
)
