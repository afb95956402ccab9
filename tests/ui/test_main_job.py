"""The whole job by keyboard alone: unlock, patient, minutes, reasons, save, superbill."""

import io
from dataclasses import replace
from functools import partial

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

from core.library.reference import Edition, write_icd10
from core.model.patient import Icd10Code
from core.services import opening, places
from tests.support.practice import DAY, PASSWORD, reopen
from tests.ui.session_case import Case
from ui.app import Options, Program
from ui.doors import real_doors

ENTER = Qt.Key.Key_Return
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Player:
    """Presses keys wherever the keyboard is, and reads what the window shows."""

    def __init__(self, program, qtbot):
        self.program, self.qtbot = program, qtbot

    def type(self, text):
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def sees(self, text):
        """Wait until a label shows the text."""
        self.qtbot.waitUntil(lambda: text in self.texts(), timeout=10_000)

    def texts(self):
        window = self.program.window
        found = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
        return "\n".join(widget.text() for widget in found if widget.isVisible())

    def idle(self):
        self.qtbot.waitUntil(lambda: self.program.tasks.idle, timeout=10_000)

    def focused(self, name):
        """Wait until the keyboard is in the widget of a name."""
        self.qtbot.waitUntil(
            lambda: (
                QApplication.focusWidget() is not None
                and QApplication.focusWidget().objectName() == name
            ),
            timeout=10_000,
        )


@pytest.fixture
def path(tmp_path):
    case = Case(tmp_path)
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_patient("Łukasz <b>", "Ngô & Sons", case.commercial)
    place = case.p.file.path
    case.p.file.close()
    return place


@pytest.fixture
def player(qapp, qtbot, path, tmp_path, monkeypatch):
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    codes = [Icd10Code("M542", "Cervicalgia", "neck pain")]
    write_icd10(places.reference_path(), Edition(2026, "test"), codes)
    unlock = partial(opening.unlock, allow_cheap_keys=True)
    doors = replace(real_doors(), unlock=unlock, fill_reference=lambda: None)
    program = Program(qapp, doors, Options(practice=path, today=DAY))
    program.start()
    qtbot.addWidget(program.window)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    yield Player(program, qtbot)
    program.tasks.close(opening.close, lambda _: None)
    program.tasks.stop()
    program.window.may_close = True


def unlock(player):
    player.type(PASSWORD)
    player.press(ENTER)
    player.sees("Tue 10 Mar 2026")
    player.idle()


def new_session(player, patient):
    player.press(Qt.Key.Key_N, CTRL)
    player.focused("picker-search")
    player.type(patient)
    player.idle()
    player.press(ENTER)
    player.focused("services")
    player.idle()


def service(player, alias, minutes):
    """A nickname, Enter, minutes: the row is there."""
    player.type(alias)
    player.press(ENTER)
    player.type(minutes)


def diagnosis(player, words):
    player.press(Qt.Key.Key_D, ALT)
    player.type(words)
    player.idle()
    player.press(ENTER)


def save_pdf(player, place):
    """Save as: the dialog's name field has the keyboard."""
    player.press(Qt.Key.Key_S, CTRL)
    dialog = player.program.window.findChild(QFileDialog)
    player.qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    player.press(Qt.Key.Key_A, CTRL)
    player.type(str(place))
    player.press(ENTER)
    player.sees("Kept as document 1001")
    pages = PdfReader(io.BytesIO(place.read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.qt_log_ignore("This plugin does not support")  # no window manager offscreen
def test_from_unlock_to_the_words_on_paper(player, path, tmp_path):
    unlock(player)
    new_session(player, "ngo")
    service(player, "mt", "22")
    player.sees("1 unit")
    player.press(ENTER)
    service(player, "te", "10:27-10:50")
    player.sees("3 units")
    player.press(ENTER)
    diagnosis(player, "neck pain")
    player.sees("M54.2")
    player.press(Qt.Key.Key_2, ALT)
    player.type("Rotation 45 deg before, 62 after")
    player.press(Qt.Key.Key_S, CTRL)
    player.sees("Saved ")
    player.press(ENTER, CTRL)
    player.sees("Session complete")
    player.press(Qt.Key.Key_P, CTRL)
    player.focused("sessions")
    player.qtbot.waitUntil(lambda: player.program.shell.page.presenter.draft is not None)
    paper = save_pdf(player, tmp_path / "paper.pdf")
    for words in ("Łukasz <b> Ngô & Sons", "97140", "97110", "M54.2", "03/10/2026", "$190.00"):
        assert words in paper


def test_units_change_on_every_key(player):
    unlock(player)
    new_session(player, "alv")
    player.type("mt")
    player.press(ENTER)
    seen = []
    for key in "23":
        player.type(key)
        seen.append(units(player))
    player.press(Qt.Key.Key_Backspace)
    seen.append(units(player))
    assert seen == ["0 units", "2 units", "0 units"]


def units(player):
    """The large figure of the bill."""
    return player.program.window.findChild(QLabel, "units").text()


def test_what_was_typed_is_there_after_a_crash(player, qtbot, path):
    unlock(player)
    new_session(player, "alv")
    service(player, "mt", "abc")
    player.sees("Saved ")
    player.program.tasks.close(lambda practice: practice.file.close(), lambda _: None)
    player.idle()
    kept = reopen(path)
    try:
        body = kept.file.db.execute("SELECT body FROM drafts").fetchone()[0]
    finally:
        kept.file.close()
    assert '"abc"' in body
