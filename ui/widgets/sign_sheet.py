"""Asks why a session is signed all the same, and takes down an addendum."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from core.model.bill import Alert
from core.services.signing_checks import LONGEST_REASON, Reasons, key_of
from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import (
    Button,
    Glyph,
    heading,
    hide_if,
    label,
    primary_button,
    quiet_button,
    row,
)
from ui.widgets.basics_fields import FieldRow, TextField
from ui.widgets.kept_place import KeptOf, KeptPlace

if TYPE_CHECKING:
    from ui.context import Context

_MISSING = "Say it in a few words."
_LONGEST = 20_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _KeyedSheet(Sheet):
    """Takes Ctrl+Enter for itself, which would act on the page below otherwise."""

    kept: KeptPlace | None = None

    def keep_unsaved(
        self, ctx: Context, form: str, title: str, of: KeptOf, editors: dict[str, QWidget]
    ) -> None:
        """Keep over a lock what is typed here; the sheet itself goes away then."""
        kept = KeptPlace(ctx, self, form, title, lambda: editors, lambda: of, in_sheet=True)
        self.kept = kept
        self.body.insertWidget(1, kept.notice)
        kept.settle()

    def let_go(self) -> None:
        """What is typed here is saved."""
        if self.kept is not None:
            self.kept.settle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_ctrl_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_ctrl_enter(event):
            self.say_yes()
        super().keyPressEvent(event)

    def say_yes(self) -> None:
        """Do what the main button does."""


def _is_ctrl_enter(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
        return False
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class SignSheet(_KeyedSheet):
    """Each open warning once; one reason is kept with every one of them. Enter signs."""

    def __init__(
        self,
        window: QWidget,
        warnings: tuple[Alert, ...],
        minutes: bool,
        sign: Callable[[Reasons], None],
    ) -> None:
        super().__init__(window)
        self.setObjectName("sign")
        self.setAccessibleName("Sign and lock")
        self.panel.setFixedWidth(min(px(540), window.width() - px(40)))
        self._warnings, self._sign = warnings, sign
        self.body.addWidget(heading("Sign and lock this session?"))
        for alert in warnings:
            words = label(f"{alert.message} {alert.fix}".strip(), wrap=True)
            line = row(spacing=8)
            line.addWidget(Glyph("warning", "warning"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            self.body.addLayout(line)
        self.reason = self._field(
            "Why it is right all the same, kept with the session", "sign-reason", bool(warnings)
        )
        self.moved = self._field(
            "Why the minutes changed since it was signed, kept and printed",
            "minutes-reason",
            minutes,
        )
        self.yes: Button = primary_button("Sign and lock", icon="lock")
        self.yes.setObjectName("sign-yes")
        self.no = quiet_button("Back to the session")
        self.no.setObjectName("sign-no")
        self.body.addLayout(row(_key("Enter"), None, self.no, self.yes))
        self.yes.clicked.connect(self.say_yes)
        self.no.clicked.connect(self.cancel)
        for button in (self.yes, self.no):
            button.setAutoDefault(True)

    def editors(self) -> dict[str, QWidget]:
        """The reasons that are asked for."""
        return {one.editor.objectName(): one.editor for one in self._fields()}

    def ask(self) -> None:
        """Show it and take the keyboard."""
        self.open(self._fields()[0].editor)

    def _field(self, text: str, name: str, wanted: bool) -> FieldRow:
        editor = TextField(limit=LONGEST_REASON)
        made = FieldRow(text, editor, name=name)
        self.body.addWidget(made)
        hide_if(not wanted, made)
        editor.returnPressed.connect(self.say_yes)
        return made

    def _fields(self) -> list[FieldRow]:
        return [one for one in (self.reason, self.moved) if not one.isHidden()]

    def say_yes(self) -> None:
        """Do what the main button does."""
        empty = [one for one in self._fields() if not one.text().strip()]
        for one in empty:
            one.set_problem(_MISSING)
        if empty:
            empty[0].editor.setFocus()
            return
        given = {key_of(alert): self.reason.text() for alert in self._warnings}
        minutes = "" if self.moved.isHidden() else self.moved.text()
        self.let_go()
        self.close_sheet()
        self._sign(Reasons(given, minutes))


class AddendumSheet(_KeyedSheet):
    """A text beside a signed note; Ctrl+Enter signs it, Esc asks nothing and keeps nothing."""

    def __init__(self, window: QWidget, signer: str, add: Callable[[str], None]) -> None:
        super().__init__(window)
        self.setObjectName("addendum")
        self.setAccessibleName("Add an addendum")
        self.panel.setFixedWidth(min(px(600), window.width() - px(40)))
        self._add = add
        self.body.addWidget(heading("Add an addendum"))
        said = f"The signed note stays as it is. This text is added under it, signed by {signer}"
        self.body.addWidget(label(f"{said} now.", wrap=True))
        self.text = QPlainTextEdit()
        self.text.setObjectName("addendum-text")
        self.text.setAccessibleName("Text of the addendum")
        self.text.setPlaceholderText("What is to be corrected or added, and why")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(px(150))
        self.problem = label("", look="small", kind="error", wrap=True)
        self.problem.setObjectName("addendum-problem")
        self.problem.hide()
        self.yes = primary_button("Sign the addendum", icon="lock")
        self.yes.setObjectName("addendum-yes")
        self.no = quiet_button("Cancel")
        self.no.setObjectName("addendum-no")
        self.body.addWidget(self.text)
        self.body.addWidget(self.problem)
        self.body.addLayout(row(_key("Ctrl+Enter"), None, self.no, self.yes))
        self.yes.clicked.connect(self.say_yes)
        self.no.clicked.connect(self.cancel)

    def ask(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.text)

    def say(self, problem: str) -> None:
        """Say what is wrong; the text stays."""
        self.problem.setText(problem)
        self.problem.show()
        self.text.setFocus()

    def say_yes(self) -> None:
        """Do what the main button does."""
        text = self.text.toPlainText().strip()
        if not text:
            self.say("Write what is to be added.")
        elif len(text) > _LONGEST:
            self.say(f"It has {len(text):,} letters; an addendum holds {_LONGEST:,}.")
        else:
            self._add(text)


def _key(name: str) -> QLabel:
    return label(f"{name} signs", look="small", kind="muted")
