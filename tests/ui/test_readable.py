"""Every screen can be read, reached and heard: at normal text size and at 200 %."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.support.practice import new_practice
from tests.ui import screens
from tests.ui.fakes import make_context
from tests.ui.walk import blind_focus, cut, nameless, outside
from ui.theme import Mode

ALL = pytest.mark.parametrize("name", screens.SCREENS)


@pytest.fixture
def practice(tmp_path):
    made = new_practice(tmp_path)
    screens.fill(made)
    yield made
    made.file.close()


@pytest.fixture
def show(qtbot, theme, tmp_path, practice):
    def go(name: str, scale: int = 100, mode: Mode = Mode.LIGHT) -> QWidget:
        theme.set_look(mode, scale)
        window = QWidget()
        QVBoxLayout(window).setContentsMargins(0, 0, 0, 0)
        screen = screens.SCREENS[name](make_context(tmp_path, theme, practice))
        window.layout().addWidget(screen)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        qtbot.waitActive(window)
        qtbot.wait(10)
        return window

    return go


@ALL
@pytest.mark.parametrize("scale", [100, 200])
def test_no_text_is_cut_at_the_smallest_window(show, name, scale):
    window = show(name, scale)
    assert window.width() == 1280
    assert window.height() == 720
    assert cut(window) == []
    assert outside(window) == []


@ALL
def test_every_control_has_a_name_for_a_screen_reader(show, name):
    assert nameless(show(name)) == []


@ALL
@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_focus_is_seen_on_every_control(show, name, mode):
    assert blind_focus(show(name, mode=mode)) == []
