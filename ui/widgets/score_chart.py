"""Scores over visits, with the first score's error band and the change that matters."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.score_chart import Chart, Line
from ui.theme import Theme, px

_DOT = 4
_AIR = 6  # between two words on the same line


class ScoreChart(QWidget):
    """Draws one Chart; the table beside it holds the same numbers for those who do not see it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_chart(self, chart: Chart | None, name: str) -> None:
        """Draw another chart, or nothing."""
        self.chart = chart
        self.setAccessibleName(f"Chart of {name}")
        self.setAccessibleDescription(chart.spoken if chart else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(170))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = _Frame(painter, self.chart, QRectF(self.rect()))
        self._paint_grid(painter, self.chart, frame)
        for line in self.chart.thin:
            painter.setPen(QPen(_faded(self._theme.color("muted"), 0.7), 1))
            painter.drawPolyline(QPolygonF([frame.point(day, at) for day, at in line.points]))
        taken = self._paint_marks(painter, self.chart, frame)
        for place, line in enumerate(self.chart.lines):
            self._paint_line(painter, line, place, frame)
        for line in self.chart.lines:
            self._paint_values(painter, line, frame, taken)
        self._paint_days(painter, self.chart, frame)
        painter.end()

    def _paint_grid(self, painter: QPainter, chart: Chart, frame: _Frame) -> None:
        area = frame.area
        for tick in chart.ticks:
            height = frame.y(tick)
            painter.setPen(self._theme.color("line"))
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
            painter.setPen(self._theme.color("muted"))
            side = QRectF(0, height - px(8), area.left() - px(8), px(16))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(side, right, f"{tick:,}")
        top = QRectF(0, 0, frame.area.right(), px(16))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, f"{chart.unit}, {chart.way}")

    def _paint_marks(self, painter: QPainter, chart: Chart, frame: _Frame) -> list[QRectF]:
        """Returns where words and lines stand now, so that no value is written over them."""
        taken: list[QRectF] = []
        area, end = frame.area, frame.y(chart.lines[0].points[-1][1])
        right = Qt.AlignmentFlag.AlignRight
        if chart.band is not None:
            low, high = (frame.y(value) for value in chart.band)
            box = QRectF(area.left(), high, area.width(), low - high).intersected(area)
            painter.fillRect(box, _faded(self._theme.color("muted"), 0.14))
            painter.setPen(self._theme.color("muted"))
            # On the other half than the last point, so that neither covers the other.
            above = end > box.center().y()
            side = Qt.AlignmentFlag.AlignTop if above else Qt.AlignmentFlag.AlignBottom
            inner = box.adjusted(px(6), px(2), -px(6), -px(2))
            painter.drawText(inner, right | side, "measurement error")
        for value, words, role in (
            (chart.goal, chart.goal_words, "good"),
            (chart.normal, chart.normal_words, "muted"),
        ):
            if value is None:
                continue
            painter.setPen(QPen(self._theme.color(role), 1.5, Qt.PenStyle.DashLine))
            height = frame.y(value)
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
            below = end <= height or height - px(18) < area.top()
            box = QRectF(area.left(), height + (px(2) if below else -px(18)), area.width(), px(16))
            box = box.adjusted(0, 0, -px(6), 0)
            wide = painter.fontMetrics().horizontalAdvance(words)
            covered = QRectF(box.right() - wide, box.top(), wide, box.height())
            painter.fillRect(covered.adjusted(-px(3), 0, px(3), 0), self._theme.color("panel"))
            painter.drawText(box, right, words)
            taken.append(covered)
            taken.append(QRectF(area.left(), height - 1, area.width(), 2))
        return taken

    def _pen(self, place: int) -> QPen:
        if place == 0:
            return QPen(self._theme.color("accent"), 2)
        return QPen(self._theme.color("warning"), 2, Qt.PenStyle.DashLine)

    def _paint_line(self, painter: QPainter, line: Line, place: int, frame: _Frame) -> None:
        points = [frame.point(day, score) for day, score in line.points]
        pen = self._pen(place)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(self._theme.color("panel"), 1.5))
        painter.setBrush(pen.color())
        for point in points:
            box = QRectF(0, 0, px(2 * _DOT), px(2 * _DOT))
            box.moveCenter(point)
            if place == 0:
                painter.drawEllipse(box)
            else:
                painter.drawRect(box)
        if line.name and points:
            painter.setPen(pen.color())
            end = points[-1]
            where = QRectF(end.x() + px(8), end.y() - px(8), px(44), px(16))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where, left, line.name)

    def _paint_values(
        self, painter: QPainter, line: Line, frame: _Frame, taken: list[QRectF]
    ) -> None:
        """The last and the first value before the others, each only where there is room."""
        painter.setPen(self._theme.color("text"))
        ordered = [*line.points[-1:], *line.points[:-1]]
        for place, (day, score) in enumerate(ordered):
            words = f"{score:,g}" if score < 1000 else f"{score:,.0f}"
            wide = painter.fontMetrics().horizontalAdvance(words) + px(_AIR)
            point = frame.point(day, score)
            boxes = [
                QRectF(point.x() - wide / 2, point.y() + shift, wide, px(16))
                for shift in (-px(_DOT + 18), px(_DOT + 2))
            ]
            room = frame.area.adjusted(-px(20), -px(4), px(20), px(2))
            free = [
                box
                for box in boxes
                if room.contains(box) and not any(box.intersects(other) for other in taken)
            ]
            if free or place == 0:
                box = [*free, *boxes][0]
                taken.append(box)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_days(self, painter: QPainter, chart: Chart, frame: _Frame) -> None:
        painter.setPen(self._theme.color("muted"))
        days = sorted({day for line in chart.lines for day, _ in line.points})
        taken: list[QRectF] = []
        for day in [days[0], days[-1], *days[1:-1]]:
            named = day == days[0] or day.year != days[0].year
            words = f"{day.day} {day:%b}" + (f" {day.year}" if named else "")
            wide = painter.fontMetrics().horizontalAdvance(words) + px(_AIR * 2)
            left = frame.x(day) - wide / 2
            left = min(max(left, frame.area.left() - px(10)), self.width() - wide)
            box = QRectF(left, frame.area.bottom() + px(5), wide, px(16))
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class _Frame:
    """Where days and scores stand in the widget."""

    def __init__(self, painter: QPainter, chart: Chart, room: QRectF) -> None:
        wide = max(painter.fontMetrics().horizontalAdvance(f"{tick:,}") for tick in chart.ticks)
        right = px(52) if any(line.name for line in chart.lines) else px(22)
        self.area = room.adjusted(wide + px(14), px(26), -right, -px(24))
        self._low, self._high = chart.ticks[0], chart.ticks[-1]
        days = [day for line in chart.lines for day, _ in line.points]
        self._first, self._span = min(days), (max(days) - min(days)).days

    def x(self, day: date) -> float:
        room = self.area.adjusted(px(16), 0, -px(4), 0)
        share = (day - self._first).days / self._span if self._span else 0.5
        return room.left() + share * room.width()

    def y(self, score: float) -> float:
        share = (score - self._low) / max(self._high - self._low, 1)
        return self.area.bottom() - share * self.area.height()

    def point(self, day: date, score: float) -> QPointF:
        return QPointF(self.x(day), self.y(score))


def _faded(colour: QColor, strength: float) -> QColor:
    colour.setAlphaF(strength)
    return colour
