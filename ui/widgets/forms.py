"""Forms from fields described as data, on a grid of twelve columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.presenters.fields import Field, Kind
from ui.theme import px
from ui.widgets.basics_fields import (
    CheckBox,
    ComboBox,
    DateField,
    FieldRow,
    MoneyField,
    SecretField,
    TextField,
)
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from ui.context import Context

COLUMNS = 12


class Form(QWidget):
    """Shows fields, reads their values, and puts problems under them; `edited` on each change."""

    edited = Signal()

    def __init__(
        self, fields: Iterable[Field], prefix: str = "", today: Callable[[], date] = date.today
    ) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        self._today = today
        self.kept: KeptPlace | None = None
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        line, used = 1, 0  # the first line is for text that was kept
        for field in fields:
            if used + field.width > COLUMNS:
                line, used = line + 1, 0
            made = self._row(field, prefix)
            grid.addWidget(made, line, used, 1, field.width, Qt.AlignmentFlag.AlignTop)
            used += field.width
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)

    def _row(self, field: Field, prefix: str) -> FieldRow:
        editor = self._editor(field)
        words = "" if isinstance(editor, CheckBox) else field.label
        made = FieldRow(words, editor, field.hint, field.check, prefix + field.name)
        editor.setAccessibleName(field.label)
        self.rows[field.name] = made
        self._watch(editor)
        return made

    def _editor(self, field: Field) -> QWidget:
        if field.choices:
            return ComboBox(field.choices)
        if field.kind is Kind.CHECK:
            return CheckBox(field.label)
        if field.kind is Kind.SECRET:
            return SecretField()
        if field.kind is Kind.BLOCK:
            return TextBlock(field.placeholder)
        if field.kind is Kind.TEXT:
            return TextField(field.placeholder)
        typed = DateField(self._today) if field.kind is Kind.DATE else MoneyField()
        typed.required = field.needed
        return typed

    def _watch(self, editor: QWidget) -> None:
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(self.edited)
        elif isinstance(editor, ComboBox):
            editor.activated.connect(self.edited)
        elif isinstance(editor, CheckBox):
            editor.clicked.connect(self.edited)
        elif isinstance(editor, TextBlock):
            editor.edited.connect(self.edited)

    def keep_unsaved(
        self, ctx: Context, form: str, title: str, record: Callable[[], KeptOf | None]
    ) -> None:
        """Keep over a lock what is typed here; `record` says what the form shows."""
        self.kept = KeptPlace(ctx, self, form, title, self._editors, record)
        self._grid.addWidget(self.kept.notice, 0, 0, 1, COLUMNS)
        self.edited.connect(self.kept.edited)

    def _editors(self) -> dict[str, QWidget]:
        return {name: row.editor for name, row in self.rows.items()}

    def mark_clean(self) -> None:
        """What is shown now is what is kept."""
        if self.kept is not None:
            self.kept.settle()

    def values(self) -> dict[str, Any]:
        """What the fields hold, by name; see ui.presenters.fields.Kind."""
        return {name: _value(row) for name, row in self.rows.items()}

    def set_values(self, values: Mapping[str, Any], *, typed: bool = False) -> None:
        """Fill in a record's values and take problems away; `typed` when they are not stored."""
        for name, row in self.rows.items():
            _fill(row.editor, values.get(name))
            row.set_problem("")
        if not typed:
            self.mark_clean()

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
        """The first field."""
        return next(iter(self.rows.values())).editor


def _value(row: FieldRow) -> object:
    editor = row.editor
    if isinstance(editor, ComboBox):
        return editor.value()
    if isinstance(editor, CheckBox):
        return editor.isChecked()
    if isinstance(editor, DateField):
        return editor.value()
    if isinstance(editor, MoneyField):
        return editor.cents()
    if isinstance(editor, TextBlock):
        return editor.toPlainText().strip()
    # A password keeps the blanks it begins or ends with.
    return editor.text() if isinstance(editor, SecretField) else row.text()


def _fill(editor: QWidget, value: Any) -> None:
    if isinstance(editor, ComboBox):
        editor.set_value(value)
    elif isinstance(editor, CheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, DateField):
        editor.set_value(value)
    elif isinstance(editor, MoneyField):
        editor.set_cents(value)
    elif isinstance(editor, TextBlock):
        editor.set_text(str(value or ""))
    elif isinstance(editor, QLineEdit):
        editor.setText("" if value is None else str(value))
        # While it is typed in, the cursor stays; else the text's beginning is shown.
        if not editor.hasFocus():
            editor.setCursorPosition(0)
