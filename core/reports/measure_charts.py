"""One outcome measure over its days: a line with the change that matters, black on white."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.model.outcomes import Better, MeasureProgress
from core.reports.page import (
    FAINT,
    HAIRLINE,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THIN,
    Block,
    Pen,
    para,
    set_width,
)
from core.reports.superbill_record import us_date

_TALL = 66.0
_AXIS = 46.0  # room for the values at the left
_ROOM = 0.12  # above and below what was measured, as a share of its span
_CROWDED = 60.0  # two dates nearer than this cannot both be printed


def measure_chart(one: MeasureProgress) -> Block:
    """The chart of a measure, its name above and what the change means below."""
    meaning = para(f"{one.words} {_source(one)}".strip(), RIGHT - LEFT, SMALL)
    height = 18 + _TALL + 18 + meaning.height + 8

    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 10, title_of(one), STRONG)
        _draw_chart(pen, top - 18 - _TALL, one)
        meaning.draw(pen, LEFT, top - 18 - _TALL - 18)

    return Block(height, draw)


def title_of(one: MeasureProgress) -> str:
    """What was measured, where and on which side."""
    where = [one.place_label, one.side.value if one.side else ""]
    told = ", ".join(part for part in where if part)
    unit = f" ({one.unit})" if one.unit else ""
    return f"{one.label}{': ' + told if told else ''}{unit}"


def _source(one: MeasureProgress) -> str:
    return f"Source: {one.source}" if one.source else ""


def target_of(one: MeasureProgress) -> Decimal | None:
    """The score at which the change from the first one begins to matter; None: not known."""
    mark = next((m for m in one.marks if m.kind == "matters" and m.judged), None)
    if mark is None:
        return None
    lower = one.better is Better.LOWER
    return one.baseline.score - mark.value if lower else one.baseline.score + mark.value


def _draw_chart(pen: Pen, foot: float, one: MeasureProgress) -> None:
    target = target_of(one)
    values = [reading.score for reading in one.readings]
    low, high = _span([*values, target] if target is not None else values)
    first, last = one.baseline.day, one.now.day

    def x(day: date) -> float:
        share = (day - first).days / max(1, (last - first).days)
        return LEFT + _AXIS + 12 + (RIGHT - LEFT - _AXIS - 40) * share

    def y(value: Decimal) -> float:
        return foot + _TALL * float((value - low) / (high - low))

    pen.rule(LEFT + _AXIS, RIGHT, foot, THIN)
    pen.post(LEFT + _AXIS, foot, foot + _TALL, THIN)
    if target is not None and len(values) > 1:
        _draw_target(pen, y(target), target)
    points = [(x(reading.day), y(reading.score)) for reading in one.readings]
    for (x0, y0), (x1, y1) in pairwise(points):
        pen.slope(x0, y0, x1, y1)
    printed = -_CROWDED
    for reading, (at, up) in zip(one.readings, points, strict=True):
        pen.dot(at, up, 2.2, filled=True)
        if at - printed >= _CROWDED or reading is one.readings[-1]:
            pen.post(at, foot - 2, foot, HAIRLINE)
            if at - printed >= _CROWDED:
                pen.centre(at, foot - 11, us_date(reading.day), SMALL)
            printed = at
    for value in {min(values), max(values)}:
        pen.right(LEFT + _AXIS - 4, y(value) - 2.5, f"{value.normalize():f}", SMALL)


def _draw_target(pen: Pen, at: float, target: Decimal) -> None:
    pen.rule(LEFT + _AXIS, RIGHT, at, HAIRLINE, FAINT)
    words = f"matters from {target.normalize():f}"
    width = set_width(words, SMALL)
    pen.blank(RIGHT - width - 3, at + 1.5, width + 3, 8)
    pen.right(RIGHT, at + 3, words, SMALL)


def _span(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    room = (high - low) * Decimal(str(_ROOM)) or Decimal(1)
    return low - room, high + room
