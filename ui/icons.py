"""Our line icons as pixmaps in any colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.library.texts import icon_svg


@lru_cache(maxsize=1024)
def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """Draw an icon in `colour` (#rrggbb), `size` logical pixels square.

    `gap` leaves room at its right, for buttons whose words follow.
    """
    svg = icon_svg(name).replace("currentColor", colour)
    pixmap = QPixmap(QSize(size + gap, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def tinted_icon(
    name: str, colour: QColor, disabled: QColor | None = None, *, size: int = 20, gap: int = 0
) -> QIcon:
    """Make a QIcon of one size, sharp on dense screens too."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(icon_pixmap(name, colour.name(), size, ratio, gap))
        if disabled is not None:
            grey = icon_pixmap(name, disabled.name(), size, ratio, gap)
            icon.addPixmap(grey, QIcon.Mode.Disabled)
    return icon
