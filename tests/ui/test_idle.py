"""Locking when nobody is there: by a clock that nobody can set, never while somebody types."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.idle import IdleWatch
from ui.watch import Watch


class Clocks:
    def __init__(self):
        self.mono, self.wall = 1000.0, 50_000.0

    def run(self, seconds):
        self.mono += seconds
        self.wall += seconds


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def watch(qapp, clocks):
    made = IdleWatch(qapp, lambda: clocks.mono, lambda: clocks.wall)
    made.limit_seconds, made.long_seconds = 60.0, 120.0
    made.heard = []
    for name in ("idle", "idle_long", "woke"):
        getattr(made, name).connect(lambda name=name: made.heard.append(name))
    made.start()
    yield made
    made.stop()


def run(watch, clocks, seconds, step=0.5):
    for _ in range(round(seconds / step)):
        clocks.run(step)
        watch.look()


def test_it_tells_once_within_a_second_of_the_limit(watch, clocks):
    run(watch, clocks, 59.5)
    assert watch.heard == []
    run(watch, clocks, 1)
    assert watch.heard == ["idle"]
    run(watch, clocks, 30)
    assert watch.heard == ["idle"]


def test_it_tells_of_the_longer_absence_once(watch, clocks):
    run(watch, clocks, 150)
    assert watch.heard == ["idle", "idle_long"]


@pytest.fixture
def field(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_never_while_somebody_types(watch, clocks, field):
    for _ in range(20):
        run(watch, clocks, 30)
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    assert watch.heard == []
    assert field.text() == "a" * 20


def test_never_while_somebody_composes_signs(watch, clocks, field, qapp):
    for _ in range(20):
        run(watch, clocks, 30)
        event = QInputMethodEvent()
        event.setCommitString("語")
        QCoreApplication.sendEvent(qapp.focusObject(), event)
    assert watch.heard == []
    assert field.text() == "語" * 20


def test_never_while_somebody_moves_the_mouse_in_a_window_just_opened(watch, clocks, qtbot):
    run(watch, clocks, 50)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    run(watch, clocks, 5)
    QTest.mouseMove(window.windowHandle(), QPoint(20, 20))
    run(watch, clocks, 30)
    assert watch.heard == []


def test_what_a_program_does_by_itself_is_nobody(watch, clocks, field):
    for word in ("one", "two", "three"):
        run(watch, clocks, 20.5)
        field.setText(word)
        field.repaint()
    assert watch.heard == ["idle"]


@pytest.mark.parametrize("hours", [-2, -10_000])
def test_setting_the_clock_back_does_not_keep_it_open(watch, clocks, hours):
    clocks.wall += hours * 3600
    run(watch, clocks, 61)
    assert watch.heard == ["idle"]


def test_a_suspended_pc_asks_for_the_password_on_waking(watch, clocks):
    clocks.wall += 3600  # the monotonic clock of Linux stands still meanwhile
    watch.look()
    assert watch.heard == ["woke"]


def test_a_monotonic_clock_that_counts_sleep_locks_as_well(watch, clocks):
    clocks.run(3600)
    watch.look()
    assert watch.heard == ["woke", "idle", "idle_long"]


@pytest.mark.parametrize(
    ("asked", "seconds"), [(0, 60), (1, 60), (10, 600), (15, 900), (16, 900), (10**6, 900)]
)
def test_the_lock_is_never_off(qapp, asked, seconds):
    watch = Watch(qapp)
    watch.set_minutes(asked)
    assert watch.idle.limit_seconds == seconds
    assert watch.idle.long_seconds > seconds
