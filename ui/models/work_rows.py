"""The front desk's list of what is not done yet, each with the place where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.model.break_glass import BrokenGlass
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.plan_clock import ClockState
from core.model.session import EncounterRow
from core.model.typed_dates import say_date, say_day
from core.services.audit_work import OverpaymentRow, TaskRow
from core.services.authorisation_work import AuthorisationWork, Shortage
from core.services.plan_work import PlanWork
from core.services.yearly_values import MissingValue
from ui.models.encounter_rows import clinician_text, short_name
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
    NOT_AUTHORISED = ("", "error", "error")
    RUNS_OUT = ("", "ticket", "warning")
    NOT_SIGNED = ("Not signed", "edit", "warning")
    COUNTERSIGN = ("Therapist to countersign", "edit", "warning")
    NO_SUPERBILL = ("No superbill", "document", "muted")
    NO_PAYMENT = ("No payment", "money", "muted")
    LOCALITY = ("Medicare locality", "place", "warning")
    PLAN_LATE = ("", "error", "error")
    PLAN_SOON = ("", "clock", "warning")
    NEXT_YEAR = ("", "calendar", "warning")
    GLASS = ("Notes opened", "unlock", "error")
    FINDING = ("Finding to see to", "gauge", "warning")
    OVERPAID = ("Overpayment to return", "money", "error")

    @property
    def needs(self) -> Permission:
        """The permission without which it is somebody else's work."""
        return _NEEDS.get(self, Permission.SCHEDULE_READ)


_NEEDS = {
    Work.NO_SUPERBILL: Permission.DOCUMENTS_PRINT,
    Work.NO_PAYMENT: Permission.PAYMENTS_WRITE,
    Work.NEXT_YEAR: Permission.PAYERS_WRITE,
    Work.GLASS: Permission.AUDIT_READ,
    Work.FINDING: Permission.FINDINGS_READ,
    Work.OVERPAID: Permission.OVERPAYMENTS,
}


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do: for an encounter, a patient's authorisation, a value the rules want,
    notes that somebody opened with a reason, or what an audit found.
    """

    work: Work
    encounter: EncounterRow | None = None
    value: MissingValue | None = None
    authorisation: AuthorisationWork | None = None
    glass: BrokenGlass | None = None
    plan: PlanWork | None = None
    task: TaskRow | None = None
    owed: OverpaymentRow | None = None

    @property
    def about(self) -> TaskRow | OverpaymentRow | None:
        """What an audit left to do, if it is that."""
        return self.task or self.owed

    @property
    def id(self) -> tuple[Work, int | str]:
        if self.about is not None:
            return self.work, self.about.id
        if self.glass is not None:
            return self.work, self.glass.id
        if self.plan is not None:
            return self.work, f"{self.plan.patient_id} {self.plan.clock.kind}"
        if self.value is not None:
            return self.work, self.value.words
        if self.authorisation is not None:
            return self.work, f"{self.authorisation.patient_id} {self.authorisation.discipline}"
        return self.work, self.encounter.id if self.encounter else 0

    @property
    def words(self) -> str:
        """What is missing, in words."""
        if self.value is not None:
            return self.value.words
        if self.authorisation is not None:
            return self.authorisation.words
        if self.plan is not None:
            return self.plan.words
        if self.work is Work.UNFINISHED and self.encounter is not None:
            return _UNFINISHED_WORDS[self.encounter.state]
        return self.work.value[0]


def work_rows(
    today: tuple[EncounterRow, ...],
    unfinished: tuple[EncounterRow, ...],
    missing: tuple[MissingValue, ...] = (),
    unauthorised: tuple[AuthorisationWork, ...] = (),
    unsigned: tuple[EncounterRow, ...] = (),
    awaiting: tuple[EncounterRow, ...] = (),
    told: tuple[BrokenGlass, ...] = (),
    plans: tuple[PlanWork, ...] = (),
    *,
    locality: bool = False,
    found: tuple[TaskRow, ...] = (),
    owed: tuple[OverpaymentRow, ...] = (),
) -> tuple[WorkRow, ...]:
    """What is open: notes opened with a reason, earlier days, what is to be signed, then visits
    to come that are not authorised and plans of care that are late, then the day's missing
    superbills and payments.

    What runs out soon, the Medicare locality that is not chosen, and values of next year stand
    last.
    """
    short = [one for one in unauthorised if one.shortage is Shortage.SHORT]
    none = [one for one in unauthorised if one.shortage is Shortage.MISSING]
    complete = [row for row in today if row.state is EncounterState.COMPLETE]
    late = [one for one in plans if one.clock.state is not ClockState.SOON]
    soon = [one for one in plans if one.clock.state is ClockState.SOON]
    begun = {row.id for row in unfinished}
    return (
        *(WorkRow(Work.GLASS, glass=glass) for glass in told),
        *(WorkRow(Work.OVERPAID, owed=one) for one in owed if not one.owed.state.is_closed),
        *(WorkRow(Work.UNFINISHED, row) for row in unfinished),
        *(WorkRow(Work.NOT_SIGNED, row) for row in unsigned if row.id not in begun),
        *(WorkRow(Work.COUNTERSIGN, row) for row in awaiting),
        *(WorkRow(Work.FINDING, task=one) for one in found),
        *(WorkRow(Work.NOT_AUTHORISED, authorisation=one) for one in none),
        *(WorkRow(Work.PLAN_LATE, plan=one) for one in late),
        *(WorkRow(Work.NO_SUPERBILL, row) for row in complete if not row.superbill_printed),
        *(WorkRow(Work.NO_PAYMENT, row) for row in complete if _owes(row)),
        *(WorkRow(Work.RUNS_OUT, authorisation=one) for one in short),
        *((WorkRow(Work.LOCALITY),) if locality else ()),
        *(WorkRow(Work.PLAN_SOON, plan=one) for one in soon),
        *(WorkRow(Work.NEXT_YEAR, value=value) for value in missing),
    )


def _owes(row: EncounterRow) -> bool:
    return row.paid_cents <= 0 and row.charges_cents != 0


def _day(row: WorkRow) -> date | None:
    about = row.encounter or row.authorisation or row.plan or row.about
    return about.date if about else None


def glass_words(glass: BrokenGlass) -> str:
    """Why and when notes were opened, in two sentences."""
    began = glass.started_at.astimezone()
    until = (
        "They are open still."
        if glass.ended_at is None
        else (f"They were closed at {glass.ended_at.astimezone():%H:%M}.")
    )
    when = f"{say_day(began.date())}, {began:%H:%M}"
    return f"Reason given on {when}: “{glass.reason}”. {until}"


def _when(row: WorkRow) -> str:
    if row.glass is not None:
        return say_day(row.glass.started_at.astimezone().date())
    if row.value is not None:
        return f"from {say_date(row.value.first_day)}"
    if row.work is Work.LOCALITY:
        return "in Settings"
    day = _day(row)
    return say_day(day) if day else ""


def _whose(row: WorkRow) -> str:
    if row.glass is not None:
        return row.glass.patient_name
    if row.work is Work.LOCALITY:
        return "All Medicare patients"
    about = row.encounter or row.authorisation or row.plan or row.about
    return about.patient_name if about else "Medicare"


def _clinician(row: WorkRow) -> str:
    if row.about is not None:
        return short_name(row.about.provider_name)
    if row.glass is not None:
        return f"by {row.glass.person_name}"
    about = row.authorisation or row.plan
    if about is not None:
        return short_name(about.provider_name)
    return clinician_text(row.encounter) if row.encounter else ""


def _payer(row: WorkRow) -> str:
    if row.about is not None:
        due = _due(row)
        return f"by {say_date(due)}" if due else "no date known"
    if row.glass is not None:
        return row.glass.reason
    if row.work is Work.LOCALITY:
        return "Medicare"
    if row.value is not None:
        return "by CMS's fee files" if row.value.by_import else "typed in Settings"
    about = row.encounter or row.authorisation or row.plan
    return (about.payer_name if about else "") or "Self-pay"


def _due(row: WorkRow) -> date | None:
    if row.task is not None:
        return row.task.task.due_on
    return row.owed.clock.due if row.owed else None


def _more(row: WorkRow) -> str:
    if row.task is not None:
        return row.task.task.text
    if row.glass is not None:
        return glass_words(row.glass)
    if row.plan is not None:
        return f"{row.plan.clock.words}\n{row.plan.clock.cite}".strip()
    return f"{row.words}. {row.authorisation.detail}" if row.authorisation else row.words


def work_columns(today: date) -> tuple[Column[WorkRow], ...]:
    """Columns of the list; the day that counts as today is called so, its year left out."""

    def visit(row: WorkRow) -> str:
        day = _day(row)
        if day == today:
            return "Today"
        words = _when(row)
        return words.removesuffix(f" {today.year}") if day is not None else words

    return (
        Column[WorkRow](
            "What is missing",
            lambda row: row.words,
            200,
            kind=lambda row: row.work.value[2],
            icon=lambda row: row.work.value[1],
            tip=_more,
            grow=1,
        ),
        Column[WorkRow]("Patient", _whose, 156, strong=True, grow=1),
        Column[WorkRow]("Day", visit, 112, tip=_when),
        Column[WorkRow]("Clinician", _clinician, 130, grow=1),
        Column[WorkRow]("Payer", _payer, 130, grow=1),
    )
