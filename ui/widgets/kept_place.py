"""A form's part in keeping unsaved text: hands it over, offers it again, compares first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from core.model.kept_text import KeptField, KeptText
from ui.presenters.kept_texts import moment_words
from ui.widgets.basics import Notice, quiet_button
from ui.widgets.basics_fields import SecretField, TypedField

if TYPE_CHECKING:
    from ui.context import Context

_SHOWN = 60  # characters of a stored value in the sentence about it


class KeptOf(NamedTuple):
    """Which record a form shows now, and whose."""

    record: str
    patient_id: int | None = None


class KeptPlace(QObject):
    """Belongs to one form; its `notice` stands where the form's writer sees it first.

    The form calls `settle` when it shows what is stored, and `edited` after each key. Secrets
    are never handed over.
    """

    def __init__(
        self,
        ctx: Context,
        host: QWidget,
        form: str,
        title: str,
        editors: Callable[[], Mapping[str, QWidget]],
        record: Callable[[], KeptOf | None],
        *,
        in_sheet: bool = False,
    ) -> None:
        super().__init__(host)
        self._ctx, self._host, self._form, self._title = ctx, host, form, title
        self._editors, self._record = editors, record
        self.in_sheet = in_sheet
        self.own: int | None = None
        self._offered: KeptText | None = None
        self._clean: dict[str, str] = {}
        self._settled = False
        self.notice = Notice("accent", "")
        self.notice.setObjectName(f"{form}-kept")
        self._back = quiet_button("Put it back", icon="undo")
        self._back.setObjectName(f"{form}-kept-back")
        self._drop = quiet_button("Discard it", icon="close")
        self._drop.setObjectName(f"{form}-kept-discard")
        self.notice.add_button(self._back)
        self.notice.add_button(self._drop)
        self.notice.hide()
        for button in (self._back, self._drop):
            button.setAutoDefault(True)
        self._back.clicked.connect(self.put_back)
        self._drop.clicked.connect(self.discard)
        ctx.kept.join(self)
        ctx.kept.changed.connect(self.look)

    def settle(self) -> None:
        """The form shows what is stored: what was typed before is saved or thrown away."""
        self._clean, self._settled = self._now(), True
        self._end_own()
        self.look()

    def edited(self) -> None:
        """Something was typed: text that is as stored again need not be kept."""
        if self.own is not None and not self._changes():
            self._end_own()

    def unsaved(self) -> KeptText | None:
        """What differs from what is stored, or None."""
        if self.in_sheet and not self._host.isVisibleTo(self._host.window()):
            return None  # closed already, not yet gone
        of, fields = self._record(), self._changes()
        if of is None or not fields:
            return None
        return KeptText(self._form, of.record, self._title, fields, of.patient_id, self.own)

    def put_back(self) -> None:
        """Fill in the kept text; saving it stays with its writer."""
        text = self._offered
        if text is None:
            return
        if self._changes():
            self._ctx.messages.warn("Save or undo what you typed here first, then put it back.")
            return
        editors = self._editors()
        lost = [
            f"{name.replace('_', ' ').capitalize()}: {pair.typed}"
            for name, pair in text.fields.items()
            if name not in editors or not write_text(editors[name], pair.typed)
        ]
        self._offered = None
        self.own = text.id
        if self.own is None or not self._changes():
            self._ctx.kept.let_go(text)
            self.own = None
        self._show_lost(lost)
        first = next((editors[name] for name in text.fields if name in editors), None)
        if first is not None:
            first.setFocus()

    def discard(self) -> None:
        """Let go of the offered text."""
        text, self._offered = self._offered, None
        self.notice.hide()
        if text is not None:
            self._ctx.kept.let_go(text)

    def _end_own(self) -> None:
        number, self.own = self.own, None
        if number is not None:
            self._ctx.kept.let_go_of(number)

    def look(self) -> None:
        """Offer what waits for the record that is shown."""
        of = self._record()
        found = self._ctx.kept.find(self._form, of.record) if of else None
        self._offered = found
        self.notice.setVisible(found is not None)
        if found is None:
            return
        moved = self._moved(found)
        head = f"Unsaved text of {moment_words(found.kept_at)} is kept"
        self.notice.show_notice("warning" if moved else "accent", head, moved)
        self._back.show()

    def _moved(self, text: KeptText) -> str:
        """What was changed in the stored record since, as a sentence."""
        editors = self._editors()
        said = [
            f"{_name(editors[name])} is now “{self._clean.get(name, '')[:_SHOWN]}”"
            for name, pair in text.fields.items()
            if name in editors and self._clean.get(name, "") not in (pair.was, pair.typed)
        ]
        if not said:
            return ""
        return (
            f"The record was changed since: {', '.join(said)}. What you put back stands in its "
            "place on the screen only, until you save."
        )

    def _show_lost(self, lost: list[str]) -> None:
        self.notice.setVisible(bool(lost))
        if lost:
            head = "A part has no place here any more"
            self.notice.show_notice("warning", head, ". ".join(lost))
            self._back.hide()

    def _now(self) -> dict[str, str]:
        editors = self._editors()
        return {
            name: text_of(one) for name, one in editors.items() if not isinstance(one, SecretField)
        }

    def _changes(self) -> dict[str, KeptField]:
        """What differs from what is stored; a form that was never filled holds nothing."""
        if not self._settled:
            return {}
        return {
            name: KeptField(self._clean.get(name, ""), text)
            for name, text in self._now().items()
            if text != self._clean.get(name, "")
        }


def text_of(editor: QWidget) -> str:
    """What an editor shows, as text."""
    if isinstance(editor, TypedField):
        return editor.echo() or editor.text()
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return "yes" if isinstance(editor, QCheckBox) and editor.isChecked() else ""


def write_text(editor: QWidget, text: str) -> bool:
    """Show a text as if it were typed; False when the editor cannot take it."""
    if not editor.isEnabled():
        return False
    if isinstance(editor, QComboBox):
        place = editor.findText(text)
        if place >= 0:
            editor.setCurrentIndex(place)
            editor.activated.emit(place)
        return place >= 0
    if isinstance(editor, QCheckBox):
        if editor.isChecked() != bool(text):
            editor.click()
        return True
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
        editor.setCursorPosition(0)
        editor.textEdited.emit(text)
    return True


def _name(editor: QWidget) -> str:
    return editor.accessibleName().replace("&", "") or "a field"
