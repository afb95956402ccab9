"""What the fields make of what people type, and how they say what is wrong."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.npi import npi_problem
from ui.presenters.fields import optional
from ui.widgets.basics_fields import (
    ComboBox,
    DateField,
    FieldRow,
    MoneyField,
    SecretField,
    TextField,
)

DAY = date(2026, 3, 10)


@pytest.fixture
def form(qtbot, theme):
    """A window that fields are put into."""
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)

    def add(row):
        window.layout().addWidget(row)
        row.show()
        row.editor.setFocus()
        return row

    return add


def leave(row, qtbot):
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    row.editor.clearFocus()


@pytest.mark.parametrize(
    ("typed", "day", "shown"),
    [
        ("3/2", date(2026, 3, 2), "Mon 2 Mar 2026"),
        ("+1w", date(2026, 3, 17), "Tue 17 Mar 2026"),
        ("today", DAY, "Tue 10 Mar 2026"),
    ],
)
def test_a_date_is_echoed_and_then_written_out(form, qtbot, typed, day, shown):
    row = form(FieldRow("Date", DateField(lambda: DAY)))
    qtbot.keyClicks(row.editor, typed)
    assert row.editor.echo() == shown
    leave(row, qtbot)
    assert row.editor.text() == shown
    assert row.editor.value() == day


def test_a_date_that_is_none_keeps_its_text_and_says_why(form, qtbot):
    row = form(FieldRow("Date", DateField(lambda: DAY)))
    qtbot.keyClicks(row.editor, "2/30")
    leave(row, qtbot)
    assert row.editor.text() == "2/30"
    assert "2/30" in row.problem()
    assert row.editor.accessibleDescription() == row.problem()


def test_a_needed_date_that_is_empty_says_its_name(form, qtbot):
    row = form(FieldRow("From", DateField(lambda: DAY)))
    row.editor.required = True
    assert not row.check_now()
    assert row.problem() == "From is missing."


def test_money_is_cents(form, qtbot):
    row = form(FieldRow("Fee", MoneyField()))
    qtbot.keyClicks(row.editor, "1,912.4")
    leave(row, qtbot)
    assert row.editor.cents() == 191240
    assert row.editor.text() == "$1,912.40"


def test_money_with_a_decimal_comma_is_asked_about(form, qtbot):
    row = form(FieldRow("Fee", MoneyField()))
    qtbot.keyClicks(row.editor, "12,5")
    leave(row, qtbot)
    assert row.problem()
    assert row.editor.cents() is None


def test_a_problem_goes_away_while_it_is_mended(form, qtbot):
    row = form(FieldRow("NPI", TextField(), check=optional(npi_problem)))
    qtbot.keyClicks(row.editor, "1234567890")
    leave(row, qtbot)
    assert "check digit" in row.problem()
    row.editor.setFocus()
    qtbot.keyClick(row.editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(row.editor, "3")
    assert row.problem() == ""


def test_a_password_is_shown_and_hidden_by_key(form, qtbot):
    row = form(FieldRow("Password", SecretField()))
    assert row.editor.echoMode() == SecretField.EchoMode.Password
    qtbot.keyClick(row.editor, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert row.editor.echoMode() == SecretField.EchoMode.Normal


def test_a_closed_list_keeps_its_choice_when_the_choices_change(qtbot, theme):
    box = ComboBox((("one", 1), ("two", 2)))
    qtbot.addWidget(box)
    box.set_value(2)
    box.set_choices((("zero", 0), ("two", 2)))
    assert box.value() == 2
    assert box.currentText() == "two"


def test_markup_in_a_label_is_shown_as_typed(qtbot, theme):
    row = FieldRow("Name", TextField())
    qtbot.addWidget(row)
    row.set_problem("<b>Ngô</b> & Sons")
    assert row.problem() == "<b>Ngô</b> & Sons"
    assert row._problem.textFormat() == Qt.TextFormat.PlainText
