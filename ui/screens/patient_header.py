"""The card on top of a patient: who it is, who pays, what runs out, what is owed."""

from __future__ import annotations

from datetime import date

from core.model.care_file import CareFile
from core.model.kinds import CoverageRank, Sex
from core.model.money import format_cents
from core.model.patient import Coverage, PlanOfCare
from core.model.patient_file import PatientFile
from core.model.plan_clock import Clock, ClockKind, ClockState
from core.model.typed_dates import say_date
from ui.models.care_rows import clock_chip, clock_tip, plan_chip
from ui.theme import px
from ui.widgets.basics import Card, Chip, heading, muted
from ui.widgets.pair import flowing

_SEX = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.UNKNOWN: ""}


def who_text(file: PatientFile, today: date) -> str:
    """Sex and age, birth date, account and phone in one line."""
    patient = file.patient
    parts = (
        f"{_SEX[patient.sex]} {patient.age_on(today)}".strip(),
        f"born {say_date(patient.birth_date)}",
        f"account {patient.account_number}",
        patient.phone,
        "" if patient.active else "inactive",
    )
    return " · ".join(part for part in parts if part)


def payer_state(coverages: tuple[Coverage, ...], today: date) -> tuple[str, str]:
    """Kind and words of who pays today."""
    now = [one for one in coverages if one.in_force(today)]
    now.sort(key=lambda one: one.rank is not CoverageRank.PRIMARY)
    if now:
        return "muted", " + ".join(one.payer_name for one in now)
    return ("warning", "No coverage in force") if coverages else ("muted", "Self-pay")


def plan_state(plan: PlanOfCare | None, today: date) -> tuple[str, str]:
    """Kind and words of how the plan of care stands today."""
    if plan is None:
        return "muted", "No plan of care recorded"
    until = plan.certified_to
    if until is None:
        return "warning", f"{plan.discipline} plan of care not certified"
    if until < today:
        return "error", f"{plan.discipline} plan of care ended {say_date(until)}"
    kind = "good" if (until - today).days > 14 else "warning"
    return kind, f"{plan.discipline} plan of care certified to {say_date(until)}"


def balance_state(cents: int) -> tuple[str, str]:
    """Kind and words of what is owed."""
    if cents > 0:
        return "warning", f"Open {format_cents(cents)}"
    return ("muted", f"Credit {format_cents(-cents)}") if cents else ("good", "Nothing open")


class PatientHeader(Card):
    """Name and facts on one line, states as chips below."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.setObjectName("patient-header")
        self.name = heading("")
        self.name.setObjectName("patient-name")
        self.facts = muted("")
        self.facts.setObjectName("patient-facts")
        self.payer = Chip("muted", "", "payer")
        self.plan = Chip("muted", "")
        self.clocks = [Chip("muted", "") for _ in range(3)]
        self.balance = Chip("muted", "", "money")
        self.referral = Chip("muted", "", "refer")
        self.body.addWidget(flowing(self.name, self.facts, spacing=12))
        self.body.addWidget(
            flowing(self.payer, self.plan, *self.clocks, self.referral, self.balance)
        )
        self.body.setSpacing(px(8))

    def show_file(self, file: PatientFile, today: date, care: CareFile | None = None) -> None:
        self.name.setText(file.patient.full_name)
        self.facts.setText(who_text(file, today))
        self.payer.show_state(*payer_state(file.coverages, today), "payer")
        self.plan.show_state(*plan_state(file.plan_of_care, today))
        self._show_clocks(care)
        self.balance.setVisible(not file.money_withheld)
        self.balance.show_state(*balance_state(file.balance_cents), "money")
        person = file.referring
        self.referral.setVisible(person is not None)
        if person is not None:
            name = f"{person.first_name} {person.last_name}".strip()
            self.referral.show_state("muted", f"Referred by {name}", "refer")

    def _show_clocks(self, care: CareFile | None) -> None:
        """The plan's own state with its reason, and the clocks that press beside it."""
        clocks = care.plans[0].clocks if care and care.plans else ()
        pressing = sorted((one for one in clocks if one.is_open), key=_rank)
        leading = next((one for one in clocks if one.kind is ClockKind.RECERTIFICATION), None)
        if leading is None and pressing:
            leading = pressing[0]
        if leading is not None and care is not None:
            discipline = care.plans[0].plan.discipline
            self.plan.show_state(*plan_chip(leading, discipline))
            self.plan.setToolTip(clock_tip(leading))
        beside = [one for one in pressing if one is not leading]
        for place, chip in enumerate(self.clocks):
            chip.setVisible(place < len(beside))
            if place < len(beside):
                chip.show_state(*clock_chip(beside[place]))
                chip.setToolTip(clock_tip(beside[place]))


def _rank(clock: Clock) -> int:
    return (ClockState.OVERDUE, ClockState.DUE, ClockState.SOON).index(clock.state)
