"""A tour of the real program, window and all, for whoever watches its files and sockets.

Run as `python -m tests.torture.tour PRACTICE HOME OUT`: everything that the program writes by
itself goes to HOME and beside PRACTICE; what the person chose goes to OUT.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from core.services import opening, proofs, restoring, signing
from core.services.audit_trail import ExportFormat
from tests.support.practice import DAY, PASSWORD
from tests.torture import clinic
from ui.app import Options, Program
from ui.doors import real_doors

_SECONDS = 60.0
_NOTE = f"{clinic.MARKERS[3]} March, told by {clinic.MARKERS[0]}. " * 20


def turn(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Tour:
    """Leads the window from screen to screen and waits until each has answered."""

    def __init__(self, practice: Path, out: Path) -> None:
        self.app = QApplication(sys.argv[:1])
        self.app.quit = lambda: None  # type: ignore[method-assign] # the tour ends by itself
        self.practice, self.out = practice, out
        doors = real_doors()
        unlock = partial(opening.unlock, allow_cheap_keys=True)
        restore = partial(restoring.restore_copy, allow_cheap_keys=True)
        doors = replace(doors, unlock=unlock, restore=restore, fill_reference=lambda: None)
        self.program = Program(self.app, doors, Options(practice=practice, today=DAY))
        sys.excepthook = self.program.hook

    def wait(self, until: Callable[[], Any]) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + _SECONDS
        while not until():
            turn(5)
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")

    def idle(self) -> None:
        """Wait until nothing is under way."""
        turn(20)
        self.wait(lambda: self.program.tasks.idle)

    def go(self, name: str, **args: Any) -> Any:
        """Show a page and wait for what it reads."""
        assert self.program.shell is not None
        self.program.shell.navigate(name, args)
        self.idle()
        return self.program.shell.page

    def ask(self, op: Callable[[Any], Any]) -> Any:
        """Have the practice's own thread do something."""
        got: list[Any] = []
        self.program.tasks.change(op, got.append, got.append)
        self.wait(lambda: bool(got))
        if isinstance(got[0], Exception):
            raise got[0]
        return got[0]

    def unlock(self) -> None:
        """Show the first screen and sign in."""
        self.program.start()
        self.program.gates.screen.entered.emit(PASSWORD)  # type: ignore[union-attr]
        self.wait(lambda: self.program.shell is not None)
        self.idle()

    def walk(self) -> None:
        """Everything a person does on a long day."""
        self.unlock()
        number = self._session()
        self._papers(number)
        self._patient()
        self._settings()
        self._trouble()
        self._end()

    def _session(self) -> int:
        for name in ("today", "patients"):
            self.go(name)
        self.program.shell.page.search.setText(clinic.MARKERS[1])  # type: ignore[union-attr]
        self.idle()
        page = self.go("session", patient_id=1, day=DAY)
        page.view.note.parts[2].setPlainText(_NOTE)
        page.keeper.keep_draft()
        self.idle()
        QGuiApplication.clipboard().setText(_NOTE)

        def sign(p: Any) -> int:
            made = clinic.sign(p, 77)
            signing.add_addendum(p, made.encounter_id, _NOTE)
            return made.encounter_id

        number = int(self.ask(sign))
        self.go("session", encounter_id=number)
        return number

    def _papers(self, number: int) -> None:
        wanted: tuple[tuple[str, dict[str, Any]], ...] = (
            ("explained", {"encounter_id": number}),
            ("superbill", {"patient_id": 1, "encounter_ids": (number,)}),
            ("accounting", {"patient_id": 1, "first": DAY.replace(year=2020), "last": DAY}),
        )
        for name, args in wanted:
            page = self.go(name, **args)
            self.wait(lambda page=page: page.presenter.draft is not None)
            page.save_to(self.out / f"{name}.pdf")
            self.wait(lambda name=name: (self.out / f"{name}.pdf").exists())
            printer = QPrinter()
            printer.setOutputFileName(str(self.out / f"{name} printed.pdf"))
            page._printer_chosen(printer)
            self.idle()

    def _patient(self) -> None:
        for tab in ("details", "coverage", "payments", "documents", "privacy"):
            self.go("patient", patient_id=1, tab=tab)

    def _settings(self) -> None:
        for section in ("security", "audit", "backups"):
            page = self.go("settings", section=section)
            presenter = getattr(page.section, "presenter", None)
            if section == "audit":
                target = self.out / f"trail.{ExportFormat.CSV.value}"
                self.program.tasks.change(
                    lambda p: proofs.prove(p, PASSWORD),
                    lambda proof, shown=presenter, to=target: shown.export(to, proof),
                )
            if section == "backups":
                presenter.back_up()
            self.idle()
        self.go("help")

    def _trouble(self) -> None:
        """A bug that quotes the patient, the lock, a wrong password, the way back in."""
        try:
            raise ValueError(_NOTE)
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        self.program.lock()
        self.idle()
        for secret in ("not the password", PASSWORD):
            self.program.gates.screen.entered.emit(secret)  # type: ignore[union-attr]
            self.idle()

    def _end(self) -> None:
        self.program.close()
        self.wait(lambda: self.program.window.may_close)
        copies = sorted((self.practice.parent / "clinic backups").glob("*.unitwise"))
        again = self.practice.with_name("again.unitwise")
        clinic.restore(copies[-1], again)


def main(practice: Path, home: Path, out: Path) -> None:
    """Set the places up, then walk."""
    os.environ["UNITWISE_HOME"] = str(home / "data")
    tempfile.tempdir = None
    out.mkdir(parents=True, exist_ok=True)
    try:
        Tour(practice, out).walk()
    except BaseException:  # noqa: BLE001 - the program's own hook would show it in the window
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    print("toured", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
