"""Opening a patient's notes with a reason, where the role alone does not allow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LEAST_REASON = 10  # characters
MOST_REASON = 500
MINUTES = 60  # 45 CFR 164.312(a)(2)(ii): access in an emergency, for as long as it needs


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """Who opened whose notes, why and when; the owners see it until one takes note of it."""

    id: int
    person_id: int
    person_name: str
    patient_id: int
    patient_name: str
    reason: str
    started_at: datetime
    ended_at: datetime | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GlassPass:
    """Notes of one patient that are open to who is signed in, and for how much longer."""

    patient_id: int
    patient_name: str
    minutes_left: int
