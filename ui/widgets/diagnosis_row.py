"""The session's diagnoses A to L in one line: add by searching, take out by Delete or a click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.model.checks import icd10_problem
from core.model.patient import Diagnosis
from ui.presenters.session_sheet import LETTERS
from ui.theme import px
from ui.widgets.basics import Button, label, row
from ui.widgets.code_picker import SuggestEdit, Suggestion
from ui.widgets.flow import FlowRow

_NO_MATCH = "No ICD-10-CM code in force on this day matches."


class DiagnosisChip(Button):
    """One diagnosis; Delete, Backspace or a click takes it out, and undo brings it back."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__("", "ghost", icon="close")
        self.setStyleSheet(
            "QPushButton { background: palette(alternate-base); color: palette(text);"
            f" padding: {px(3)}px {px(8)}px; }}"
            f"QPushButton:focus {{ padding: {px(2)}px {px(7)}px; }}"
        )
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(self.removed)

    def show_diagnosis(self, letter: str, diagnosis: Diagnosis) -> None:
        text = f"{letter}  {diagnosis.dotted}"
        if self.text() != text:
            self.setText(text)
        self.setToolTip(f"{diagnosis.dotted} {diagnosis.description}\nClick or Delete takes it out")
        self.setAccessibleName(
            f"Diagnosis {letter}, {diagnosis.dotted} {diagnosis.description}. Delete takes it out."
        )

    def set_read_only(self, signed: bool) -> None:
        """Of a signed session it is no button."""
        self.setEnabled(not signed)
        self.set_icon("" if signed else "close")
        if signed:
            self.setIcon(QIcon())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class DiagnosisRow(QWidget):
    """`searched(text)` wants an answer by `offer`; `added(diagnosis)`, `removed(place)`."""

    searched = Signal(str)
    added = Signal(object)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("diagnoses")
        self.chips: list[DiagnosisChip] = []
        self._flow = FlowRow(spacing=4)
        self.edit = SuggestEdit(width=460)
        self.edit.setObjectName("diagnosis")
        self.edit.setPlaceholderText("Add: code or words")
        self.edit.setAccessibleName("Add a diagnosis by ICD-10 code or words")
        self.edit.setMinimumWidth(px(170))
        self.problem = label("", look="small", kind="error")
        self.problem.hide()
        self._flow.add(label("Dx", look="label", kind="muted"))
        self._flow.add(self.edit)
        box = QHBoxLayout(self)
        box.setContentsMargins(px(4), 0, px(4), 0)
        box.addWidget(self._flow, 1)
        box.addLayout(row(self.problem))
        self.edit.asked.connect(self._asked)
        self.edit.picked.connect(self.added)

    def show_diagnoses(self, diagnoses: tuple[Diagnosis, ...]) -> None:
        """Show these diagnoses, lettered in order."""
        while len(self.chips) < len(diagnoses):
            self._add_chip()
        for place, chip in enumerate(self.chips):
            if place < len(diagnoses):
                chip.show_diagnosis(LETTERS[place], diagnoses[place])
            chip.setVisible(place < len(diagnoses))

    def set_read_only(self, signed: bool) -> None:
        """Of a signed session the diagnoses are shown and not changed."""
        self.edit.setVisible(not signed)
        for chip in self.chips:
            chip.set_read_only(signed)

    def offer(self, text: str, found: tuple[Diagnosis, ...], note: str) -> None:
        """Answer a search, unless something else was typed meanwhile.

        `note` says that no table is known for the day: a code may then be taken as typed.
        """
        if text != self.edit.text() or not text.strip():
            return
        shown = [Suggestion(one, one.dotted, one.description) for one in found]
        code = "".join(text.upper().replace(".", "").split())
        if note and not icd10_problem(code) and all(one.code != code for one in found):
            typed = Diagnosis(code)
            shown.append(Suggestion(typed, typed.dotted, "as typed, not checked"))
        self.edit.offer(tuple(shown), note or _NO_MATCH)

    def say(self, problem: str) -> None:
        """Say why a diagnosis was not added, or that it was."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.edit.clear()

    def texts(self) -> list[str]:
        """The diagnoses as read by eye."""
        return [chip.text() for chip in self.chips if not chip.isHidden()]

    def _asked(self, text: str) -> None:
        self.problem.hide()
        if text.strip():
            self.searched.emit(text)
        else:
            self.edit.close_list()

    def _add_chip(self) -> None:
        chip = DiagnosisChip()
        place = len(self.chips)
        chip.removed.connect(lambda: self.removed.emit(place))
        self._flow.insert(len(self.chips) + 1, chip)
        self.chips.append(chip)
