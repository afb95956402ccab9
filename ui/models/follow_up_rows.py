"""Columns of what follows from audits."""

from __future__ import annotations

from datetime import date

from core.model.audits import OverpaymentState
from core.model.money import format_cents
from core.model.typed_dates import say_date
from core.services.audit_work import OverpaymentRow, TaskRow
from ui.models.row_table import Column

_STATES = {
    OverpaymentState.OPEN: ("Open", "warning", "warning"),
    OverpaymentState.INVESTIGATING: ("Investigating", "search", "warning"),
    OverpaymentState.RETURNED: ("Returned", "check-circle", "good"),
    OverpaymentState.NOT_OWED: ("Not owed", "check-circle", "muted"),
}


def task_columns(today: date) -> tuple[Column[TaskRow], ...]:
    """Columns of the open findings; one past its day is marked."""
    return (
        Column[TaskRow]("What to see to", lambda r: r.task.text, 260, grow=5),
        Column[TaskRow]("Patient", lambda r: r.patient_name, 140, strong=True, grow=1),
        Column[TaskRow]("Visit", lambda r: say_date(r.date), 112),
        Column[TaskRow]("Clinician", lambda r: r.provider_name, 140, grow=1),
        Column[TaskRow](
            "Until", lambda r: say_date(r.task.due_on) if r.task.due_on else "", 124,
            kind=lambda r: "error" if r.task.due_on and r.task.due_on < today else "",
            icon=lambda r: "warning" if r.task.due_on and r.task.due_on < today else "",
        ),
    )  # fmt: skip


def amount_words(row: OverpaymentRow) -> str:
    """The known amount of all lines."""
    cents = [line.cents for line in row.owed.lines]
    known = [one for one in cents if one is not None]
    if not known:
        return "not known"
    return format_cents(sum(known)) + ("+" if len(known) < len(cents) else "")


def owed_columns(today: date) -> tuple[Column[OverpaymentRow], ...]:
    """Columns of the overpayments with their last day."""

    def late(row: OverpaymentRow) -> bool:
        due = row.clock.due
        return not row.owed.state.is_closed and due is not None and due < today

    return (
        Column[OverpaymentRow](
            "State", lambda r: _STATES[r.owed.state][0], 130,
            kind=lambda r: _STATES[r.owed.state][2], icon=lambda r: _STATES[r.owed.state][1],
        ),
        Column[OverpaymentRow]("Patient", lambda r: r.patient_name, 140, strong=True, grow=2),
        Column[OverpaymentRow]("Visit", lambda r: say_date(r.date), 112),
        Column[OverpaymentRow](
            "Lines", lambda r: ", ".join(f"{x.code}: {x.units}" for x in r.owed.lines), 130, grow=1,
            tip=lambda r: r.owed.proof,
        ),
        Column[OverpaymentRow]("Amount", amount_words, 90, number=True),
        Column[OverpaymentRow]("Found on", lambda r: say_date(r.owed.found_on), 112),
        Column[OverpaymentRow](
            "Return by", lambda r: say_date(r.clock.due) if r.clock.due else "not known", 112,
            kind=lambda r: "error" if late(r) else "", icon=lambda r: "warning" if late(r) else "",
        ),
    )  # fmt: skip
