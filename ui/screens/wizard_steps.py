"""The steps of the first-run wizard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.services.people import sign_in_of
from ui.presenters.fields import Field, Kind, required
from ui.presenters.password_hint import password_hint
from ui.presenters.wizard import passwords_problem
from ui.widgets.basics import (
    Button,
    Chip,
    Notice,
    column,
    heading,
    label,
    link_button,
    muted,
    quiet_button,
    row,
)
from ui.widgets.basics_fields import TextField
from ui.widgets.forms import Form
from ui.widgets.recovery_code import PrintLines, RecoveryCode


class Step(QWidget):
    """One page of the wizard; `entered` when Enter was pressed in its last field."""

    entered = Signal()

    def __init__(self, head: str, words: str) -> None:
        super().__init__()
        self.setAccessibleName(head)
        self.box = column(heading(head), muted(words, wrap=True), spacing=10)
        self.notice = Notice("error", "")
        self.notice.hide()
        self.setLayout(self.box)

    def check(self) -> bool:
        return True

    def first(self) -> QWidget:
        return self

    def names(self, field: str) -> bool:
        """Whether this step has the field of that name."""
        return False

    def show_problem(self, field: str, text: str) -> None:
        self.notice.show_notice("error", text)
        self.notice.show()


class StartStep(Step):
    """Three ways in."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "Welcome",
            "Type minutes after a session; units, modifiers and the reasons appear as you type. "
            "Everything stays in one encrypted file on this computer.",
        )
        self.new = Button("Set up my practice", "primary", icon="practice")
        self.demo = quiet_button("Open the demo practice", icon="play")
        self.other = quiet_button("Open a practice file", icon="folder")
        ways = (
            (self.new, "new", "Four short steps, about two minutes."),
            (self.demo, "demo", "Invented patients and sessions to try everything with."),
            (self.other, "other", "A file made with Unitwise before, on this or another computer."),
        )
        for button, name, words in ways:
            button.setObjectName(f"start-{name}")
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, n=name: self.chosen.emit(n))
            self.box.addSpacing(6)
            self.box.addWidget(button)
            self.box.addWidget(label(words, look="small", kind="muted", wrap=True))
        self.box.addWidget(self.notice)

    def first(self) -> QWidget:
        return self.new


class FormStep(Step):
    """A step that is one form."""

    def __init__(self, head: str, words: str, fields: Iterable[Field], prefix: str) -> None:
        super().__init__(head, words)
        self.form = Form(fields, prefix)
        self.box.addWidget(self.form)
        self.box.addWidget(self.notice)
        for made in self.form.rows.values():
            if isinstance(made.editor, QLineEdit):
                made.editor.returnPressed.connect(self.entered)

    def check(self) -> bool:
        self.notice.hide()
        return self.form.check()

    def first(self) -> QWidget:
        return self.form.first()

    def names(self, field: str) -> bool:
        return field.rsplit(".", 1)[-1] in self.form.rows

    def show_problem(self, field: str, text: str) -> None:
        if not self.form.show_problem(field, text):
            super().show_problem(field, text)


OWNER = (
    Field("owner_name", "Your name", required("Your name"), hint="Shown on this computer only"),
    Field("password", "Password", kind=Kind.SECRET, width=6),
    Field("again", "Password again", kind=Kind.SECRET, width=6),
)


class OwnerStep(FormStep):
    """Who owns the file, the password, and where the file is kept."""

    place_asked = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__(
            "You and your password",
            "The password encrypts the practice file. Nobody can open it without the password "
            "or the recovery code of the last step, we included.",
            OWNER,
            "owner-",
        )
        self.path = path
        self.hint = Chip("muted", "")
        self.place = label("", look="small", kind="muted", wrap=True)
        self.place.setObjectName("file-place")
        change = link_button("Change the place")
        change.setObjectName("change-place")
        change.clicked.connect(self.place_asked)
        self.sign_in = label("", look="small", kind="muted", wrap=True)
        self.sign_in.setObjectName("owner-sign-in")
        self.box.insertLayout(3, row(self.hint, None))
        self.box.addWidget(self.sign_in)
        self.box.addWidget(self.place)
        self.box.addLayout(row(change, None))
        self.show_path(path)
        for name in ("owner_name", "password"):
            editor = self.form.rows[name].editor
            if isinstance(editor, QLineEdit):
                editor.textChanged.connect(self._judge)
        self._judge()

    def values(self) -> dict[str, Any]:
        """The owner's name, and the passwords with their blanks."""
        return self.form.values()

    def check(self) -> bool:
        if not super().check():
            return False
        values = self.values()
        problems = passwords_problem(values["password"], values["again"])
        for name, text in zip(("again", "password"), reversed(problems), strict=True):
            if text:
                self.form.show_problem(name, text)
        return not any(problems)

    def show_path(self, path: Path) -> None:
        self.path = path
        self.place.setText(f"The file will be {path}")

    def _judge(self) -> None:
        values = self.values()
        hint = password_hint(values["password"], (values["owner_name"],))
        self.hint.show_state(hint.kind, hint.text, "key" if hint.kind == "muted" else "")
        name = values["owner_name"].strip()
        words = f"You sign in as {sign_in_of(name)}. " if name else ""
        self.sign_in.setText(f"{words}Others get accounts in Settings.")


class RecoveryStep(Step):
    """The recovery code, once; nothing goes on before the whole of it was typed back."""

    def __init__(self, print_lines: PrintLines) -> None:
        super().__init__(
            "Your recovery code",
            "It opens the file when the password is lost, and it is shown this one time only. "
            "Print it, or write it down, and keep it away from this computer.",
        )
        self.back = RecoveryCode(print_lines)
        self.back.entered.connect(self.entered)
        self.box.addWidget(self.back)
        self.box.addWidget(self.notice)

    @property
    def typed(self) -> TextField:
        """Where the code is typed back."""
        return self.back.typed

    def show_code(self, code: str, heads: tuple[str, ...] = ()) -> None:
        """Show a code; `heads` are printed above it."""
        self.back.heads = heads
        self.back.show_code(code)

    def check(self) -> bool:
        return self.back.check()

    def first(self) -> QWidget:
        return self.back.typed
