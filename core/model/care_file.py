"""Everything a screen shows of a patient's plans of care and of papers kept with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.lymphedema import LymphRecord
from core.model.patient import PlanOfCare
from core.model.patient_uploads import Upload
from core.model.plan_clock import Clock
from core.model.plan_of_care import Certification, Goal, Order, PlanContent, PlanReport, PlanSent


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan with all that belongs to it, as it stands on a day.

    `visits_done` are days with treatment up to now, `visits_planned` those the frequency asks for
    by now; None while no frequency is planned. `report_from` is the first day that the next report
    covers.
    """

    plan: PlanOfCare
    content: PlanContent
    goals: tuple[Goal, ...] = ()
    certifications: tuple[Certification, ...] = ()
    sends: tuple[PlanSent, ...] = ()
    reports: tuple[PlanReport, ...] = ()
    lymph: tuple[LymphRecord, ...] = ()
    clocks: tuple[Clock, ...] = ()
    visits_done: int = 0
    visits_planned: int | None = None
    report_from: date | None = None
    last_treatment: date | None = None

    @property
    def id(self) -> int:
        """The plan's id."""
        return self.plan.id or 0

    @property
    def ends_on(self) -> date | None:
        """The last day of the plan's own duration."""
        return self.content.ends_on(self.plan.starts_on)


@dataclass(frozen=True, slots=True)
class CareFile:
    """A patient's plans, the latest first, with orders and papers.

    `withheld`: notes are not for who asks, so goals, reports and findings are left out.
    """

    patient_id: int
    plans: tuple[PlanRecord, ...] = ()
    orders: tuple[Order, ...] = ()
    uploads: tuple[Upload, ...] = ()
    withheld: bool = False
