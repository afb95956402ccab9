"""A measure's chart as numbers: lines, axis, and what marks the change that matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.model.outcomes import Better, MarkVerdict, MeasureProgress
from core.model.typed_dates import say_date
from core.notes.outcomes.change import plain

_STEPS = tuple(base * 10**power for power in range(5) for base in (1, 2, 5))
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One series; `name` is its side, empty where there is one alone."""

    name: str
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `band` is where a change is error, `goal` where it begins to matter.

    `thin` are the activities behind a mean, drawn faintly and told in the table beside.
    """

    lines: tuple[Line, ...]
    unit: str
    ticks: tuple[int, ...]
    way: str
    band: tuple[float, float] | None = None
    goal: float | None = None
    goal_words: str = ""
    normal: float | None = None
    normal_words: str = ""
    thin: tuple[Line, ...] = ()

    @property
    def spoken(self) -> str:
        """The chart in a sentence, for a screen reader."""
        told = [
            f"{line.name} ".lstrip()
            + ", ".join(f"{say_date(day)} {score:g} {self.unit}" for day, score in line.points)
            for line in (*self.lines, *self.thin)
        ]
        marks = [words for words in (self.goal_words, self.normal_words) if words]
        return ". ".join([*told, *marks])


def chart_of(shown: tuple[MeasureProgress, ...]) -> Chart | None:
    """The chart of one measure's series: one, or both sides of a place; None without any."""
    if not shown:
        return None
    first = shown[0]
    alone = len(shown) == 1
    lines = tuple(
        Line(
            "" if alone or one.side is None else one.side.value,
            tuple((reading.day, float(reading.score)) for reading in one.readings),
        )
        for one in shown
    )
    thin = tuple(
        Line(part.name, tuple((reading.day, float(reading.score)) for reading in part.readings))
        for part in first.activities
        if part.readings
    )
    error, matters = (_mark(first, kind) for kind in ("error", "matters"))
    base = first.baseline.score
    band = (base - error.value, base + error.value) if alone and error else None
    goal = _goal(first, matters) if alone and matters else None
    normal = first.normal[0] if first.normal else None
    values = [reading.score for one in shown for reading in one.readings]
    values += [reading.score for part in first.activities for reading in part.readings]
    values += [one for one in (*(band or ()), goal, normal) if one is not None]
    return Chart(
        lines,
        first.unit,
        _ticks(values, first.range),
        f"{_WAY[first.better]}{_THIN if thin else ''}",
        (float(band[0]), float(band[1])) if band else None,
        None if goal is None else float(goal),
        f"{plain(matters.value)} {first.unit} better than the first" if goal and matters else "",
        None if normal is None else float(normal),
        "" if normal is None else f"normal {plain(normal)}{first.unit}",
        thin,
    )


_THIN = "; thin lines: each activity"
_WAY = {
    Better.LOWER: "less is better",
    Better.HIGHER: "more is better",
    Better.NORMAL: "more is better, up to normal",
}


def _mark(one: MeasureProgress, kind: str) -> MarkVerdict | None:
    return next((mark for mark in one.marks if mark.kind == kind and mark.judged), None)


def _goal(one: MeasureProgress, mark: MarkVerdict) -> Decimal | None:
    """The score that is better by what matters; None where the scale ends before."""
    step = -mark.value if one.better is Better.LOWER else mark.value
    goal = one.baseline.score + step
    if one.range and not one.range[0] <= goal <= one.range[1]:
        return None
    return goal


def _ticks(values: list[Decimal], room: tuple[Decimal, Decimal] | None) -> tuple[int, ...]:
    low, high = float(min(values)), float(max(values))
    if room is not None:
        low, high = max(low, float(room[0])), min(high, float(room[1]))
    spare = max((high - low) * 0.12, 1.0)
    for step in _STEPS:
        first, last = int((low - spare) // step) * step, -int(-(high + spare) // step) * step
        if room is not None:
            first = max(first, int(float(room[0]) // step) * step)
            last = min(last, -int(-float(room[1]) // step) * step)
        if (last - first) // step < _MOST_TICKS:
            return tuple(range(first, last + 1, step))
    return int(low), int(high) + 1
