"""Columns of encounters: the day's list, what is unfinished, a patient's history."""

from __future__ import annotations

from core.model.kinds import EncounterState
from core.model.money import format_cents
from core.model.session import EncounterRow
from core.model.typed_dates import say_day, say_time
from ui.models.row_table import Column

STATE_WORDS = {
    EncounterState.SCHEDULED: "Scheduled",
    EncounterState.DRAFT: "Draft",
    EncounterState.COMPLETE: "Complete",
    EncounterState.VOID: "Void",
}
_STATE_ICONS = {
    EncounterState.SCHEDULED: "clock",
    EncounterState.DRAFT: "edit",
    EncounterState.COMPLETE: "check-circle",
    EncounterState.VOID: "stop",
}
_STATE_KINDS = {
    EncounterState.SCHEDULED: "muted",
    EncounterState.DRAFT: "warning",
    EncounterState.COMPLETE: "good",
    EncounterState.VOID: "muted",
}


def state_text(row: EncounterRow) -> str:
    """The state in a word; unsaved typing is said too, and whether it is signed."""
    if row.signed:
        return "To countersign" if row.awaits_therapist else "Signed"
    word = STATE_WORDS[row.state]
    return f"{word}, edited" if row.has_draft and row.state is EncounterState.COMPLETE else word


def _state_kind(row: EncounterRow) -> str:
    return "warning" if row.awaits_therapist else _STATE_KINDS[row.state]


def _state_icon(row: EncounterRow) -> str:
    return "lock" if row.signed else _STATE_ICONS[row.state]


def codes_text(row: EncounterRow) -> str:
    """The codes with blanks between them."""
    return " ".join(row.codes)


def clinician_text(row: EncounterRow) -> str:
    """The clinician as the list has room for: initial and last name."""
    return short_name(row.provider_name)


def short_name(provider_name: str) -> str:
    """`Dana Okafor, DPT` as `D. Okafor`."""
    first, _, last = provider_name.split(",")[0].partition(" ")
    return f"{first[:1]}. {last}" if last else first


def paid_text(row: EncounterRow) -> str:
    """What the patient paid for this visit; nothing when nothing was paid."""
    return format_cents(row.paid_cents) if row.paid_cents else ""


def superbill_text(row: EncounterRow) -> str:
    """Whether the superbill was made; only a complete visit can have one missing."""
    if row.withheld:
        return ""
    if row.superbill_printed:
        return "Made"
    return "Not made" if row.state is EncounterState.COMPLETE else ""


def _time(row: EncounterRow) -> str:
    return "" if row.start_minute is None else say_time(row.start_minute)


def _count(number: int) -> str:
    return str(number) if number else ""


def _gone(row: EncounterRow) -> str:
    return "muted" if row.state is EncounterState.VOID else ""


def _superbill_icon(row: EncounterRow) -> str:
    return "check" if row.superbill_printed else ""


STATE = Column[EncounterRow](
    "State",
    state_text,
    114,
    kind=_state_kind,
    icon=_state_icon,
)
TIME = Column[EncounterRow]("Time", _time, 60, number=True)
DATE = Column[EncounterRow]("Date", lambda row: say_day(row.date), 138, kind=_gone)
PATIENT = Column[EncounterRow]("Patient", lambda row: row.patient_name, 164, strong=True, grow=4)
CLINICIAN = Column[EncounterRow](
    "Clinician", clinician_text, 106, tip=lambda row: row.provider_name, grow=1
)
PAYER = Column[EncounterRow]("Payer", lambda row: row.payer_name or "Self-pay", 124, grow=2)
CODES = Column[EncounterRow]("Codes", codes_text, 204, kind=_gone, grow=1)
MINUTES = Column[EncounterRow](
    "Min", lambda row: _count(row.minutes), 46, number=True, tip=lambda _: "Minutes treated"
)
UNITS = Column[EncounterRow]("Units", lambda row: _count(row.units), 52, number=True)
PAID = Column[EncounterRow]("Paid", paid_text, 72, number=True)
CHARGES = Column[EncounterRow](
    "Charges",
    lambda row: "" if row.charges_cents is None else format_cents(row.charges_cents),
    86,
    number=True,
)
SUPERBILL = Column[EncounterRow](
    "Superbill",
    superbill_text,
    86,
    kind=lambda row: "good" if row.superbill_printed else "muted",
    icon=_superbill_icon,
)

DAY_COLUMNS = (TIME, PATIENT, STATE, CLINICIAN, PAYER, CODES, MINUTES, UNITS, PAID, SUPERBILL)
HISTORY_COLUMNS = (
    DATE,
    STATE,
    CLINICIAN,
    PAYER,
    CODES,
    MINUTES,
    UNITS,
    CHARGES,
    PAID,
    SUPERBILL,
)


def matches(row: EncounterRow, typed: str) -> bool:
    """Whether every word typed begins or stands in something the row shows."""
    said = (row.patient_name, row.provider_name, row.payer_name, state_text(row), *row.codes)
    shown = " ".join(said).lower()
    return all(word in shown for word in typed.lower().split())
