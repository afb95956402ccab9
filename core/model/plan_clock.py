"""The clocks of a plan of care: what runs, how it stands, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClockKind(StrEnum):
    """What runs."""

    CONTENT = "content"
    CERTIFICATION = "certification"
    SENDING = "sending"
    SIGNATURE = "verbal-signature"
    RECERTIFICATION = "recertification"
    PROGRESS = "progress-report"
    DISCHARGE = "discharge"


class ClockState(StrEnum):
    """How a clock stands, the worst last."""

    MET = "met"
    RUNNING = "running"
    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock with its reason; `due` is the last good day, None where none is counted."""

    kind: ClockKind
    state: ClockState
    words: str
    due: date | None = None
    cite: str = ""
    since: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to act soon, or should have."""
        return self.state in (ClockState.SOON, ClockState.DUE, ClockState.OVERDUE)


CLOCK_NAMES = {
    ClockKind.CONTENT: "Plan not complete",
    ClockKind.CERTIFICATION: "Certification",
    ClockKind.SENDING: "Plan to be sent",
    ClockKind.SIGNATURE: "Signature of spoken order",
    ClockKind.RECERTIFICATION: "Recertification",
    ClockKind.PROGRESS: "Progress report",
    ClockKind.DISCHARGE: "Discharge note",
}
