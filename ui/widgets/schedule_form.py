"""One line to plan a visit: who, when, with whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.errors import FieldProblem, InvalidInput, UnitwiseError, UserProblem
from core.model.patient import PatientRow
from core.model.practice import Provider
from core.model.typed_dates import read_time, say_time
from ui.presenters.patients import hit_text
from ui.theme import px
from ui.widgets.basics import Card, quiet_button, row
from ui.widgets.basics_fields import ComboBox, DateField, FieldRow, TypedField
from ui.widgets.find_field import FindField
from ui.widgets.pair import NARROW

_FIELDS = {"patient_id": "patient", "rendering_provider_id": "provider", "start_minute": "time"}


class TimeField(TypedField):
    """A time of day as people type it: 9:30, 930, 2pm."""

    def __init__(self) -> None:
        super().__init__("9:30, 2pm")

    def value(self) -> int | None:
        """Minutes after midnight, or None when empty or not readable."""
        try:
            return self._read() if self.text().strip() else None
        except FieldProblem:
            return None

    def _read(self) -> int:
        return read_time(self.text(), self.objectName())

    def _say(self) -> str:
        return say_time(self._read())


class ScheduleForm(Card):
    """Gathers a visit; `planned(patient_id, day, minute, provider_id)` when it is complete."""

    planned = Signal(int, object, object, int)
    closed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Plan a visit")
        self.setObjectName("schedule-form")
        self.patient_id: int | None = None
        self._picked = ""
        self.finder = FindField("Name, date of birth, phone or member ID", "schedule-patient")
        self.day = DateField(today)
        self.time = TimeField()
        self.provider = ComboBox()
        self.rows = {
            "patient": FieldRow("&Patient", self.finder, check=self._patient_problem),
            "date": FieldRow("&Day", self.day, name="schedule-date"),
            "time": FieldRow("T&ime", self.time, name="schedule-time"),
            "provider": FieldRow("&Clinician", self.provider, name="schedule-provider"),
        }
        self.day.required = True
        self.plan = quiet_button("Plan visit", icon="calendar")
        self.plan.setAutoDefault(True)
        self.plan.setObjectName("schedule-save")
        self.cancel = quiet_button("Cancel")
        self._lay_out()
        self.finder.taken.connect(self.take_patient)
        self.plan.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.closed)
        for editor in (self.day, self.time):
            editor.returnPressed.connect(self.submit)

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        fields = row(spacing=12)
        for name, share in (("patient", 4), ("date", 3), ("time", 2), ("provider", 3)):
            fields.addWidget(self.rows[name], share, top)
        buttons: QWidget = QWidget()
        buttons.setLayout(row(self.cancel, self.plan))
        # The buttons stand beside the editors, below the height of their labels.
        buttons.setContentsMargins(0, self.fontMetrics().height() + px(4), 0, 0)
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(px(12))
        line.addLayout(fields, 1)
        line.addWidget(buttons, 0, top)
        self._line = line
        self.body.addLayout(line)

    def begin(self, day: date, providers: tuple[Provider, ...]) -> None:
        """Start over for a day."""
        self.patient_id, self._picked = None, ""
        self.finder.clear()
        self.time.clear()
        self.day.set_value(day)
        able = [one for one in providers if not one.role.is_assistant]
        self.provider.set_choices(
            tuple((f"{one.first_name} {one.last_name}, {one.role}", one.id) for one in able)
        )
        for made in self.rows.values():
            made.set_problem("")
        self.show()
        self.finder.setFocus()

    def take_patient(self, hit: PatientRow) -> None:
        """Take a patient that was found."""
        self.patient_id, self._picked = hit.id, hit_text(hit)
        self.finder.setText(self._picked)
        self.finder.setCursorPosition(0)
        self.rows["patient"].set_problem("")
        self.day.setFocus()
        self.day.selectAll()

    def submit(self) -> None:
        """Hand the visit on when every field can be read."""
        wrong = [made for made in self.rows.values() if not made.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        provider: Any = self.provider.value()
        if not isinstance(provider, int):
            self.rows["provider"].set_problem("Add a clinician in Settings first.")
            return
        self.planned.emit(self.patient_id, self.day.value(), self.time.value(), provider)

    def show_problem(self, problem: UnitwiseError) -> bool:
        """Put a service's sentence under its field; whether a field was found."""
        found = problem.problems if isinstance(problem, InvalidInput) else (problem,)
        shown = False
        for one in found:
            name = one.field if isinstance(one, UserProblem) else ""
            target = self.rows.get(_FIELDS.get(name, name))
            if target is not None:
                target.set_problem(str(one))
                target.editor.setFocus()
                shown = True
        return shown

    def _patient_problem(self, text: str) -> str:
        if self.patient_id is not None and text == self._picked.strip():
            return ""
        self.patient_id = None
        return "Choose a patient: type a few letters, then Enter."

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._line.setDirection(
            ways.LeftToRight if self.width() >= px(NARROW) else ways.TopToBottom
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(px(420), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
