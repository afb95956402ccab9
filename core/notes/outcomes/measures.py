"""What is known of an outcome measure: how it is scored, and which changes count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core.model.outcomes import Better
from core.rules.parameters import Confidence


class Rule(StrEnum):
    """How answers become a score."""

    SUM = "sum"
    PERCENT = "percent"
    MEAN = "mean"
    MEAN_FROM_ONE = "mean-from-one"
    VALUE = "value"
    CONES = "cones"


class MarkKind(StrEnum):
    """A smallest change that matters, or beyond error; or the error of one girth or activity."""

    MATTERS = "matters"
    ERROR = "error"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Known:
    """From when until when something is known, how well, and who says so."""

    since: date
    until: date | None
    confidence: Confidence
    cite: str

    def covers(self, day: date) -> bool:
        """Whether it is known on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Scoring:
    """A dated rule of scoring; an answer lies from `low` to `high`, in whole numbers or degrees.

    `fewest` answers are needed where the patient decides how many there are.
    """

    rule: Rule
    items: int
    low: Decimal
    high: Decimal
    most_missing: int
    known: Known
    fewest: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A published change; `share`: of the first score. `judged`: decides what a change is."""

    kind: MarkKind
    name: str
    value: Decimal
    known: Known
    share: bool = False
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """From which excess of one limb over the other the two count as different."""

    name: str
    value: Decimal
    share: bool
    known: Known


@dataclass(frozen=True, slots=True)
class Motion:
    """One motion of a joint in degrees: its normal range, and what can be measured at all."""

    id: str
    joint: str
    motion: str
    sided: bool
    normal: tuple[Decimal, Decimal]
    possible: tuple[Decimal, Decimal]
    known: Known

    @property
    def label(self) -> str:
        """`knee flexion`."""
        return f"{self.joint} {self.motion}".lower()


@dataclass(frozen=True, slots=True)
class Limb:
    """A limb whose girths are taken every `step` cm where nothing else is typed."""

    id: str
    label: str
    step: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `detail` names what is noted beside its score, or is empty."""

    id: str
    name: str
    label: str
    words: tuple[str, ...]
    unit: str
    better: Better
    range: tuple[Decimal, Decimal]
    scorings: tuple[Scoring, ...]
    marks: tuple[Mark, ...] = ()
    motions: tuple[Motion, ...] = ()
    limbs: tuple[Limb, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    detail: str = ""

    def scoring_on(self, day: date) -> Scoring | None:
        """The rule known on a day; None: not known."""
        return next((one for one in self.scorings if one.known.covers(day)), None)

    def marks_on(self, day: date) -> tuple[Mark, ...]:
        """The published changes known on a day."""
        return tuple(one for one in self.marks if one.known.covers(day))

    def motion(self, place: str) -> Motion | None:
        """The motion of an id."""
        return next((one for one in self.motions if one.id == place), None)

    def limb(self, place: str) -> Limb | None:
        """The limb of an id."""
        return next((one for one in self.limbs if one.id == place), None)

    def place_label(self, place: str) -> str:
        """A place in words; empty for a measure of no place."""
        motion, limb = self.motion(place), self.limb(place)
        return motion.label if motion else (limb.label if limb else "")


@dataclass(frozen=True, slots=True)
class Measures:
    """Every measure that is known, in the order in which they are offered."""

    all: tuple[Measure, ...]

    def get(self, measure_id: str) -> Measure | None:
        """The measure of an id."""
        return next((one for one in self.all if one.id == measure_id), None)


def one_decimal(number: Decimal) -> Decimal:
    """A score as it is kept: rounded half up to one decimal."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def whole(number: Decimal) -> Decimal:
    """A volume as it is kept: rounded half up to whole millilitres."""
    return number.quantize(Decimal(1), ROUND_HALF_UP)
