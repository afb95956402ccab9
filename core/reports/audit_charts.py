"""An audit's pictures for black and white: rates with their intervals, and quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.audit.intervals import Interval, Light
from core.audit.trend import QuarterSum
from core.audit.words import LIGHT_WORDS, line_percent, percent
from core.reports.page import (
    FAINT,
    HAIRLINE,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THICK,
    THIN,
    Block,
    Hatch,
    Pen,
    Style,
    para,
    set_width,
)

_NAMES, _COUNTS, _WORDS = 128.0, 60.0, 86.0
_ROW, _FOOT = 17.0, 26.0
_TOGETHER = 2  # rows that stay with the heading
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SMALL_NAME = Style(8.2, 10)
_TALL, _QUARTER = 92.0, 54.0
# Told apart without colour: by the filling of the mark, and by its word.
LIGHT_HATCHES = {Light.GREEN: Hatch.EMPTY, Light.AMBER: Hatch.RISING, Light.RED: Hatch.CROSSED}


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line of the picture."""

    name: str
    errors: int
    charts: int
    interval: Interval
    light: Light
    bold: bool = False


def rate_rows(rows: Sequence[RateRow], threshold: float) -> list[Block]:
    """A line for each rate: point, interval, the practice's line, and the light in words."""
    head = Block(13, _draw_head, glued=True)
    middle = [
        _rate_block(one, threshold, head if place else None, glued=place < _TOGETHER)
        for place, one in enumerate(rows)
    ]
    if middle:  # the scale stays with the last row
        middle[-1] = replace(middle[-1], glued=True)
    return [head, *middle, Block(_FOOT, lambda pen, top: _draw_axis(pen, top, threshold))]


def _rate_block(one: RateRow, threshold: float, head: Block | None, *, glued: bool) -> Block:
    return Block(_ROW, lambda pen, top: _draw_row(pen, top, one, threshold), glued, head)


def _x(share: float) -> float:
    left, right = LEFT + _NAMES + _COUNTS, RIGHT - _WORDS - 8
    return left + (right - left) * share


def _draw_head(pen: Pen, top: float) -> None:
    pen.right(LEFT + _NAMES + _COUNTS - 8, top - 9, "In error", SMALL)
    pen.left(_x(0), top - 9, "Share in error, with its 95% interval", SMALL)
    pen.left(RIGHT - _WORDS, top - 9, "Against the line", SMALL)


def _draw_row(pen: Pen, top: float, one: RateRow, threshold: float) -> None:
    middle = top - _ROW / 2
    style = STRONG if one.bold else _SMALL_NAME
    name = para(one.name, _NAMES - 4, style).lines[0]
    pen.line(LEFT, middle - 3, name, style)
    pen.right(LEFT + _NAMES + _COUNTS - 8, middle - 3, f"{one.errors} of {one.charts}")
    for tick in _TICKS:
        pen.post(_x(tick), top - _ROW, top, HAIRLINE, FAINT)
    pen.post(_x(threshold), top - _ROW, top, THICK)
    low, high = _x(one.interval.lower), _x(one.interval.upper)
    pen.rule(low, high, middle, THICK)
    for end in (low, high):
        pen.post(end, middle - 3, middle + 3, THICK)
    pen.dot(_x(one.interval.point), middle, 3, filled=True)
    pen.hatched(RIGHT - _WORDS, middle - 4, 9, 8, LIGHT_HATCHES[one.light])
    pen.left(RIGHT - _WORDS + 13, middle - 3, LIGHT_WORDS[one.light], SMALL)


def _draw_axis(pen: Pen, top: float, threshold: float) -> None:
    for tick in _TICKS:
        pen.centre(_x(tick), top - 9, percent(tick), SMALL)
    line = f"Thick upright rule: the practice’s line of {line_percent(threshold)}."
    pen.left(LEFT, top - 20, line, SMALL)


def quarter_chart(shown: Sequence[QuarterSum], threshold: float) -> Block:
    """A column for each quarter: the share in error as a bar, its interval as a line."""

    def draw(pen: Pen, top: float) -> None:
        foot = top - _TALL - 8
        for tick in (0.0, 0.5, 1.0):
            y = foot + _TALL * tick
            pen.rule(LEFT + 30, RIGHT, y, HAIRLINE, FAINT)
            pen.right(LEFT + 25, y - 2.5, percent(tick), SMALL)
        for place, one in enumerate(shown):
            _column(pen, LEFT + 36 + place * _QUARTER, foot, one)
        pen.rule(LEFT + 30, RIGHT, foot + _TALL * threshold, THICK)
        line = f"line {line_percent(threshold)}"
        pen.blank(RIGHT - set_width(line, SMALL) - 4, foot + _TALL * threshold + 2,
                  set_width(line, SMALL) + 4, 9)  # fmt: skip
        pen.right(RIGHT, foot + _TALL * threshold + 3.5, line, SMALL)

    return Block(_TALL + 38, draw)


def _column(pen: Pen, x: float, foot: float, one: QuarterSum) -> None:
    tall = max(_TALL * one.interval.point, 0.8)
    pen.hatched(x + 8, foot, 20, tall, Hatch.RISING)
    low, high = (foot + _TALL * s for s in (one.interval.lower, one.interval.upper))
    pen.post(x + 34, low, high, THIN)
    for end in (low, high):
        pen.rule(x + 31, x + 37, end, THIN)
    pen.dot(x + 34, foot + _TALL * one.interval.point, 1.8, filled=True)
    pen.centre(x + 22, foot - 10, one.quarter, SMALL)
    pen.centre(x + 22, foot - 20, f"{one.errors} of {one.encounters}", SMALL)


MOST_QUARTERS = int((RIGHT - LEFT - 40) // _QUARTER)
