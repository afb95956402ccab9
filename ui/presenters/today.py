"""One day's encounters, what is still open, and planning a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.break_glass import BrokenGlass
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.practice import Provider
from core.model.session import EncounterRow
from core.services import audit_work, break_glass, encounters, setup, today
from core.services.audit_work import OverpaymentRow, TaskRow
from core.services.authorisation_work import AuthorisationWork, authorisations_due
from core.services.localities import asks_for_locality
from core.services.plan_work import PlanWork, plans_due
from core.services.yearly_values import missing_next_year
from ui.context import Context
from ui.models.encounter_rows import matches
from ui.models.work_rows import WorkRow, work_rows

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_OPEN = (EncounterState.SCHEDULED, EncounterState.DRAFT)


class _Answer(NamedTuple):
    rows: tuple[EncounterRow, ...]
    mine: tuple[EncounterRow, ...]
    unfinished: tuple[EncounterRow, ...]
    due: tuple[AuthorisationWork, ...]
    unsigned: tuple[EncounterRow, ...]
    awaiting: tuple[EncounterRow, ...]
    providers: tuple[Provider, ...]
    told: tuple[BrokenGlass, ...]
    plans: tuple[PlanWork, ...]
    locality: bool
    found: tuple[TaskRow, ...]
    owed: tuple[OverpaymentRow, ...]


class TodayPresenter(QObject):
    """Holds the day that is shown; `changed` after every answer or filter."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.day = ctx.clock.today()
        self.rows: tuple[EncounterRow, ...] = ()
        self.work: tuple[WorkRow, ...] = ()
        self.providers: tuple[Provider, ...] = ()
        self.loaded = False
        self._filter = ""

    @property
    def is_today(self) -> bool:
        return self.day == self._ctx.clock.today()

    @property
    def shown(self) -> tuple[EncounterRow, ...]:
        """The day's encounters that fit the filter."""
        if not self._filter:
            return self.rows
        return tuple(row for row in self.rows if matches(row, self._filter))

    @property
    def session_day(self) -> date:
        """The day a new session gets: the one shown, but never a future one."""
        return min(self.day, self._ctx.clock.today())

    def summary(self) -> str:
        """The day in one line: how many visits are in which state."""
        if not self.rows:
            return ""
        counted = (
            (sum(row.state is state for row in self.rows), word)
            for state, word in (
                (EncounterState.COMPLETE, "complete"),
                (EncounterState.DRAFT, "draft"),
                (EncounterState.SCHEDULED, "scheduled"),
            )
        )
        return " · ".join(f"{count} {word}" for count, word in counted if count)

    def show_day(self, day: date) -> None:
        """Show another day; keeps the filter."""
        if day != self.day:
            self.day, self.rows, self.loaded = day, (), False
        self.reload()

    def step(self, days: int) -> None:
        """Go some days back or forth."""
        self.show_day(self.day + timedelta(days=days))

    def set_filter(self, text: str) -> None:
        """Show only encounters in which all these words stand."""
        self._filter = text.strip()
        self.changed.emit()

    def reload(self) -> None:
        """Read the day and what is open again."""
        day, now = self.day, self._ctx.clock.today()
        is_owner = self._ctx.may(Permission.AUDIT_READ)
        sees_findings = self._ctx.may(Permission.FINDINGS_READ)
        settles = self._ctx.may(Permission.OVERPAYMENTS)

        def ask(p: OpenPractice) -> _Answer:
            rows = today.day_list(p, day)
            mine = rows if day == now else today.day_list(p, now)
            people = setup.list_providers(p, active_only=True)
            waits = today.unsigned(p), today.awaiting_therapist(p)
            due, locality = authorisations_due(p, now), asks_for_locality(p, now)
            told = break_glass.to_acknowledge(p) if is_owner else ()
            unfinished, plans = today.unfinished(p, now), plans_due(p, now)
            found = audit_work.tasks(p) if sees_findings else ()
            owed = audit_work.overpayments(p) if settles else ()
            return _Answer(
                rows, mine, unfinished, due, *waits, people, told, plans, locality, found, owed
            )

        self._ctx.tasks.read(ask, self._got, replaces="today")

    def open_visit(self, patient_id: int) -> EncounterRow | None:
        """The patient's visit of the session day that waits for its session, if there is one."""
        for row in self.rows:
            same = row.patient_id == patient_id and row.date == self.session_day
            if same and row.state in _OPEN:
                return row
        return None

    def schedule(
        self,
        patient_id: int,
        day: date,
        minute: int | None,
        provider_id: int,
        done: Callable[[int], None],
        failed: Callable[[UnitwiseError], None],
    ) -> None:
        """Plan a visit."""
        self._ctx.tasks.change(
            lambda p: encounters.schedule(p, patient_id, day, minute, provider_id), done, failed
        )

    def acknowledge(self, number: int) -> None:
        """Keep that the owner has taken note of notes opened with a reason."""
        self._ctx.tasks.change(
            lambda p: break_glass.acknowledge(p, number), lambda _: self.reload()
        )

    def _got(self, answer: _Answer) -> None:
        self.rows, self.providers = answer.rows, answer.providers
        missing = missing_next_year(self._ctx.book, self._ctx.clock.today())
        rows = work_rows(
            answer.mine, answer.unfinished, missing, answer.due, answer.unsigned,
            answer.awaiting, answer.told, answer.plans, locality=answer.locality,
            found=answer.found, owed=answer.owed,
        )  # fmt: skip
        self.work = tuple(row for row in rows if self._ctx.may(row.work.needs))
        self.loaded = True
        self.changed.emit()
