"""One start of the real window on the large practice; prints its marks as JSON.

Run by `window.py` in a process of its own: PRACTICE PASSWORD STARTED, or `bare STARTED`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem, QWidget

from tests.benchmarks.build import LAST_DAY

_ROUNDS = 100
_FIRST_LOOK = 3.0  # seconds
_DIGITS = "0123456789"


def settle(until: Callable[[], bool], seconds: float = 60) -> None:
    """Run the event loop until something holds."""
    end = time.monotonic() + seconds
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
    timer.start(0)
    loop.exec()
    timer.stop()


def answered(program: Any) -> None:
    """Run the event loop until the practice has answered; no polling, which would slow it."""
    loop = QEventLoop()
    leave = program.tasks.busy_changed.connect(lambda busy: None if busy else loop.quit())
    if not program.tasks.idle:
        loop.exec()
    program.tasks.busy_changed.disconnect(leave)


def painted(press: Callable[[], None]) -> float:
    """Seconds from a key to the picture: the key's whole handling and every paint it asked for."""
    start = time.perf_counter()
    press()
    QApplication.sendPostedEvents()  # delivers the paints that the key asked for
    return time.perf_counter() - start


def memory_mib() -> float:
    """Resident memory of this process in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def bare(started: float) -> dict[str, Any]:
    """A bare PySide6 window with a bare table: the floor of every figure here."""
    app = QApplication([])
    window = QMainWindow()
    table = QTableWidget(5, 9)
    window.setCentralWidget(table)
    window.resize(1366, 860)
    window.show()
    settle(window.isVisible)
    app.sendPostedEvents()
    shown = time.time() - started
    empty = memory_mib()
    for row in range(5):
        for column in range(9):
            table.setItem(row, column, QTableWidgetItem("97140"))
    table.setCurrentCell(1, 2)
    table.setFocus()
    keys = [painted(lambda d=d: QTest.keyClicks(focus(), d)) for d in _DIGITS * (_ROUNDS // 10)]
    return {"start": shown, "memory": empty, "keys": keys}


def focus() -> QWidget:
    """Where the next key goes."""
    widget = QApplication.focusWidget()
    if widget is None:
        raise RuntimeError("nothing has the focus")
    return widget


def ours(practice: Path, password: str, started: float) -> dict[str, Any]:
    """Unlock, see Today, search patients, open a session, type minutes."""
    from ui.app import Options, Program
    from ui.doors import real_doors

    app = QApplication([])
    program = Program(app, real_doors(), Options(practice=practice, today=LAST_DAY))
    program.start()
    program.window.resize(1366, 860)
    settle(lambda: program.window.isVisible())
    app.sendPostedEvents()
    marks: dict[str, Any] = {"gate": time.time() - started}
    QTest.keyClicks(focus(), password)
    entered = time.perf_counter()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle(lambda: _rows(program, "day-table") > 0)
    app.sendPostedEvents()
    marks["today"] = time.perf_counter() - entered
    # On its first day the program makes the table of diagnoses; nobody searches patients by that.
    settle(lambda: time.perf_counter() > entered + _FIRST_LOOK and program.tasks.idle)
    marks["search"] = _search(program)
    marks["keys"] = _session(program)
    marks["memory"] = memory_mib()
    return marks


def _rows(program: Any, name: str) -> int:
    from PySide6.QtWidgets import QTableView

    view = program.window.findChild(QTableView, name)
    return view.model().rowCount() if view is not None else 0


def _search(program: Any) -> list[float]:
    """From a key in the search field to the painted list, the database thread included."""
    program.shell.navigate("patients", {})
    settle(lambda: _rows(program, "patients-table") > 0)
    times = []
    for name in ("schwor", "kalaru", "sonber", "martin", "okonse"):
        for letter in name:
            start = time.perf_counter()
            QTest.keyClicks(focus(), letter)
            answered(program)
            QApplication.sendPostedEvents()
            times.append(time.perf_counter() - start)
        for _ in name:
            QTest.keyClick(focus(), Qt.Key.Key_Backspace)
        settle(lambda: program.tasks.idle)
    return times


def _session(program: Any) -> list[float]:
    """From a key in a minutes cell to the painted bill."""
    from PySide6.QtWidgets import QTableView

    row = []
    program.tasks.read(
        lambda p: p.file.db.execute("SELECT max(id) FROM encounters").fetchone()[0], row.append
    )
    settle(lambda: bool(row))
    program.shell.navigate("session", {"encounter_id": row[0]})
    settle(lambda: _rows(program, "services") > 1 and program.tasks.idle)
    table = program.window.findChild(QTableView, "services")
    table.setFocus()
    times = []
    for round_ in range(_ROUNDS // 2):
        for digit in f"{(round_ * 7) % 40 + 5:02d}":
            times.append(painted(lambda d=digit: QTest.keyClicks(focus(), d)))
        if focus().objectName() != "cell-editor":
            raise RuntimeError("the digits did not go into a minutes cell")
        QTest.keyClick(focus(), Qt.Key.Key_Escape)
    return times


def main(argv: list[str]) -> None:
    """Print the marks and leave without ceremony: the practice is a throw-away."""
    result = (
        bare(float(argv[1])) if argv[0] == "bare" else ours(Path(argv[0]), argv[1], float(argv[2]))
    )
    print(json.dumps(result), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
