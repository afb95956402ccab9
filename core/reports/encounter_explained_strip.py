"""The clock times of one encounter as a picture: a row for each code, hatched by who treated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.model.encounter import Interval, Service
from core.model.kinds import Who
from core.reports.page import (
    FAINT,
    HAIRLINE,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THIN,
    Block,
    Hatch,
    Pen,
    Style,
    set_width,
)

_NAMES_WIDTH = 62.0  # room at the left for code and separate session
_ROW, _BAR, _AXIS = 19.0, 13.0, 18.0
_STEPS = (5, 10, 15, 30, 60, 120, 240)  # minutes between two ticks
_MOST_TICKS = 9
_DAY = 24 * 60
_IN_BAR = Style(7.0, 9.0, bold=True)
# Told apart without colour: by hatch, and by the letter in the bar.
HATCHES = {Who.THERAPIST: Hatch.EMPTY, Who.ASSISTANT: Hatch.RISING, Who.TOGETHER: Hatch.CROSSED}
LETTERS = {Who.THERAPIST: "T", Who.ASSISTANT: "A", Who.TOGETHER: "T+A"}
WORDS = {
    Who.THERAPIST: "T  therapist alone",
    Who.ASSISTANT: "A  assistant alone",
    Who.TOGETHER: "T+A  both together",
}

Lane = tuple[str, int, tuple[Interval, ...]]  # code, session of the day, its stretches


def clock(minute: int) -> str:
    """Minutes after midnight as a 24-hour clock."""
    return f"{minute // 60}:{minute % 60:02d}"


def strip_block(services: Sequence[Service]) -> Block | None:
    """The picture, or None where no clock times were kept."""
    lanes = lanes_of(services)
    if not lanes:
        return None
    first, last, step = axis_of(lanes)
    scale = (RIGHT - LEFT - _NAMES_WIDTH) / (last - first)

    def x_of(minute: int) -> float:
        return LEFT + _NAMES_WIDTH + (minute - first) * scale

    def draw(pen: Pen, top: float) -> None:
        foot = top - len(lanes) * _ROW
        for minute in range(first, last + 1, step):
            pen.post(x_of(minute), foot, top, HAIRLINE, FAINT)
            _tick(pen, x_of(minute), foot - 9, clock(minute))
        for place, (code, session, stretches) in enumerate(lanes):
            row = top - place * _ROW
            name = f"{code}  visit {session}" if session > 1 else code
            pen.left(LEFT, row - 12, name, SMALL if session > 1 else STRONG)
            for one in stretches:
                _bar(pen, one, x_of(one.start), x_of(one.end), row)
        pen.rule(LEFT, RIGHT, foot, THIN)
        _legend(pen, foot - _AXIS - 6)

    return Block(len(lanes) * _ROW + _AXIS + 16, draw)


def _bar(pen: Pen, one: Interval, left: float, right: float, row: float) -> None:
    low = row - (_ROW + _BAR) / 2
    pen.hatched(left, low, right - left, _BAR, HATCHES[one.who])
    text = f"{LETTERS[one.who]} {one.minutes}"
    for shown in (text, str(one.minutes)):
        width = set_width(shown, _IN_BAR)
        if width + 5 <= right - left:
            middle = (left + right) / 2
            if one.who is not Who.THERAPIST:
                pen.blank(middle - width / 2 - 1.5, low + 2, width + 3, _BAR - 4)
            pen.centre(middle, low + 4, shown, _IN_BAR)
            return


def _tick(pen: Pen, x: float, y: float, text: str) -> None:
    """A time under its tick, kept inside the margins."""
    half = set_width(text, SMALL) / 2
    pen.centre(min(max(x, LEFT + half), RIGHT - half), y, text, SMALL)


def _legend(pen: Pen, y: float) -> None:
    x = LEFT + _NAMES_WIDTH
    for who in Who:
        pen.hatched(x, y - 2, 16, 9, HATCHES[who])
        x += 21 + pen.left(x + 20, y, WORDS[who], SMALL) + 18


def lanes_of(services: Sequence[Service]) -> tuple[Lane, ...]:
    """Codes in their order with their stretches; two at once of one code get a lane each."""
    found: dict[tuple[str, int], list[Interval]] = {}
    for service in services:
        if service.intervals:
            found.setdefault((service.code, service.session), []).extend(service.intervals)
    return tuple(
        (code, session, lane)
        for (code, session), stretches in found.items()
        for lane in _apart(stretches)
    )


def _apart(stretches: list[Interval]) -> Iterator[tuple[Interval, ...]]:
    lanes: list[list[Interval]] = []
    for one in sorted(stretches, key=lambda s: (s.start, s.end, s.who)):
        free = next((lane for lane in lanes if lane[-1].end <= one.start), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    return (tuple(lane) for lane in lanes)


def axis_of(lanes: Sequence[Lane]) -> tuple[int, int, int]:
    """First and last minute of the axis and its step: whole steps around all stretches."""
    every = [one for _, _, stretches in lanes for one in stretches]
    first, last = min(one.start for one in every), max(one.end for one in every)
    for step in _STEPS:
        low, high = first // step * step, -(-last // step) * step
        if (high - low) // step <= _MOST_TICKS:
            return low, max(high, low + step), step
    return 0, _DAY, _STEPS[-1]
