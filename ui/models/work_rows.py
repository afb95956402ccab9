"""The front desk's list of what is not done yet, each with the place where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.model.kinds import EncounterState
from core.model.session import EncounterRow
from core.model.typed_dates import say_day
from ui.models.encounter_rows import STATE_WORDS
from ui.models.row_table import Column


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
            return "Unsaved changes" if state is EncounterState.COMPLETE else STATE_WORDS[state]
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
            "Still open",
            lambda row: row.words,
            138,
            kind=lambda row: row.work.value[2],
            icon=lambda row: row.work.value[1],
        ),
        Column[WorkRow]("Patient", lambda row: row.encounter.patient_name, strong=True),
        Column[WorkRow](
            "Visit",
            lambda row: "Today" if row.encounter.date == today else _when(row),
            126,
            tip=_when,
        ),
    )
