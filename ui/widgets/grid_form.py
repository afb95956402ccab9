"""A record's form: fields on a grid of twelve, problems at the field, undo as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from core.errors import InvalidInput, UnitwiseError, UserProblem
from ui.theme import px
from ui.widgets.area_field import AreaField
from ui.widgets.basics_fields import (
    Check,
    ComboBox,
    CountField,
    DateField,
    FieldRow,
    MoneyField,
    TypedField,
)
from ui.widgets.kept_place import KeptOf, KeptPlace

if TYPE_CHECKING:
    from ui.context import Context

COLUMNS = 12


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its record's name, its words, its editor and its share of twelve columns."""

    name: str
    label: str
    editor: QWidget
    width: int = 12
    check: Check | None = None
    hint: str = ""
    needed: bool = False


class GridForm(QWidget):
    """Fields on a grid; `edited` when something was typed or chosen."""

    edited = Signal()

    def __init__(self, fields: tuple[FormField, ...], prefix: str) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        self._clean: dict[str, Any] = {}
        self.kept: KeptPlace | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(10))
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._place(fields, prefix)

    def _place(self, fields: tuple[FormField, ...], prefix: str) -> None:
        line, used = 1, 0  # the first line is for text that was kept
        before: QWidget | None = None
        for field in fields:
            if used + field.width > COLUMNS:
                line, used = line + 1, 0
            made = FieldRow(field.label, field.editor, field.hint, _check_of(field), field.name)
            field.editor.setObjectName(prefix + field.name)
            field.editor.setAccessibleName(field.label.replace("&", ""))
            if isinstance(field.editor, TypedField):
                field.editor.required = field.needed
            self.rows[field.name] = made
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(made, line, used, 1, field.width, top)
            used += field.width
            if before is not None:
                QWidget.setTabOrder(before, field.editor)
            before = field.editor
            self._listen(field.editor)

    def editors(self) -> dict[str, QWidget]:
        """The editors by their fields' names."""
        return {name: made.editor for name, made in self.rows.items()}

    def keep_unsaved(
        self,
        ctx: Context,
        form: str,
        title: str,
        record: Callable[[], KeptOf | None],
        *,
        in_sheet: bool = False,
    ) -> None:
        """Keep over a lock what is typed here; `record` says what the form shows."""
        self.kept = KeptPlace(ctx, self, form, title, self.editors, record, in_sheet=in_sheet)
        self._grid.addWidget(self.kept.notice, 0, 0, 1, COLUMNS)
        self.edited.connect(self.kept.edited)

    def _listen(self, editor: QWidget) -> None:
        if isinstance(editor, (QLineEdit, AreaField)):
            editor.textChanged.connect(self.edited)
        elif isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(self.edited)
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(self.edited)

    def value(self, name: str) -> Any:
        """What a field means: a day, cents, a number, a choice, a tick or a text."""
        editor = self.rows[name].editor
        if isinstance(editor, DateField):
            return editor.value()
        if isinstance(editor, MoneyField):
            return editor.cents()
        if isinstance(editor, CountField):
            return editor.count()
        if isinstance(editor, ComboBox):
            return editor.value()
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, AreaField):
            return editor.toPlainText().strip()
        return self.rows[name].text()

    def fill(self, values: dict[str, Any]) -> None:
        """Show a record's values; from here on nothing counts as edited."""
        for name, made in self.rows.items():
            _set(made.editor, values.get(name))
            made.set_problem("")
        self.mark_clean()

    def mark_clean(self) -> None:
        """What is shown now is what is kept."""
        self._clean = self._now()
        self.edited.emit()
        if self.kept is not None:
            self.kept.settle()

    def is_dirty(self) -> bool:
        """Whether something differs from what is kept."""
        return bool(self._clean) and self._now() != self._clean

    def undo(self) -> None:
        """Go back to what is kept."""
        for name, made in self.rows.items():
            editor, value = made.editor, self._clean.get(name)
            if isinstance(editor, QLineEdit):
                editor.setText(value)
            elif isinstance(editor, AreaField):
                editor.setPlainText(value or "")
            else:
                _set(editor, value)
            made.set_problem("")
        self.edited.emit()

    def check(self) -> bool:
        """Check every visible field; the first one at fault takes the keyboard."""
        wrong = [made for made in self.rows.values() if made.isVisibleTo(self)]
        wrong = [made for made in wrong if not made.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def show_problem(self, problem: UnitwiseError) -> bool:
        """Put a service's sentences under their fields; whether all found one."""
        found = problem.problems if isinstance(problem, InvalidInput) else (problem,)
        targets = []
        for one in found:
            name = one.field.rsplit(".", 1)[-1] if isinstance(one, UserProblem) else ""
            if name in self.rows:
                self.rows[name].set_problem(str(one))
                targets.append(self.rows[name].editor)
        if targets:
            targets[0].setFocus()
        return len(targets) == len(found)

    def first(self) -> QWidget:
        """The first field's editor."""
        return next(iter(self.rows.values())).editor

    def _now(self) -> dict[str, Any]:
        return {name: _raw(made.editor) for name, made in self.rows.items()}


def _check_of(field: FormField) -> Check | None:
    def look(text: str) -> str:
        if not text:
            return f"{field.label.replace('&', '')} is missing." if field.needed else ""
        return field.check(text) if field.check else ""

    return look


def _set(editor: QWidget, value: Any) -> None:
    if isinstance(editor, DateField):
        editor.set_value(value if isinstance(value, date) else None)
    elif isinstance(editor, MoneyField):
        editor.set_cents(value)
    elif isinstance(editor, ComboBox):
        editor.set_value(value)
    elif isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, AreaField):
        editor.setPlainText(str(value or ""))
    elif isinstance(editor, QLineEdit):
        editor.setText("" if value is None else str(value))
        editor.setCursorPosition(0)


def _raw(editor: QWidget) -> Any:
    if isinstance(editor, DateField):
        return editor.echo() or editor.text()
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, AreaField):
        return editor.toPlainText()
    if isinstance(editor, ComboBox):
        return editor.value()
    return editor.isChecked() if isinstance(editor, QCheckBox) else None
