"""Light and dark: the one palette, the one style sheet, the text size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ui import palette as colours
from ui.icons import tinted_icon
from ui.style_sheet import style_sheet

BASE_PIXELS = 13
SCALES = (100, 125, 150, 175, 200)


class Mode(StrEnum):
    """Which of the two looks is shown; `system` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(slots=True)
class _Worn:
    """What the application wears; asking Qt anew for each line and cell drawn costs too much."""

    pixels: int = 0


_worn = _Worn()


def px(length: float) -> int:
    """Scale a length drawn for 13 px text to the text size in use."""
    pixels = _worn.pixels or max(QApplication.font().pixelSize(), 1)
    return round(length * pixels / BASE_PIXELS)


class Theme(QObject):
    """Holds mode and text size and dresses the application; `changed` after every change."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, scale: int = 100) -> None:
        super().__init__()
        self._app = app
        self._mode = mode
        self._scale = scale
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def scale(self) -> int:
        """Text size in per cent, 100 to 200."""
        return self._scale

    @property
    def is_dark(self) -> bool:
        if self._mode is Mode.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    @property
    def roles(self) -> colours.Roles:
        return self._roles

    def set_mode(self, mode: Mode) -> None:
        self.set_look(mode, self._scale)

    def set_scale(self, per_cent: int) -> None:
        self.set_look(self._mode, per_cent)

    def set_look(self, mode: Mode, per_cent: int) -> None:
        """Change both at once; a look it has already is not put on again, which would take long."""
        scale = min(max(per_cent, SCALES[0]), SCALES[-1])
        if (mode, scale) == (self._mode, self._scale):
            return
        self._mode, self._scale = mode, scale
        self.apply()

    def color(self, role: str) -> QColor:
        """The colour of a role of ui.palette.Roles, such as `accent`."""
        return QColor(getattr(self.roles, role))

    def icon(self, name: str, role: str = "muted") -> QIcon:
        """An icon of resources/icons in a role's colour; ask again after `changed`."""
        return tinted_icon(name, self.color(role), self.color("line"), size=px(16))

    def px(self, length: float) -> int:
        """Scale a length drawn for 13 px text."""
        return px(length)

    def apply(self) -> None:
        """Dress the application in the present mode and size."""
        font = _interface_font(BASE_PIXELS * self._scale / 100)
        self._app.setFont(font)
        _worn.pixels = max(font.pixelSize(), 1)
        self._roles = colours.DARK if self.is_dark else colours.LIGHT
        self._app.setPalette(_palette(self.roles))
        self._app.setStyleSheet(style_sheet(asdict(self.roles), self._scale / 100))
        self.changed.emit()

    def _follow_system(self) -> None:
        if self._mode is Mode.SYSTEM:
            self.apply()


def _interface_font(pixels: float) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(pixels))
    # Tabular figures: columns of numbers stand under each other.
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(roles: colours.Roles) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, roles.background),
        (role.WindowText, roles.text),
        (role.Base, roles.panel),
        (role.AlternateBase, roles.hover),
        (role.Text, roles.text),
        (role.PlaceholderText, roles.muted),
        (role.Button, roles.panel),
        (role.ButtonText, roles.text),
        (role.BrightText, roles.error),
        (role.Highlight, roles.accent),
        (role.HighlightedText, roles.on_accent),
        (role.Accent, roles.accent),
        (role.Link, roles.accent),
        (role.LinkVisited, roles.accent),
        (role.ToolTipBase, roles.panel),
        (role.ToolTipText, roles.text),
        (role.Light, roles.panel),
        (role.Midlight, roles.hover),
        (role.Mid, roles.line),
        (role.Dark, roles.field_line),
        (role.Shadow, roles.line),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(roles.muted))
    return palette
