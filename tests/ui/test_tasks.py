"""Order, cancelling and failure of background work."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from core.errors import DataProblem, UserProblem
from ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    made.open(lambda: "practice", lambda _: None)
    qtbot.waitUntil(lambda: made.idle)
    yield made
    made.stop()


class Gate:
    """Holds the database thread until `open` is called."""

    def __init__(self, tasks: Tasks) -> None:
        self._event = threading.Event()
        self._inside = threading.Event()
        tasks.read(lambda _: (self._inside.set(), self._event.wait(10)), lambda _: None)
        assert self._inside.wait(10)

    def open(self) -> None:
        self._event.set()


def test_changes_go_before_reads_and_each_keeps_its_order(tasks, qtbot):
    gate, seen = Gate(tasks), []
    for number in range(3):
        tasks.read(lambda _, n=number: f"read {n}", seen.append)
        tasks.change(lambda _, n=number: f"change {n}", seen.append)
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["change 0", "change 1", "change 2", "read 0", "read 1", "read 2"]


def test_a_newer_read_cancels_the_older_one_and_drops_its_answer(tasks, qtbot):
    gate, ran, seen = Gate(tasks), [], []
    for text in ("a", "al", "alv"):
        tasks.read(lambda _, t=text: ran.append(t) or t, seen.append, replaces="search")
    tasks.read(lambda _: "other", seen.append, replaces="other")
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)
    assert ran == ["alv"]
    assert seen == ["alv", "other"]


def test_the_answer_of_a_read_under_way_is_dropped_when_a_newer_one_was_asked(tasks, qtbot):
    hold, inside, seen = threading.Event(), threading.Event(), []
    tasks.read(lambda _: (inside.set(), hold.wait(10)) and "old", seen.append, replaces="search")
    assert inside.wait(10)
    tasks.read(lambda _: "new", seen.append, replaces="search")
    hold.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["new"]


def test_operations_run_off_the_window_and_answers_arrive_on_it(tasks, qtbot):
    threads = []
    tasks.read(
        lambda _: threads.append(QThread.currentThread()),
        lambda _: threads.append(QThread.currentThread()),
    )
    qtbot.waitUntil(lambda: tasks.idle)
    assert threads[1] is tasks.thread()
    assert threads[0] is not threads[1]


def test_a_problem_goes_to_whoever_asked(tasks, qtbot):
    told, everywhere = [], []
    tasks.problem.connect(everywhere.append)
    tasks.change(lambda _: _raise(UserProblem("no")), lambda _: None, told.append)
    qtbot.waitUntil(lambda: tasks.idle)
    assert [str(p) for p in told] == ["no"]
    assert everywhere == []


@pytest.mark.parametrize("heard", [True, False])
def test_a_failing_disk_is_told_to_everybody(tasks, qtbot, heard):
    told, everywhere = [], []
    tasks.problem.connect(everywhere.append)
    failed = told.append if heard else None
    tasks.change(lambda _: _raise(DataProblem("disk")), lambda _: None, failed)
    qtbot.waitUntil(lambda: tasks.idle)
    assert len(told) == int(heard)
    assert [str(p) for p in everywhere] == ["disk"]


def test_what_nobody_expected_is_a_bug(tasks, qtbot):
    with qtbot.waitSignal(tasks.bug) as caught:
        tasks.read(lambda _: 1 // 0, lambda _: None)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_an_answer_for_a_widget_that_is_gone_is_dropped(tasks, qtbot):
    class Asker(QObject):
        def take(self, _):
            raise AssertionError("called after its end")

    gate, asker = Gate(tasks), Asker()
    tasks.read(lambda _: 1, asker.take)
    asker.deleteLater()
    qtbot.wait(1)
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)


def test_closing_waits_for_changes_and_later_reads_are_not_answered(tasks, qtbot):
    gate, seen = Gate(tasks), []
    tasks.change(lambda _: "kept", seen.append)
    tasks.close(lambda practice: f"closed {practice}", seen.append)
    tasks.read(lambda _: "too late", seen.append)
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["kept", "closed practice"]
    assert not tasks.is_open


def test_work_does_not_wait_for_the_practice(tasks, qtbot):
    gate, seen = Gate(tasks), []
    tasks.work(lambda: "paper", seen.append)
    qtbot.waitUntil(lambda: seen == ["paper"])
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)


def test_busy_is_said_once_for_several_operations(tasks, qtbot):
    said = []
    tasks.busy_changed.connect(said.append)
    gate = Gate(tasks)
    tasks.read(lambda _: 1, lambda _: None)
    gate.open()
    qtbot.waitUntil(lambda: tasks.idle)
    assert said == [True, False]


def _raise(problem):
    raise problem
