"""An audit's pictures in the window: a rate with its interval in a table's cell, and quarters."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.audit.intervals import Light
from core.audit.rates import Rate
from core.audit.trend import QuarterSum
from core.audit.words import percent
from ui.models.row_table import ROW
from ui.theme import Theme, px

LIGHT_KINDS = {Light.GREEN: "good", Light.AMBER: "warning", Light.RED: "error"}
LIGHT_ICONS = {Light.GREEN: "check-circle", Light.AMBER: "warning", Light.RED: "error"}
_QUARTER = 96
_DIGITS = 44


class RateDelegate(QStyledItemDelegate):
    """Draws the interval of the row's rate from 0 to 100 per cent, and the practice's line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.threshold = 0.2

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""  # the words of the cell are for readers
        style = plain.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        rate = index.data(ROW)
        if rate is None:
            return
        area = QRectF(plain.rect).adjusted(px(8), px(5), -px(8), -px(5))
        self._draw(painter, area, rate)

    def _draw(self, painter: QPainter, area: QRectF, rate: Rate) -> None:
        interval = rate.interval
        light = rate.verdict.light
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = area.center().y()

        def x(share: float) -> float:
            return area.left() + area.width() * share

        painter.setPen(QPen(self._theme.color("line"), px(1)))
        painter.drawLine(QPointF(x(0), middle), QPointF(x(1), middle))
        painter.setPen(QPen(self._theme.color("text"), px(1.4), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x(self.threshold), area.top()),
                         QPointF(x(self.threshold), area.bottom()))  # fmt: skip
        colour = self._theme.color(LIGHT_KINDS[light])
        painter.setPen(QPen(colour, px(2)))
        painter.drawLine(QPointF(x(interval.lower), middle), QPointF(x(interval.upper), middle))
        for end in (interval.lower, interval.upper):
            painter.drawLine(QPointF(x(end), middle - px(4)), QPointF(x(end), middle + px(4)))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x(interval.point), middle), px(4), px(4))
        painter.restore()


class QuarterChart(QWidget):
    """A bar for each quarter: the share of sessions with a finding, its interval, the line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[QuarterSum, ...] = ()
        self._threshold = 0.2
        self.setObjectName("audit-quarters")
        self.setMinimumHeight(px(200))
        theme.changed.connect(self.update)

    def show_quarters(self, shown: tuple[QuarterSum, ...], threshold: float) -> None:
        """Show other quarters."""
        self._shown, self._threshold = shown, threshold
        told = "; ".join(
            f"{one.quarter} {one.errors} of {one.encounters}, {percent(one.interval.point)}"
            for one in shown
        )
        self.setAccessibleName(f"Sessions with a finding by quarter: {told}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_DIGITS + _QUARTER * max(len(self._shown), 4)), px(220))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(px(_DIGITS), px(10), -px(12), -px(40))
        self._scale(painter, area)
        step = min(px(_QUARTER), area.width() / max(len(self._shown), 1))
        for place, one in enumerate(self._shown):
            self._bar(painter, area, area.left() + step * place, step, one)
        line = area.bottom() - area.height() * self._threshold
        painter.setPen(QPen(self._theme.color("text"), px(1.4), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))
        painter.end()

    def _scale(self, painter: QPainter, area: QRectF) -> None:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            y = area.bottom() - area.height() * share
            painter.setPen(QPen(self._theme.color("line"), px(1)))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self._theme.color("muted"))
            box = QRectF(0, y - px(9), px(_DIGITS - 6), px(18))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(share)
            )

    def _bar(
        self, painter: QPainter, area: QRectF, left: float, step: float, one: QuarterSum
    ) -> None:
        middle, foot = left + step / 2, area.bottom()
        tall = area.height() * one.interval.point
        fill = QColor(self._theme.color("accent"))
        fill.setAlpha(90)
        painter.fillRect(QRectF(middle - px(16), foot - tall, px(32), tall), fill)
        painter.setPen(QPen(self._theme.color("accent"), px(2)))
        low, high = (foot - area.height() * s for s in (one.interval.lower, one.interval.upper))
        painter.drawLine(QPointF(middle, low), QPointF(middle, high))
        for end in (low, high):
            painter.drawLine(QPointF(middle - px(5), end), QPointF(middle + px(5), end))
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(left, foot + px(2), step, px(18)), centred, one.quarter)
        painter.setPen(self._theme.color("muted"))
        words = f"{one.errors} of {one.encounters}"
        painter.drawText(QRectF(left, foot + px(19), step, px(18)), centred, words)
