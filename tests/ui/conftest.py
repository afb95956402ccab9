"""What the tests of the window share."""

from functools import partialmethod

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.practice import Practice
from tests.ui.fakes import FakeServices
from ui.app import Options, Program
from ui.theme import Mode, Theme

# A busy machine is no reason to fail: nothing here measures time.
QtBot.waitUntil = partialmethod(QtBot.waitUntil, timeout=30_000)


_WORN: list[Theme] = []  # looks that tests put on and nobody took off yet


@pytest.fixture(autouse=True)
def _no_widgets_left(qapp: QApplication) -> None:
    """Widgets of the test before are really gone: dressing them again costs time."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    while _WORN:
        _WORN.pop().set_look(Mode.LIGHT, 100)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light look at normal text size; what a test makes of it is gone before the next."""
    _WORN.append(Theme(qapp, Mode.LIGHT, 100))
    return _WORN[-1]


@pytest.fixture
def services(tmp_path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def practice() -> Practice:
    return Practice("Harbor Therapy", "1234567893", "12-3456789")


@pytest.fixture
def start(qapp, qtbot, services, monkeypatch):
    """Starts the program over the stand-ins; everything is ended after the test."""
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    made: list[Program] = []

    def go(options: Options | None = None, **arguments) -> Program:
        program = Program(qapp, services.doors(), options or Options(), **arguments)
        program.start()
        qtbot.addWidget(program.window)
        qtbot.waitExposed(program.window)
        made.append(program)
        return program

    yield go
    for program in made:
        program.tasks.stop()
        program.window.may_close = True
