"""Forms from fields described as data, on a grid of twelve columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.presenters.wizard import Field
from ui.theme import px
from ui.widgets.basics_fields import ComboBox, FieldRow, SecretField, TextField

COLUMNS = 12


class Form(QWidget):
    """Shows fields, reads their texts, and puts problems under them."""

    def __init__(self, fields: Iterable[Field], prefix: str = "") -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        line = used = 0
        for field in fields:
            if used + field.width > COLUMNS:
                line, used = line + 1, 0
            made = FieldRow(
                field.label, _editor(field), field.hint, field.check, prefix + field.name
            )
            self.rows[field.name] = made
            grid.addWidget(made, line, used, 1, field.width, Qt.AlignmentFlag.AlignTop)
            used += field.width
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)

    def values(self) -> dict[str, str]:
        """The texts as typed; of a closed list, what the choice stands for."""
        return {name: _value(row) for name, row in self.rows.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill in a record's values and take problems away."""
        for name, row in self.rows.items():
            value = values.get(name, "")
            if isinstance(row.editor, ComboBox):
                row.editor.set_value(value)
            elif isinstance(row.editor, QLineEdit):
                row.editor.setText(str(value))
                row.editor.setCursorPosition(0)
            row.set_problem("")

    def check(self) -> bool:
        """Check every field; the first one at fault takes the keyboard."""
        wrong = [row for row in self.rows.values() if not row.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def show_problem(self, field: str, text: str) -> bool:
        """Put a service's sentence under the field it names; whether there is one."""
        row = self.rows.get(field.rsplit(".", 1)[-1])
        if row is None:
            return False
        row.set_problem(text)
        row.editor.setFocus()
        return True

    def first(self) -> QWidget:
        return next(iter(self.rows.values())).editor


def _editor(field: Field) -> QWidget:
    if field.choices:
        return ComboBox(field.choices)
    if field.secret:
        return SecretField()
    return TextField(field.placeholder)


def _value(row: FieldRow) -> str:
    return str(row.editor.value()) if isinstance(row.editor, ComboBox) else row.text()
