"""A small real practice and a window over it, for the tests of the front desk's screens."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.model.encounter import Service
from core.model.kinds import CoverageRank, ProviderRole, Sex
from core.model.patient import Coverage, Diagnosis, Patient
from core.model.practice import Address, Fee, Payer, PayerProfile, Provider
from core.model.session import SessionRecord
from core.services import encounters, patients, setup
from core.services.localities import LOCALITY, NATIONAL
from core.services.practice import OpenPractice
from tests.support.practice import DAY, new_practice
from tests.ui.fakes import InlineTasks, RecordingMessages, make_context
from ui.main_window import MainWindow
from ui.shell import Shell

ELSEWHERE = ("session", "superbill")


@dataclass
class Clinic:
    """What was put into the practice."""

    practice: OpenPractice
    provider: int
    payer: int
    people: dict[str, int] = field(default_factory=dict)

    def session(self, name: str, day: date, *, complete: bool, start: int | None = None) -> int:
        """Keep a session of two codes for somebody."""
        file = encounters.new_session(self.practice, self.people[name], day, self.provider)
        record: SessionRecord = replace(
            file.record,
            start_minute=start,
            services=(Service("97110", 23), Service("97140", 22)),
            pointers=("A", "A"),
            diagnoses=(Diagnosis("M5450", "Low back pain, unspecified"),),
        )
        return encounters.save(self.practice, record, complete).encounter_id


def clinic(folder: Path) -> Clinic:
    """A practice with a therapist, a payer, fees and three patients."""
    practice = new_practice(folder)
    setup.set_setting(practice, LOCALITY, NATIONAL)
    provider = setup.save_provider(
        practice,
        Provider("Dana", "Okafor", ProviderRole.PT, npi="1234567893", credentials="DPT"),
    )
    profile = PayerProfile("medicare-part-b", date(2020, 1, 1))
    payer = setup.save_payer(practice, Payer("Medicare Part B", profiles=(profile,)))
    setup.save_payer(practice, Payer("Blue Harbor"))
    for code, cents in (("97110", 6500), ("97140", 6000)):
        setup.save_fee(practice, Fee(code, cents, date(2020, 1, 1)))
    made = Clinic(practice, provider.id or 0, payer.id or 0)
    for first, last, born, phone in (
        ("Maria", "Alvarez", date(1963, 12, 3), "207-555-0166"),
        ("Łukasz", "Ngô", date(1987, 7, 11), "207-555-0191"),
        ("Ruth", "Adeyemi", date(1951, 3, 16), "207-555-0101"),
    ):
        address = Address("1 Pier Road", "Portland", "ME", "04101")
        one = Patient(first, last, born, Sex.FEMALE, phone=phone, address=address)
        kept = patients.save(practice, one)
        made.people[last] = kept.id or 0
    coverage = Coverage(
        made.people["Alvarez"], made.payer, CoverageRank.PRIMARY, "4UN8VQ5UK03",
        starts_on=date(2025, 1, 1),
    )  # fmt: skip
    patients.save_coverage(practice, coverage)
    return made


class Desk:
    """The window over a clinic: presses keys where the keyboard is, reads what is shown."""

    def __init__(self, folder: Path, theme: Any, qtbot: Any) -> None:
        self.clinic = clinic(folder)
        self.practice = self.clinic.practice
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.messages = RecordingMessages()
        self.ctx = make_context(
            folder,
            theme,
            tasks=InlineTasks(self.practice),
            messages=self.messages,
            clock=self.practice.clock,
            navigate=self.go,
        )
        self.window = MainWindow(self.messages)
        self.shell = Shell(self.ctx)
        self.window.resize(1280, 720)
        qtbot.addWidget(self.window)
        self.window.may_close = True
        self.window.show_screen(self.shell)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def page(self) -> Any:
        return self.shell.page

    def go(self, name: str, args: dict[str, Any]) -> None:
        """Show a page; pages of other tests are only noted."""
        self.went.append((name, args))
        if name not in ELSEWHERE:
            self.shell.navigate(name, args)

    def focus(self) -> QWidget:
        """The widget that has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        """Type letter by letter, each where the keyboard is by then."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.focus(), event)

    def press(self, *keys: Any) -> None:
        """Press keys one after the other: a Qt key, or (key, modifiers)."""
        for key in keys:
            code, modifiers = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier(0))
            QTest.keyClick(self.focus(), code, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        self.press((key, Qt.KeyboardModifier.ControlModifier))

    def alt(self, key: Qt.Key) -> None:
        self.press((key, Qt.KeyboardModifier.AltModifier))

    def find(self, name: str) -> Any:
        """The widget of a name."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def column(self, table: str, title: str) -> list[str]:
        """The texts of one column of a table."""
        model = self.find(table).model()
        titles = [
            model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())
        ]
        place = titles.index(title)
        return [model.index(n, place).data() for n in range(model.rowCount())]


TODAY = DAY
