"""Every screen can be read, reached and heard: at normal text size and at 200 %."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.services import opening
from tests.support.practice import new_practice, reopen
from tests.ui import screens
from tests.ui.fakes import make_context
from tests.ui.two_people import copied
from tests.ui.walk import blind_focus, cut, nameless, outside
from ui.theme import Mode

ALL = pytest.mark.parametrize("name", screens.SCREENS)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    made = new_practice(folder)
    screens.fill(made)
    opening.close(made)
    return folder


@pytest.fixture
def practice(tmp_path, filled):
    copied(filled, tmp_path)
    made = reopen(tmp_path / "clinic.unitwise")
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


def assert_whole(window: QWidget) -> None:
    """No text is cut at the smallest window."""
    assert window.width() == 1280
    assert window.height() == 720
    assert cut(window) == []
    assert outside(window) == []


@ALL
def test_all_is_read_named_for_a_screen_reader_and_its_focus_is_seen(show, name):
    window = show(name)
    assert_whole(window)
    assert nameless(window) == []
    assert blind_focus(window) == []


@ALL
def test_no_text_is_cut_at_200_per_cent(show, name):
    assert_whole(show(name, 200))


@ALL
def test_the_focus_is_seen_in_the_dark_look(show, name):
    assert blind_focus(show(name, mode=Mode.DARK)) == []
