"""Two people on one PC over the real services, with keys that are quick to derive."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.people import Person, Role
from core.model.practice import Provider
from core.services import credentials, opening, patients, people, restoring, setup, switching
from core.store.file_names import attempts_path
from tests.support.practice import CHEAP, PASSWORD, PRACTICE, clock_on
from tests.ui.walk import texts
from ui.app import Options, Program
from ui.doors import Doors, real_doors

BOS, BOS_PIN, PIN = "violet harbor engine", "705318", "482916"
BO = Person(0, "Bo Kim", "bo", frozenset({Role.FRONT_DESK}))
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def quick_doors() -> Doors:
    """The services themselves, with cheap keys."""
    return replace(
        real_doors(),
        create=partial(opening.create_practice, cost=CHEAP),
        unlock=_unlock,
        restore=partial(restoring.restore_copy, allow_cheap_keys=True),
    )


def _unlock(path: Path, secret: str, clock: Any, sign_in: str) -> Any:
    return opening.unlock(path, secret, clock, sign_in, allow_cheap_keys=True)


def make_file(path: Path, *, pins: bool = False, one_time: bool = False) -> tuple[str, str]:
    """Dana, an owner who treats, and Bo at the front desk; the recovery code, Bo's password."""
    provider = Provider("Dana", "Okafor", ProviderRole.PT, npi="1234567893")
    path.parent.mkdir(parents=True, exist_ok=True)
    p, code = opening.create_practice(
        path, PRACTICE, "Dana Okafor", PASSWORD, clock_on(), provider, cost=CHEAP
    )
    setup.save_provider(p, Provider("Cy", "Lee", ProviderRole.PT))
    patients.save(p, Patient("Maria", "Alvarez", clock_on().today().replace(1963)))
    _, once = people.add_person(p, BO, PASSWORD)
    if not one_time:
        switching.switch_by_password(p, "bo", once)
        credentials.change_password(p, once, BOS)
        if pins:
            switching.set_pin(p, BOS, BOS_PIN)
            switching.switch_by_password(p, "dana", PASSWORD)
            switching.set_pin(p, PASSWORD, PIN)
    opening.close(p)
    return code, once if one_time else BOS


def copied(prepared: Path, folder: Path) -> None:
    """A file that was made before, once more, with what lies beside it."""
    for path in prepared.iterdir():
        if path.is_file():
            shutil.copy2(path, folder / path.name)


@dataclass
class Pc:
    """The program, the keyboard, and what is read on the window."""

    qapp: Any
    qtbot: Any
    home: Path
    programs: list[Program] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.home / "clinic.unitwise"

    @property
    def program(self) -> Program:
        return self.programs[-1]

    def start(self) -> Program:
        program = Program(self.qapp, quick_doors(), Options(practice=self.path))
        self.programs.append(program)
        program.start()
        self.qtbot.addWidget(program.window)
        self.qtbot.waitExposed(program.window)
        return program

    def type(self, text: str, *, enter: bool = True) -> None:
        """Type where the keyboard is."""
        focus = self.program.window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        if enter:
            QTest.keyClick(focus, ENTER)

    def press(self, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.program.window.focusWidget() or self.program.window, key, modifiers)

    def choose(self, words: str) -> None:
        """Pick somebody in the list of who goes on."""
        who = self.program.gates.screen.who
        who.setFocus()
        who.setCurrentIndex(who.findText(words))

    def sign_in(self, words: str, secret: str) -> None:
        """Pick somebody, type the secret, and wait for their pages."""
        self.choose(words)
        self.program.gates.screen.secret.setFocus()
        self.program.gates.screen.secret.clear()
        self.type(secret)
        self.wait(lambda: self.program.shell is not None and self.program.shell.isVisible())

    def wait(self, what: Any) -> None:
        self.qtbot.waitUntil(what, timeout=10_000)

    def wait_for(self, words: str) -> None:
        self.wait(lambda: words in texts(self.program.window))

    def seats_known(self) -> None:
        """Wait until the lock screen knows who may go on."""
        self.wait(lambda: bool(self.program.gates.screen._seats))

    def find(self, name: str) -> Any:
        found = self.program.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def answer(self, ask: Any) -> Any:
        """Ask the practice on its own thread."""
        got: list[Any] = []
        self.program.tasks.read(ask, got.append)
        self.wait(lambda: bool(got))
        return got[0]

    def waited(self) -> None:
        """As if the wait after wrong passwords were over."""
        attempts_path(self.path).unlink(missing_ok=True)

    def set_text(self, name: str, text: str) -> None:
        editor = self.find(name)
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        QTest.keyClicks(editor, text)

    def close(self) -> None:
        self.program.close()
        self.wait(lambda: not self.program.window.isVisible())

    def end(self) -> None:
        for program in self.programs:
            program.watch.stop()
            program.tasks.stop()
            program.window.may_close = True
