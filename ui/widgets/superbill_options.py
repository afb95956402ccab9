"""What a superbill shows: its sessions, its layout, its options and Medicare's question."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
)

from core.model.session import EncounterRow
from core.model.typed_dates import say_date
from core.rules.wording import plural
from core.services.printing import Layout, MedicareQuestion
from core.services.superbill_data import Options
from ui.theme import px
from ui.widgets.basics import Button, Card, label, muted, row
from ui.widgets.basics_fields import CheckBox, DateField

_LAYOUTS = ((Layout.SUPERBILL, "Superbill"), (Layout.CMS1500, "CMS-1500 columns"))

_REASON_LETTERS = 40  # a line of a radio button; Qt does not break them


class SessionsCard(Card):
    """The complete sessions, each to be ticked; or all of a range of dates."""

    chosen = Signal(tuple)
    ranged = Signal(object, object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Sessions", margin=14)
        self.count = muted()
        self.header.addWidget(self.count)
        self.list = QListWidget()
        self.list.setObjectName("sessions")
        self.list.setAccessibleName("Complete sessions; Space ticks one")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.first, self.last = DateField(today), DateField(today)
        for field, name, words in (
            (self.first, "first", "From"), (self.last, "last", "To"),
        ):  # fmt: skip
            field.setObjectName(name)
            field.setAccessibleName(f"{words} date of service")
            field.setPlaceholderText(words)
            field.editingFinished.connect(self._ranged)
        self.none = label(
            "No complete session yet. Complete one, then its superbill can be printed.",
            kind="muted", wrap=True,
        )  # fmt: skip
        self.body.addLayout(row(self.first, muted("to"), self.last))
        self.body.addWidget(self.none)
        self.body.addWidget(self.list, 1)
        self.list.itemChanged.connect(lambda _: self.chosen.emit(self.ticked()))

    def show_sessions(self, rows: tuple[EncounterRow, ...], chosen: tuple[int, ...]) -> None:
        """Show these sessions, those chosen ticked."""
        self.list.blockSignals(True)
        self.list.clear()
        for one in rows:
            item = QListWidgetItem(f"{say_date(one.date)}   {', '.join(one.codes)}")
            item.setToolTip(f"{one.provider_name}, {plural(one.units, 'unit')}")
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled
                          | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.tick(chosen)

    def tick(self, chosen: tuple[int, ...]) -> None:
        """Tick exactly these sessions."""
        self.list.blockSignals(True)
        for place in range(self.list.count()):
            item = self.list.item(place)
            on = item.data(Qt.ItemDataRole.UserRole) in chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.count.setText(f"{len(chosen)} of {self.list.count()}")

    def ticked(self) -> tuple[int, ...]:
        """The ids of the ticked sessions."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def _ranged(self) -> None:
        if self.first.text().strip() or self.last.text().strip():
            self.ranged.emit(self.first.value(), self.last.value())


class LookCard(Card):
    """Layout and options."""

    changed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__("Paper", margin=14)
        self._group = QButtonGroup(self)
        self.layouts = {key: Button(words, "segment") for key, words in _LAYOUTS}
        for key, button in self.layouts.items():
            button.setCheckable(True)
            button.setObjectName(f"layout-{key.value}")
            self._group.addButton(button)
        self.layouts[Layout.SUPERBILL].setChecked(True)
        self.hide_text = CheckBox("Hide the words of diagnoses")
        self.hide_text.setObjectName("hide-diagnosis-text")
        self.to_provider = CheckBox("Pay the provider (assignment)")
        self.signed = CheckBox("Patient's signature on file")
        self.body.addLayout(row(*self.layouts.values(), None, spacing=6))
        for box in (self.hide_text, self.to_provider, self.signed):
            self.body.addWidget(box)
            box.toggled.connect(self._changed)
        self._group.buttonClicked.connect(self._changed)

    def _changed(self) -> None:
        layout = next(key for key, button in self.layouts.items() if button.isChecked())
        options = Options(
            not self.hide_text.isChecked(), self.to_provider.isChecked(), self.signed.isChecked()
        )
        self.changed.emit(layout, options)


class QuestionCard(Card):
    """Medicare's question; nothing is drawn before it is answered."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__("Medicare", margin=14)
        self.setObjectName("medicare")
        self.words = label(look="strong", kind="warning", wrap=True)
        self.cite = label(look="small", kind="muted", wrap=True)
        self.body.addWidget(self.words)
        self._group = QButtonGroup(self)
        self.reasons: list[QRadioButton] = []
        self.body.addWidget(self.cite)
        self.hide()

    def show_question(self, question: MedicareQuestion | None, reason: str) -> None:
        """Show the question, or take it away."""
        self.setVisible(question is not None)
        if question is None:
            return
        self.words.setText(question.sentence)
        self.cite.setText(question.cite)
        while len(self.reasons) < len(question.reasons):
            self._add_reason()
        for button, text in zip(self.reasons, question.reasons, strict=True):
            button.setText(textwrap.fill(text.value, _REASON_LETTERS))
            button.setAccessibleName(text.value)
            button.setChecked(text.value == reason)

    def _add_reason(self) -> None:
        button = QRadioButton()
        button.setObjectName(f"reason-{len(self.reasons) + 1}")
        button.clicked.connect(lambda: self.answered.emit(button.accessibleName()))
        self._group.addButton(button)
        self._group.setExclusive(True)
        self.body.insertWidget(1 + len(self.reasons), button)
        self.reasons.append(button)

    def first_reason(self) -> QRadioButton | None:
        """Where the keyboard answers."""
        return self.reasons[0] if self.reasons else None


class LacksCard(Card):
    """What the paper lacks, with what to do; it can be printed all the same."""

    def __init__(self) -> None:
        super().__init__("Missing on the paper", margin=14)
        self.setObjectName("lacks")
        self.words = label(kind="warning", wrap=True)
        self.words.setContentsMargins(0, 0, 0, px(2))
        self.body.addWidget(self.words)
        self.hide()

    def show_problems(self, problems: tuple[str, ...]) -> None:
        """List the sentences, or take the card away."""
        self.words.setText("\n".join(f"•  {one}" for one in problems))
        self.setVisible(bool(problems))
