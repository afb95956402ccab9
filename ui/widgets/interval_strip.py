"""Clock times of the session as a picture: one bar for each stretch, overlaps on two lines."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.kinds import Who
from core.model.typed_minutes import write_clock
from ui.theme import Theme, px

_BAR, _AXIS, _GAP = 20, 20, 3
_STEPS = (5, 10, 15, 30, 60, 120, 240)
_MOST_TICKS = 6
# Told apart without colour: by a letter in the bar and by lines across it.
_LETTERS = {Who.THERAPIST: "", Who.ASSISTANT: "A", Who.TOGETHER: "T+A"}
_LINES = {
    Who.ASSISTANT: Qt.BrushStyle.BDiagPattern,
    Who.TOGETHER: Qt.BrushStyle.DiagCrossPattern,
}
_SPOKEN = {Who.THERAPIST: "", Who.ASSISTANT: " by the assistant", Who.TOGETHER: " together"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch: its code and minutes after midnight; `wrong` when it overlaps another."""

    code: str
    start: int
    end: int
    wrong: bool = False
    who: Who = Who.THERAPIST

    @property
    def letter(self) -> str:
        """Who treated, as the grid's cells write it; nothing for the therapist alone."""
        return _LETTERS[self.who]


class IntervalStrip(QWidget):
    """Takes no room while there are no clock times."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("intervals")
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.hide()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show other stretches."""
        if bars == self.bars:
            return
        lanes = _lanes(self.bars)
        self.bars = bars
        if _lanes(bars) != lanes:
            self.updateGeometry()
        self.setVisible(bool(bars))
        self.setAccessibleName(
            "Clock times. "
            + ", ".join(
                f"{bar.code} {write_clock(bar.start)} to {write_clock(bar.end)}{_SPOKEN[bar.who]}"
                + (" overlaps" if bar.wrong else "")
                for bar in bars
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        lanes = max(_lanes(self.bars), 1)
        return QSize(px(300), px(lanes * (_BAR + _GAP) + _AXIS + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last, step = axis_of(self.bars)
        scale = (self.width() - px(16)) / max(last - first, 1)
        for place, (bar, lane) in enumerate(zip(self.bars, lanes_of(self.bars), strict=True)):
            self._paint_bar(painter, bar, place, first, scale, lane)
        self._paint_axis(painter, first, last, step, scale)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, bar: Bar, place: int, first: int, scale: float, lane: int
    ) -> None:
        left = px(8) + (bar.start - first) * scale + 1
        area = QRectF(left, lane * px(_BAR + _GAP), (bar.end - bar.start) * scale - 2, px(_BAR))
        ground = self._theme.color("error") if bar.wrong else self._shade(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, px(4), px(4))
        if bar.who in _LINES:
            self._paint_lines(painter, area, bar.who, _ink(ground))
        self._paint_words(painter, area, bar, ground)

    def _paint_lines(self, painter: QPainter, area: QRectF, who: Who, ink: QColor) -> None:
        ink.setAlphaF(0.45)
        painter.setBrush(QBrush(ink, _LINES[who]))
        painter.drawRoundedRect(area, px(4), px(4))

    def _paint_words(self, painter: QPainter, area: QRectF, bar: Bar, ground: QColor) -> None:
        """The longest words that fit, on a patch of plain ground where lines run across."""
        minutes = f"{bar.letter} {bar.end - bar.start}".strip()
        metrics = painter.fontMetrics()
        for shown in (f"{bar.code}  {minutes}", minutes, str(bar.end - bar.start)):
            wide = metrics.horizontalAdvance(shown)
            if wide + px(6) > area.width():
                continue
            if bar.who in _LINES:
                painter.setBrush(ground)
                patch = QRectF(0, 0, wide + px(8), area.height())
                patch.moveCenter(area.center())
                painter.drawRect(patch.intersected(area))
            painter.setPen(_ink(ground))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
            return

    def _shade(self, place: int) -> QColor:
        accent, ground = self._theme.color("accent"), self._theme.color("panel")
        part = (1.0, 0.72, 0.5)[place % 3]
        return QColor.fromRgbF(
            accent.redF() * part + ground.redF() * (1 - part),
            accent.greenF() * part + ground.greenF() * (1 - part),
            accent.blueF() * part + ground.blueF() * (1 - part),
        )

    def _paint_axis(
        self, painter: QPainter, first: int, last: int, step: int, scale: float
    ) -> None:
        top = max(_lanes(self.bars), 1) * px(_BAR + _GAP) + px(2)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(px(8), top, self.width() - px(8), top)
        painter.setPen(self._theme.color("muted"))
        for minute in range(first, last + 1, step):
            text = write_clock(minute)
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = px(8) + (minute - first) * scale - wide / 2
            left = min(max(left, px(8)), self.width() - px(8) - wide)
            area = QRectF(left, top + px(2), wide + 1, px(_AXIS) - px(2))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, text)


def _ink(ground: QColor) -> QColor:
    """Black or white, whichever is read better on a ground (WCAG's relative luminance)."""

    def part(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    light = (
        0.2126 * part(ground.redF())
        + 0.7152 * part(ground.greenF())
        + 0.0722 * part(ground.blueF())
    )
    return QColor("#ffffff" if light < 0.179 else "#0b1220")


def axis_of(bars: tuple[Bar, ...]) -> tuple[int, int, int]:
    """First and last minute of the axis and its step: whole steps around all bars."""
    first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
    for step in _STEPS:
        low, high = first // step * step, -(-last // step) * step
        if (high - low) // step <= _MOST_TICKS:
            return low, high, step
    return 0, 24 * 60, _STEPS[-1]


def lanes_of(bars: tuple[Bar, ...]) -> list[int]:
    """For each bar the first line on which it meets no other bar."""
    ends: list[int] = []
    lanes = []
    for bar in bars:
        lane = next((n for n, end in enumerate(ends) if end <= bar.start), len(ends))
        if lane == len(ends):
            ends.append(bar.end)
        else:
            ends[lane] = bar.end
        lanes.append(lane)
    return lanes


def _lanes(bars: tuple[Bar, ...]) -> int:
    return max(lanes_of(bars), default=-1) + 1
