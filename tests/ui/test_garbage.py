"""What the window is made of is let go on the window's own thread, whoever works meanwhile."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.stop()
    assert gc.isenabled()


class Piece(QObject):
    """Tells on which thread it went."""

    def __init__(self, ends: list[int]) -> None:
        super().__init__()
        self._ends = ends

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())

    def take(self, _: object) -> None:
        """An answer that nobody needs."""


def much_work() -> int:
    """Makes enough objects for Python to want several collections."""
    return len([[number] for number in range(100_000)])


def ring(ends: list[int]) -> None:
    """A piece that only a collection of garbage finds."""
    piece = Piece(ends)
    piece.myself = piece


def test_a_ring_of_garbage_goes_on_the_windows_thread_while_others_work(tasks, qtbot):
    ends: list[int] = []
    for _ in range(20):
        ring(ends)
        tasks.work(much_work, lambda _: None)
    qtbot.waitUntil(lambda: tasks.idle)
    gc.collect()  # what is old by now waits longer than a test
    assert ends == [threading.get_ident()] * 20


def test_whoever_asked_last_goes_on_the_windows_thread(tasks, qtbot):
    ends: list[int] = []
    for _ in range(200):
        piece = Piece(ends)
        tasks.work(lambda kept=piece: isinstance(kept, Piece), piece.take)
        del piece
    qtbot.waitUntil(lambda: tasks.idle)
    gc.collect()
    assert ends == [threading.get_ident()] * 200
