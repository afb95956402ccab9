"""The front desk's list of what is not done yet, each with the place where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.model.kinds import EncounterState
from core.model.session import EncounterRow
from core.model.typed_dates import say_day
from ui.models.encounter_rows import clinician_text
from ui.models.row_table import Column

_UNFINISHED_WORDS = {
    EncounterState.SCHEDULED: "No session written",
    EncounterState.DRAFT: "Draft to finish",
    EncounterState.COMPLETE: "Changes not saved",
    EncounterState.VOID: "Void",
}


class Work(Enum):
    """What is missing: its word, its icon, its colour role."""

    UNFINISHED = ("", "warning", "warning")
    NO_SUPERBILL = ("No superbill", "document", "muted")
    NO_PAYMENT = ("No payment", "money", "muted")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do for one encounter."""

    work: Work
    encounter: EncounterRow

    @property
    def id(self) -> tuple[Work, int]:
        return self.work, self.encounter.id

    @property
    def words(self) -> str:
        """What is missing, in words."""
        if self.work is Work.UNFINISHED:
            state = self.encounter.state
            return _UNFINISHED_WORDS[state]
        return self.work.value[0]


def work_rows(
    today: tuple[EncounterRow, ...], unfinished: tuple[EncounterRow, ...]
) -> tuple[WorkRow, ...]:
    """What is open: earlier days first, then the day's missing superbills and payments."""
    complete = [row for row in today if row.state is EncounterState.COMPLETE]
    return (
        *(WorkRow(Work.UNFINISHED, row) for row in unfinished),
        *(WorkRow(Work.NO_SUPERBILL, row) for row in complete if not row.superbill_printed),
        *(WorkRow(Work.NO_PAYMENT, row) for row in complete if _owes(row)),
    )


def _owes(row: EncounterRow) -> bool:
    return row.paid_cents <= 0 and row.charges_cents != 0


def _when(row: WorkRow) -> str:
    return say_day(row.encounter.date)


def work_columns(today: date) -> tuple[Column[WorkRow], ...]:
    """Columns of the list; the day that counts as today is called so."""
    return (
        Column[WorkRow](
            "What is missing",
            lambda row: row.words,
            160,
            kind=lambda row: row.work.value[2],
            icon=lambda row: row.work.value[1],
        ),
        Column[WorkRow](
            "Patient", lambda row: row.encounter.patient_name, 130, strong=True, grow=2
        ),
        Column[WorkRow](
            "Visit",
            lambda row: "Today" if row.encounter.date == today else _when(row),
            138,
            tip=_when,
        ),
        Column[WorkRow]("Clinician", lambda row: clinician_text(row.encounter), 130, grow=1),
        Column[WorkRow]("Payer", lambda row: row.encounter.payer_name or "Self-pay", 130, grow=1),
    )
