"""Plans of care with a clock that runs out or ran out: for the list of open work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.model.permissions import Permission
from core.model.plan_clock import CLOCK_NAMES, Clock, ClockKind, ClockState
from core.services.permissions import needs
from core.services.plan_standing import clocks_for
from core.services.session_files import coverage_on
from core.store import diagnoses, plan_rows

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

TREATED_WITHIN = 120  # days: a plan without a visit for longer is no daily work
_SAY = {
    ClockState.SOON: "due soon",
    ClockState.DUE: "due",
    ClockState.OVERDUE: "overdue",
}


@dataclass(frozen=True, slots=True)
class PlanWork:
    """One clock of one patient's plan; `date` is the last good day, or today."""

    clock: Clock
    patient_id: int
    patient_name: str
    date: date
    provider_name: str
    payer_name: str

    @property
    def words(self) -> str:
        """What has to be done."""
        name = CLOCK_NAMES[self.clock.kind]
        plain = (ClockKind.CONTENT, ClockKind.SENDING)
        return name if self.clock.kind in plain else f"{name} {_SAY[self.clock.state]}"


@needs(Permission.SCHEDULE_READ)
def plans_due(p: OpenPractice, today: date) -> tuple[PlanWork, ...]:
    """Every clock that wants somebody to act, the worst first."""
    db, found = p.file.db, []
    since = today - timedelta(days=TREATED_WITHIN)
    for active in plan_rows.active(db, since, today):
        plan = diagnoses.plan(db, active.plan_id)
        if plan is None:
            continue
        open_clocks = [clock for clock in clocks_for(p, plan, today) if clock.is_open]
        cover = coverage_on(db, active.patient_id, today).primary if open_clocks else None
        found += [
            PlanWork(
                clock,
                active.patient_id,
                active.patient_name,
                clock.due or today,
                active.provider_name,
                cover.payer_name if cover else "",
            )
            for clock in open_clocks
        ]
    found.sort(key=lambda one: (_RANK[one.clock.state], one.date, one.patient_name))
    return tuple(found)


_RANK = {ClockState.OVERDUE: 0, ClockState.DUE: 1, ClockState.SOON: 2}
