"""What a plan of care says, who certified it, to whom it was sent, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import FieldProblem
from core.model.kinds import Discipline
from core.model.patient import Diagnosis

_PHASE = re.compile(r"(\d{1,2})\s*[x×]\s*(\d{1,2})", re.IGNORECASE)
MOST_PHASES = 6


class CertificationKind(StrEnum):
    """The first signature under a plan, or one that carries it on."""

    INITIAL = "initial"
    RECERTIFICATION = "recertification"


class SentHow(StrEnum):
    """The ways a plan of care goes out."""

    FAX = "fax"
    PORTAL = "portal"
    MAIL = "mail"
    EMAIL = "email"
    HAND = "hand"


class GoalState(StrEnum):
    """Where a goal stands; a goal that changes is dropped, and a new one gets a new number."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


class ReportKind(StrEnum):
    """A progress report, or the one that covers the time up to the end of therapy."""

    PROGRESS = "progress"
    DISCHARGE = "discharge"


class GoalVerdict(StrEnum):
    """What a report says of one goal."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    MET = "met"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Phase:
    """So many visits a week for so many weeks."""

    visits: int
    weeks: int

    @property
    def text(self) -> str:
        """The phase as it is typed: `3x2` for three visits a week during two weeks."""
        return f"{self.visits}x{self.weeks}"


def read_phases(text: str) -> tuple[Phase, ...]:
    """Visits a week by weeks as people note them: `3x2 2x4`; raises FieldProblem."""
    rest = _PHASE.sub(" ", text).replace(",", " ").replace(";", " ").strip()
    found = tuple(Phase(int(one[1]), int(one[2])) for one in _PHASE.finditer(text))
    if rest or not all(1 <= one.visits <= 14 and 1 <= one.weeks <= 52 for one in found):
        raise FieldProblem(
            "Type visits a week by weeks: 3x2 2x4 is three a week for two weeks, then two a week"
            " for four.",
            "phases",
        )
    if len(found) > MOST_PHASES:
        raise FieldProblem(f"At most {MOST_PHASES} steps of frequency can be listed.", "phases")
    return found


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What Medicare wants a plan to hold: diagnoses, type, amount, frequency and duration.

    `established_by_id` is a provider; `sessions_a_day` is the amount. `direct_access`: the patient
    came without an order. `discharged_on` is the day therapy under the plan ended.
    """

    plan_id: int
    established_by_id: int | None = None
    established_on: date | None = None
    treatment: str = ""
    sessions_a_day: int = 1
    phases: tuple[Phase, ...] = ()
    summary: str = ""
    direct_access: bool = False
    diagnoses: tuple[Diagnosis, ...] = ()
    discharged_on: date | None = None
    established_by: str = ""

    @property
    def weeks(self) -> int:
        """The duration in weeks."""
        return sum(one.weeks for one in self.phases)

    @property
    def planned_visits(self) -> int:
        """Visits over the whole duration."""
        return sum(one.visits * one.weeks for one in self.phases)

    def ends_on(self, starts_on: date) -> date | None:
        """The plan's last day, None while no duration is planned."""
        return starts_on + timedelta(weeks=self.weeks, days=-1) if self.phases else None

    def planned_by(self, starts_on: date, day: date) -> int:
        """Visits planned up to a day, the running week in full."""
        total, begins = 0, starts_on
        for phase in self.phases:
            passed = (day - begins).days // 7 + 1
            total += phase.visits * max(0, min(phase.weeks, passed))
            begins += timedelta(weeks=phase.weeks)
        return total


@dataclass(frozen=True, slots=True)
class Goal:
    """A long-term goal; its number stays its own for good."""

    plan_id: int
    words: str
    id: int | None = None
    number: int = 0
    measure: str = ""
    baseline: str = ""
    target: str = ""
    due_on: date | None = None
    set_on: date | None = None
    state: GoalState = GoalState.OPEN
    closed_on: date | None = None

    @property
    def name(self) -> str:
        """Its fixed identifier: G1."""
        return f"G{self.number}"


@dataclass(frozen=True, slots=True)
class Order:
    """A referrer's order for therapy; it is on file as signed from `signed_on` on."""

    patient_id: int
    discipline: Discipline
    referring_provider_id: int | None
    id: int | None = None
    signed_on: date | None = None
    received_on: date | None = None
    words: str = ""
    file_id: int | None = None
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Certification:
    """A signature under a plan, for the days from `covers_from` to `valid_to`.

    `verbal_on` is a spoken order that came before it. `delay_reason` explains one that came late.
    """

    plan_id: int
    kind: CertificationKind
    referring_provider_id: int | None
    signed_on: date | None = None
    id: int | None = None
    verbal_on: date | None = None
    covers_from: date | None = None
    valid_to: date | None = None
    delay_reason: str = ""
    file_id: int | None = None
    withdrawn_why: str = ""
    withdrawn_at: datetime | None = None
    signer: str = ""


@dataclass(frozen=True, slots=True)
class PlanSent:
    """One sending of a plan; `proof` says what shows it: a fax report's number, a receipt."""

    plan_id: int
    sent_on: date
    how: SentHow
    sent_to: str
    id: int | None = None
    address: str = ""
    proof: str = ""
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """What one report says of one goal."""

    goal_id: int
    verdict: GoalVerdict
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A progress report or discharge note: what it must hold by Medicare's manual.

    `assessment` tells improvement or its lack, `continuing` the plan for going on (of a discharge:
    what follows), `changes` what changes in goals or plan, `objective` measures in words.
    """

    plan_id: int
    kind: ReportKind
    written_on: date
    written_by_id: int
    covers_from: date
    covers_to: date
    assessment: str
    id: int | None = None
    objective: str = ""
    continuing: str = ""
    changes: str = ""
    goals: tuple[GoalProgress, ...] = ()
    treatment_days: int = 0
    withdrawn_why: str = ""
    withdrawn_at: datetime | None = None
    written_by: str = ""
