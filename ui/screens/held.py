"""What comes before any work: a password of one's own, and a new recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.presenters.fields import Field, Kind, required
from ui.presenters.password_hint import password_hint
from ui.presenters.wizard import passwords_problem
from ui.screens.gate import Gate, Working
from ui.screens.wizard_steps import FormStep, RecoveryStep, Step
from ui.widgets.basics import Chip, column, link_button, primary_button, row

if TYPE_CHECKING:
    from ui.presenters.opening import Opened
    from ui.widgets.recovery_code import PrintLines

PASSWORDS = (
    Field("new_password", "New password", kind=Kind.SECRET, width=6),
    Field("again", "New password again", kind=Kind.SECRET, width=6),
)
PASSWORD = (Field("password", "Your password", required("The password"), kind=Kind.SECRET),)


class OwnPasswordStep(FormStep):
    """A new password in place of the one that was for one time."""

    def __init__(self) -> None:
        super().__init__(
            "Choose your own password",
            "The one you signed in with was for this one time. From now on nobody knows your "
            "password but you; ask an owner for a new one when it is lost.",
            PASSWORDS,
            "own-",
        )
        self.hint = Chip("muted", "")
        self.box.insertLayout(3, row(self.hint, None))
        self.name = ""
        self.form.edited.connect(self.judge)
        self.judge()

    def judge(self) -> None:
        """Say how good the new password is so far."""
        hint = password_hint(self.form.values()["new_password"], (self.name,))
        self.hint.show_state(hint.kind, hint.text, "key" if hint.kind == "muted" else "")

    def check(self) -> bool:
        values = self.form.values()
        problems = passwords_problem(values["new_password"], values["again"])
        for name, text in zip(("again", "new_password"), reversed(problems), strict=True):
            self.form.rows[name].set_problem(text)
            if text:
                self.form.show_problem(name, text)
        return super().check() if not any(problems) else False


class NewCodeStep(FormStep):
    """Why a new recovery code is needed, and the button that makes it."""

    def __init__(self) -> None:
        super().__init__(
            "A new recovery code",
            "The code on the paper was used to sign in, so it is a secret no longer. A new one "
            "is made now; the old paper is useless from then on.",
            PASSWORD,
            "renew-",
        )

    def ask(self, *, password: bool) -> None:
        """Whether the password has to be typed for it."""
        self.form.setVisible(password)

    def check(self) -> bool:
        return self.form.isHidden() or super().check()


class HeldScreen(Gate):
    """Asks for one after the other; `finished` when the new code was typed back."""

    password_chosen = Signal(str)
    code_asked = Signal(str)
    finished = Signal()
    leave_asked = Signal()

    def __init__(self, print_lines: PrintLines) -> None:
        super().__init__(560)
        self.setObjectName("held")
        self.setAccessibleName("Before you go on")
        self.own = OwnPasswordStep()
        self.renew = NewCodeStep()
        self.recovery = RecoveryStep(print_lines)
        self.steps: tuple[Step, ...] = (self.own, self.renew, self.recovery)
        self._step: Step = self.own
        self._file = ""
        self.middle = QWidget()
        self.middle.setLayout(column(*self.steps, spacing=0))
        self.working = Working()
        self.next = primary_button("Continue")
        self.next.setObjectName("held-next")
        self.next.setAutoDefault(True)
        self.leave = link_button("Sign in as somebody else", "person")
        self.leave.setObjectName("held-leave")
        for widget in (self.middle, self.working):
            self.panel.body.addWidget(widget)
        self.panel.body.addLayout(row(None, self.next))
        self.below.insertWidget(1, self.leave)
        self.next.clicked.connect(self._next)
        self.leave.clicked.connect(self.leave_asked)
        for step in self.steps:
            step.entered.connect(self._next)
        for made in self.own.form.rows.values():
            if isinstance(made.editor, QLineEdit):
                made.editor.setMaxLength(256)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._step

    def show_held(self, opened: Opened, *, ask_password: bool) -> None:
        """Show what has to be done by whoever signed in."""
        self.own.name = opened.person.name
        self._file = opened.path.name
        self.renew.ask(password=ask_password)
        self._show(self.own if opened.must_change else self.renew)

    def show_code(self, code: str) -> None:
        """Show the new recovery code; it cannot be asked for again."""
        self.recovery.show_code(code, (f"File: {self._file}", ""))
        self._show(self.recovery)

    def first_focus(self) -> QWidget:
        if self.step is self.renew and self.renew.form.isHidden():
            return self.next
        return self.step.first()

    def _show(self, step: Step) -> None:
        self._step = step
        for other in self.steps:
            other.setVisible(other is step)
        # Who leaves now would have no paper with the code that is in force.
        self.leave.setVisible(step is not self.recovery)
        words = {self.renew: "Make the new code", self.recovery: "Finish"}
        self.next.set_words(words.get(step, "Continue"))
        self.first_focus().setFocus()

    def _next(self) -> None:
        if self.working.isVisible() or not self.step.check():
            return
        if self.step is self.own:
            self.password_chosen.emit(self.own.form.values()["new_password"])
        elif self.step is self.renew:
            self.code_asked.emit(self.renew.form.values()["password"])
        else:
            self.finished.emit()

    def show_progress(self, text: str) -> None:
        self.working.show_progress(text)
        self.next.setEnabled(not text)
        self.middle.setEnabled(not text)

    def show_problem(self, text: str, field: str = "") -> None:
        """Show a service's sentence at the field it names."""
        self.step.show_problem(field, text)
