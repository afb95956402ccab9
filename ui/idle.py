"""Tells when nobody has touched keyboard or mouse for a while, and when the PC was asleep."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

LOOK_MS = 500  # the lock falls within a second of its minute
ASLEEP_SECONDS = 30.0
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once after the minutes set and `idle_long` once after the longer ones.

    It counts by the monotonic clock, so that setting the clock neither locks nor keeps open.
    `woke` says that the PC was suspended: the wall clock ran on while the monotonic stood still,
    or nothing ran at all for longer than the watch looks. `session_over` comes once when the
    session that was begun has lasted its time, whoever types.

    It listens where keys and the mouse come in: at the windows, and at what has the focus, which
    takes what an input method composes. A filter on the application would see every paint as well.
    """

    idle = Signal()
    idle_long = Signal()
    woke = Signal()
    session_over = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._wall = wall
        self.limit_seconds = 600.0
        self.long_seconds = 1800.0
        self._last = monotonic()
        self._seen = (monotonic(), wall())
        self._told = self._told_long = False
        self._session_ends: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._app = app
        self._focus: QObject | None = None
        app.focusWindowChanged.connect(self._listen)
        app.focusObjectChanged.connect(self._follow)

    def start(self) -> None:
        """Begin to count from now."""
        self._listen()
        self._follow(self._app.focusObject())
        self.touched()
        self._seen = (self._monotonic(), self._wall())
        self._timer.start()

    def stop(self) -> None:
        """Count no more and look at no key."""
        self._timer.stop()
        self._follow(None)
        for window in self._app.topLevelWindows():
            window.removeEventFilter(self)

    def _listen(self, *_: object) -> None:
        """Hear every window, a new one as well; a filter that is there already is not doubled."""
        for window in self._app.topLevelWindows():
            window.installEventFilter(self)

    def _follow(self, focus: QObject | None) -> None:
        """Hear what has the focus, and no longer what had it."""
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None:
            focus.installEventFilter(self)

    def touched(self) -> None:
        """Somebody is here."""
        self._last = self._monotonic()
        self._told = self._told_long = False

    def begin_session(self, seconds: float) -> None:
        """Say when the full password is asked again, counted from now."""
        self._session_ends = self._monotonic() + seconds

    @property
    def seconds(self) -> float:
        """How long nobody was here."""
        return self._monotonic() - self._last

    def look(self) -> None:
        """Compare the clocks; called by the timer."""
        self._listen()
        now, wall = self._monotonic(), self._wall()
        ran, passed = now - self._seen[0], wall - self._seen[1]
        self._seen = (now, wall)
        if ran > ASLEEP_SECONDS or 0 < passed - ran > ASLEEP_SECONDS:
            self.woke.emit()
        if self._session_ends is not None and now >= self._session_ends:
            self._session_ends = None
            self.session_over.emit()
        if self.seconds >= self.limit_seconds and not self._told:
            self._told = True
            self.idle.emit()
        if self.seconds >= self.long_seconds and not self._told_long:
            self._told_long = True
            self.idle_long.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        return False
