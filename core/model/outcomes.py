"""Outcome measures as they are kept and as they are told: scores, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.model.kinds import Side


class Better(StrEnum):
    """Which way a score improves; `normal`: up to the normal range, and no further."""

    HIGHER = "higher"
    LOWER = "lower"
    NORMAL = "normal"


class Meaning(StrEnum):
    """What the change from the first score to the last one means by the published values."""

    BETTER = "better"  # by the smallest change that matters, or more
    WORSE = "worse"
    SOME_BETTER = "some-better"  # beyond measurement error, and not known to matter
    SOME_WORSE = "some-worse"
    WITHIN_ERROR = "within-error"
    NORMAL = "normal"  # within the normal range both times
    FIRST = "first"  # one score alone: nothing to compare with
    NOT_KNOWN = "not-known"  # no published value is known for that day


_BETWEEN = "; "


def names_in(detail: str) -> tuple[str, ...]:
    """What the patient named, one by one."""
    return tuple(detail.split(_BETWEEN)) if detail else ()


def detail_of(names: Iterable[str]) -> str:
    """Names as a score keeps them; a semicolon inside one becomes a comma."""
    return _BETWEEN.join(name.replace(";", ",") for name in names)


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """One measurement that is kept; a correction is a new one that names the one it replaces.

    `measure` and `place` are ids of resources/measures: `ndi`, or `arom` with `knee.flexion`,
    or `girth` with `arm`. `items` are the answers in the questionnaire's order (None: not
    answered), or girths in cm at `landmarks` (cm from the lowest one up). `score` is None only
    for a score that was taken back, with `reason`. `detail` holds what the patient named.
    """

    patient_id: int
    measure: str
    measured_on: date
    score: Decimal | None
    id: int | None = None
    encounter_id: int | None = None
    place: str = ""
    side: Side | None = None
    items: tuple[Decimal | None, ...] = ()
    landmarks: tuple[Decimal, ...] = ()
    detail: str = ""
    replaces: int | None = None
    reason: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""

    @property
    def series(self) -> tuple[str, str, Side | None]:
        """What this score is compared with: the same measure, place and side."""
        return self.measure, self.place, self.side

    @property
    def rated(self) -> tuple[tuple[str, Decimal | None], ...]:
        """What the patient named, each with its rating; empty where the two do not pair."""
        names = names_in(self.detail)
        fits = bool(names) and len(names) == len(self.items)
        return tuple(zip(names, self.items, strict=True)) if fits else ()


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """One measurement as it was typed: `items`, or `total` where only the total is known.

    `replaces` names the score that it corrects; fields are those of OutcomeScore.
    """

    patient_id: int
    measure: str
    measured_on: date
    items: tuple[Decimal | None, ...] = ()
    total: str = ""
    encounter_id: int | None = None
    place: str = ""
    side: Side | None = None
    landmarks: tuple[Decimal, ...] = ()
    detail: str = ""
    replaces: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A score on a day, as it stands in a series."""

    day: date
    score: Decimal
    score_id: int | None = None


@dataclass(frozen=True, slots=True)
class MarkVerdict:
    """A published value and whether the change from the first score reaches it.

    `kind` is `matters` (a smallest important change) or `error` (a smallest detectable one);
    `value` is in the score's unit, also where the mark is a share of the first score.
    """

    kind: str
    name: str
    value: Decimal
    reached: bool
    judged: bool
    cite: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ActivityProgress:
    """One activity that the patient named: its ratings, the oldest first, and what they say.

    `beyond`: the change from the first rating to the last is more than measurement error.
    """

    name: str
    readings: tuple[Reading, ...]
    words: str
    beyond: bool = False

    @property
    def change(self) -> Decimal | None:
        """The last rating less the first one; None where there are not two."""
        if len(self.readings) < 2:
            return None
        return self.readings[-1].score - self.readings[0].score


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """How one measure went from the first score (`baseline`) to the last (`now`).

    `readings` are all of them, oldest first. `change` is `now` less `baseline` in the unit of
    the score, so for a measure of which less is better an improvement is negative; `meaning`
    is aware of the direction. `words` say it in a sentence, `source` who says so.
    """

    measure: str
    name: str
    label: str
    unit: str
    better: Better
    readings: tuple[Reading, ...]
    change: Decimal
    meaning: Meaning
    words: str
    source: str
    place: str = ""
    place_label: str = ""
    side: Side | None = None
    marks: tuple[MarkVerdict, ...] = ()
    range: tuple[Decimal, Decimal] | None = None
    normal: tuple[Decimal, Decimal] | None = None
    detail: str = ""
    activities: tuple[ActivityProgress, ...] = ()

    @property
    def baseline(self) -> Reading:
        """The first score."""
        return self.readings[0]

    @property
    def now(self) -> Reading:
        """The latest score."""
        return self.readings[-1]

    @property
    def previous(self) -> Reading | None:
        """The score before the latest one; None where there is one alone."""
        return self.readings[-2] if len(self.readings) > 1 else None

    @property
    def since_previous(self) -> Decimal | None:
        """The latest score less the one before it."""
        return None if self.previous is None else self.now.score - self.previous.score

    @property
    def title(self) -> str:
        """The measure with its place and side: `AROM, knee flexion, left`."""
        side = self.side.value if self.side else ""
        return ", ".join(part for part in (self.name, self.place_label, side) if part)


@dataclass(frozen=True, slots=True)
class OutcomeStanding:
    """A patient's measures as somebody may see them; `withheld`: they are not for this person."""

    progress: tuple[MeasureProgress, ...]
    withheld: bool = False
    can_write: bool = True
