"""The bill beside the grid: units, lines, what is not billed, ties, and the way to the reasons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from core.model.bill import Bill, BillLine, Choice
from core.model.money import format_cents
from core.rules.day_tables import stale_table
from core.rules.wording import plural
from ui.theme import px
from ui.widgets.basics import Button, Card, ghost_button, hairline, label, link_button, row
from ui.widgets.flow import FlowRow
from ui.widgets.text_rows import Clickable, TextRows
from ui.widgets.trace_panel import TracePanel

_MONEY_HEAD = ("", "allowed", "expected", "patient")
NO_LOCALITY = (
    "Without it amounts of Medicare's fee schedule are not known, and KX is not suggested."
)
_MOST_CHOICES = 4
_MOST_CANDIDATES = 6
_LEFT_OUT = "Left out: its minutes cannot be read."


class _Figure(Clickable):
    """The big number; as wide as its card, so that a new number moves nothing."""

    def sizeHint(self) -> QSize:
        return QSize(px(160), QFontMetrics(self.font()).height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ChoiceRow(QWidget):
    """One tie: its sentence, and a button for each code that may take the unit."""

    answered = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.words = label(wrap=True)
        self._group = QButtonGroup(self)
        self.buttons = [Button("", "segment") for _ in range(_MOST_CANDIDATES)]
        for button in self.buttons:
            button.setCheckable(True)
            self._group.addButton(button)
        self._group.buttonClicked.connect(self._clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, px(4), 0, px(4))
        box.setSpacing(px(6))
        box.addWidget(self.words)
        box.addLayout(row(*self.buttons, None, label("Alt+T", look="small", kind="muted")))
        self.hide()

    def show_choice(self, choice: Choice) -> None:
        """Show a tie and its answer."""
        self._number = choice.number
        self.words.setText(say_choice(choice))
        for place, button in enumerate(self.buttons):
            code = choice.candidates[place] if place < len(choice.candidates) else ""
            if button.text() != code:
                button.set_words(code)
                button.setAccessibleName(f"Give the unit to {code}")
            button.setVisible(bool(code))
            button.setChecked(code == choice.chosen)

    def _clicked(self, button: Button) -> None:
        self.answered.emit(self._number, button.text())


def say_choice(choice: Choice) -> str:
    """The tie in a sentence; an unanswered one says what stands until it is answered."""
    codes = " or ".join(choice.candidates)
    if choice.answered:
        return f"{codes}, {choice.why}: you chose {choice.chosen}."
    return f"{codes}, {choice.why}: your choice. Until then {choice.chosen}."


def _amounts(line: BillLine) -> tuple[str, ...]:
    amounts = (line.allowed_cents, line.expected_cents, line.patient_cents)
    name = " ".join((line.code, *(word for word in line.modifiers if word in ("CQ", "CO"))))
    return (name, *("not known" if one is None else format_cents(one) for one in amounts))


class BillPanel(Card):
    """Shows one bill and repaints only what changed; `why(code)` asks for the reasons."""

    why = Signal(str)
    answered = Signal(int, str)

    def __init__(self) -> None:
        super().__init__("Bill", margin=16)
        self.setObjectName("bill")
        self.rule = label(kind="muted", look="small")
        self.header.addWidget(self.rule)
        self.figure = _Figure(lambda: self.why.emit(""))
        self.figure.setProperty("look", "figure")
        self.figure.setObjectName("units")
        self.lines = TextRows(
            (("strong", ""), ("", "muted"), ("", "muted"), ("", "muted")), 2, clicked=self._line_why
        )
        self.money = TextRows(
            (("small", ""), ("small", "muted"), ("small", "muted"), ("small", "muted")),
            0,
            numbers=frozenset({1, 2, 3}),
        )
        self.lines.set_column_width(0, 48)
        self.lines.set_column_width(1, 44)
        self.lines.set_column_width(3, 48)
        self.not_billed = TextRows((("strong", "muted"), ("", "muted")), 1, frozenset({1}))
        self.not_billed.set_column_width(0, 48)
        self.choices = [ChoiceRow() for _ in range(_MOST_CHOICES)]
        self.empty = label("Minutes become units here as you type them.", kind="muted", wrap=True)
        self.why_button = ghost_button("Why?")
        self.why_button.setObjectName("why")
        self.why_button.setStyleSheet(
            "QPushButton { color: palette(text); font-weight: 600; padding-left: 0; }"
        )
        self.compare_button = ghost_button("Compare rules  F2")
        self.compare_button.setAccessibleName("Compare rules")
        self.notice_button = ghost_button("Notice (ABN) …  Alt+A")
        self.notice_button.setAccessibleName("State a notice (ABN)")
        self.notice_button.hide()
        self.money_button = ghost_button("Show money")
        self.money_button.setToolTip("Alt+M")
        self.locality_button = link_button("Choose the Medicare locality", icon="place")
        self.locality_button.setObjectName("choose-locality")
        self.locality_button.setStyleSheet("QPushButton { padding-left: 0; }")
        self.locality_button.setAccessibleDescription(NO_LOCALITY)
        self.locality_button.setToolTip(NO_LOCALITY)
        self.locality_button.hide()
        self.money_shown = False
        self.money.hide()
        self.table_label = label(look="small", kind="warning", wrap=True)
        self.table_label.setObjectName("edit-table")
        self.table_label.hide()
        self._bill: Bill | None = None
        self.trace = TracePanel()
        self.trace.hide()
        self._codes: tuple[str, ...] = ()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.setSpacing(px(8))
        self.body.addWidget(self.figure)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.lines)
        self.body.addWidget(self.not_billed)
        self.body.addWidget(self.table_label)
        self.body.addWidget(self.money)
        self.body.addLayout(row(self.locality_button, None))
        for choice in self.choices:
            self.body.addWidget(choice)
        self.body.addWidget(hairline())
        key = label("F1", kind="muted", look="small")
        self.body.addLayout(row(self.why_button, None, key))
        acts = FlowRow(spacing=4)
        for button in (self.compare_button, self.money_button, self.notice_button):
            acts.add(button)
        self.body.addWidget(acts)
        self.body.addWidget(self.trace)

    def _connect(self) -> None:
        self.why_button.clicked.connect(lambda: self.why.emit(""))
        for choice in self.choices:
            choice.answered.connect(self.answered)

    def show_bill(
        self,
        bill: Bill,
        rule_words: str,
        unread: frozenset[str],
        empty: bool,
        own: tuple[tuple[str, int], ...] = (),
    ) -> None:
        """Show a bill; `unread` are codes with minutes left out, `empty` when nothing was typed.

        `own` are the practice's own items, each with how many.
        """
        units = plural(bill.total_units, "unit")
        if self.figure.text() != units:
            self.figure.setText(units)
            self.figure.setAccessibleName(f"Bill: {units}")
            self.why_button.set_words(f"Why {units}?")
        if self.rule.text() != rule_words:
            self.rule.setText(rule_words)
        self.empty.setVisible(empty)
        self._codes = tuple(line.code for line in bill.lines)
        self.lines.show_texts(
            [
                (
                    line.code,
                    plural(line.units, "unit"),
                    " ".join(line.modifiers) or "no modifier",
                    f"{line.minutes} min",
                )
                for line in bill.lines
            ]
            + [(code, f"× {count}", "own item", "") for code, count in own]
        )
        self.not_billed.show_texts(
            [
                (one.code or "–", _LEFT_OUT if one.code in unread else one.message or one.reason)
                for one in bill.not_billed
                if not empty
            ]
        )
        self._show_choices(bill.choices)
        self._bill = bill
        self._show_amounts()
        self._show_table(bill)
        if self.trace.isVisible():
            self.trace.show_trace(bill)

    def _show_choices(self, choices: tuple[Choice, ...]) -> None:
        for place, shown in enumerate(self.choices):
            if place < len(choices):
                shown.show_choice(choices[place])
            shown.setVisible(place < len(choices))

    def set_read_only(self, signed: bool) -> None:
        """The answers to ties of a signed session stand."""
        for choice in self.choices:
            choice.setEnabled(not signed)

    def show_money(self, shown: bool) -> None:
        """Show or hide the amounts of each line."""
        self.money_shown = shown
        self.money_button.set_words("Hide money" if shown else "Show money")
        self._show_amounts()

    def _show_amounts(self) -> None:
        lines = self._bill.lines if self._bill else ()
        shown = self.money_shown and bool(lines)
        self.money.setVisible(shown)
        if shown:
            self.money.show_texts([_MONEY_HEAD, *map(_amounts, lines)])

    def _show_table(self, bill: Bill) -> None:
        text = stale_table(bill)
        if self.table_label.text() != text:
            self.table_label.setText(text)
        self.table_label.setVisible(bool(text))

    def open_trace(self, bill: Bill, code: str = "") -> None:
        """Show the reasons, those of one code marked, and take the keyboard there."""
        self.trace.show_trace(bill)
        self.trace.mark(code)
        self.trace.show()
        self.trace.setFocus()

    def close_trace(self) -> None:
        self.trace.hide()

    def first_choice(self) -> QWidget | None:
        """The button to answer the first tie with."""
        if not self.choices[0].isVisible():
            return None
        return next(one for one in self.choices[0].buttons if one.isChecked())

    def texts(self) -> list[str]:
        """What the bill says, as read by eye."""
        found = [self.figure.text(), *(" ".join(one) for one in self.lines.texts())]
        found += [" ".join(one) for one in self.not_billed.texts()]
        found += [" ".join(one) for one in self.money.texts() if self.money_shown]
        return found + [one.words.text() for one in self.choices if one.isVisible()]

    def _line_why(self, place: int) -> None:
        if place < len(self._codes):
            self.why.emit(self._codes[place])
