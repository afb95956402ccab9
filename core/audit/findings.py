"""What an audit finds: one fault of one encounter, with its size, its proof and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.audit.record import quarter_of

Day = date  # inside Finding, `date` is a field


class Direction(StrEnum):
    """Money left on the table, money taken without right, or a record that would not stand."""

    UNDER = "under"
    OVER = "over"
    RISK = "risk"


class Check(StrEnum):
    """What was looked at; stable words, printed and stored."""

    UNITS = "units"
    MINUTES_MISSING = "minutes-missing"
    RULE_NOT_KNOWN = "rule-not-known"
    CODE = "code"
    PAIR = "pair"
    MODIFIER_MISSING = "modifier-missing"
    MODIFIER_UNNEEDED = "modifier-unneeded"
    DISCIPLINE = "discipline-modifier"
    ASSISTANT = "assistant-modifier"
    KX = "kx"
    MUE = "mue"
    CAP = "day-cap"
    AUTHORISATION = "authorisation"
    CERTIFICATION = "certification"
    PROGRESS_REPORT = "progress-report"
    TIMELY_FILING = "timely-filing"
    CLOCK_TIMES = "clock-times"
    NOTE_MISSING = "note-missing"
    NOT_PERFORMED = "not-performed"
    TECHNIQUE = "technique"
    REGION = "region"
    NOTE_MINUTES = "note-minutes"
    RATIONALE = "rationale"
    ONE_ON_ONE = "one-on-one"
    RESPONSE = "response"
    PROGRESS = "progress"
    RED_FLAG = "red-flag"
    CLONED = "cloned"
    CLONED_ACROSS = "cloned-across"
    SAME_MINUTES = "same-minutes"
    THRESHOLD_MINUTES = "threshold-minutes"


DOCUMENTATION = frozenset(
    {
        Check.NOTE_MISSING,
        Check.NOT_PERFORMED,
        Check.TECHNIQUE,
        Check.REGION,
        Check.NOTE_MINUTES,
        Check.RATIONALE,
        Check.ONE_ON_ONE,
        Check.RESPONSE,
        Check.PROGRESS,
        Check.RED_FLAG,
        Check.CLONED,
        Check.CLONED_ACROSS,
    }
)
MODIFIER_GAPS = frozenset(
    {
        Check.PAIR,
        Check.MODIFIER_MISSING,
        Check.MODIFIER_UNNEEDED,
        Check.DISCIPLINE,
        Check.ASSISTANT,
        Check.KX,
    }
)
# What is said of a series of one clinician, not of one encounter.
OF_CLINICIAN = frozenset({Check.THRESHOLD_MINUTES})


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of the note that show it, by character offsets into its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault; two of the same encounter, check and code differ in `reason`.

    `reason` is a stable word under the check (`rounded-up`, `cq-missing`, `massage_only`).
    `units` are those under- or over-billed, never negative; `cents` the same in money, None where
    no amount is known. `encounter` is empty for what is said of a clinician's series, `date` then
    the last day of it. `cite` and `since` name the source and the first day of its rule (None: not
    dated). `like` names the encounters it was compared with.
    """

    check: Check
    direction: Direction
    encounter: str
    date: date
    clinician: str
    payer: str
    code: str
    reason: str
    message: str
    fix: str
    cite: str
    units: int = 0
    cents: int | None = None
    since: Day | None = None
    proof: tuple[Proof, ...] = ()
    like: tuple[str, ...] = ()
    payer_name: str = ""
    payer_class: str = ""
    patient: str = ""
    row: int = 0

    @property
    def key(self) -> str:
        """What names it within an audit: the same fault found again has the same key."""
        return "|".join(
            (self.encounter or self.clinician, self.check, self.code, self.reason, self.direction)
        )

    @property
    def quarter(self) -> str:
        """The calendar quarter of its day."""
        return quarter_of(self.date)
