"""Both looks can be read, and the text can grow."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel

from core.library.texts import icon_names, icon_svg
from ui.palette import DARK, EDGE_PAIRS, LIGHT, TEXT_PAIRS
from ui.theme import Mode, Theme, px

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@LOOKS
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(look, text, ground):
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@LOOKS
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_and_focus_are_seen(look, edge, ground):
    assert contrast(getattr(look, edge), getattr(look, ground)) >= 3


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws(name, qapp):
    assert QSvgRenderer(icon_svg(name).encode()).isValid()
    assert "currentColor" in icon_svg(name)


def test_the_mode_decides_the_colours(theme):
    theme.set_mode(Mode.DARK)
    assert theme.color("accent") == QColor(DARK.accent)
    theme.set_mode(Mode.LIGHT)
    assert QApplication.palette().window().color() == QColor(LIGHT.background)


def test_text_grows_to_two_hundred_per_cent_and_no_further(theme, qtbot):
    words = QLabel("22 minutes")
    qtbot.addWidget(words)
    small = words.sizeHint().width()
    theme.set_scale(1000)
    assert theme.scale == 200
    assert px(13) == 26
    assert words.sizeHint().width() > 1.8 * small


def test_the_system_look_is_followed(qapp, theme):
    system = Theme(qapp, Mode.SYSTEM)
    heard = []
    system.changed.connect(lambda: heard.append(True))
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert heard == [True]
