"""Parts of the settings screen about this computer and this person: look, password, code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QWidget

from core.errors import UnitwiseError
from core.model.idle import LONGEST, SHORTEST
from core.model.permissions import Permission
from core.services import idle, opening
from ui.context import Context
from ui.presenters.fields import Field, Kind, required
from ui.presenters.password_hint import password_hint
from ui.presenters.wizard import passwords_problem
from ui.printing import print_lines
from ui.screens.settings_retention import RetentionYearsCard
from ui.screens.settings_sections import FormSection, Section
from ui.theme import SCALES, Mode
from ui.widgets.basics import (
    Button,
    Card,
    Chip,
    label,
    muted,
    primary_button,
    quiet_button,
    row,
)
from ui.widgets.basics_fields import ComboBox
from ui.widgets.forms import Form

MODES = (
    (Mode.SYSTEM, "As the system", "appearance"),
    (Mode.LIGHT, "Light", "sun"),
    (Mode.DARK, "Dark", "moon"),
)


class AppearanceSection(Section):
    """Light or dark, and the text size; both take effect at once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Appearance", "For this computer. Paper is always black on white.")
        self._modes = QButtonGroup(self)
        self._sizes = QButtonGroup(self)
        card = Card()
        card.body.addWidget(label("Look", look="label"))
        card.body.addLayout(row(*[self._mode(*entry) for entry in MODES], None))
        card.body.addSpacing(8)
        card.body.addWidget(label("Text size", look="label"))
        card.body.addLayout(row(*[self._size(scale) for scale in SCALES], None))
        card.body.addWidget(muted("Manual therapy 97140 · 22 minutes · $1,912.40", wrap=True))
        self.box.addWidget(card)
        self.box.addStretch(1)
        self.ctx.theme.changed.connect(self.load)
        self.load()

    def _mode(self, mode: Mode, text: str, icon: str) -> Button:
        return self._choice(
            self._modes, f"look-{mode.value}", text, icon, lambda: self._keep(mode, self._scale)
        )

    def _size(self, scale: int) -> Button:
        return self._choice(
            self._sizes,
            f"size-{scale}",
            f"{scale} %",
            "",
            lambda: self._keep(self._mode_now, scale),
        )

    def _choice(
        self, group: QButtonGroup, name: str, text: str, icon: str, chosen: Callable[[], None]
    ) -> Button:
        button = Button(text, "segment", icon=icon)
        button.setObjectName(name)
        button.setCheckable(True)
        button.clicked.connect(lambda _=False: chosen())
        group.addButton(button)
        return button

    @property
    def _mode_now(self) -> Mode:
        return self.ctx.theme.mode

    @property
    def _scale(self) -> int:
        return self.ctx.theme.scale

    def _keep(self, mode: Mode, scale: int) -> None:
        self.ctx.theme.set_look(mode, scale)
        self.ctx.preferences.keep_look(mode.value, scale)

    def load(self) -> None:
        for button in self._modes.buttons():
            button.setChecked(button.objectName() == f"look-{self._mode_now.value}")
        for button in self._sizes.buttons():
            button.setChecked(button.objectName() == f"size-{self._scale}")

    def first(self) -> QWidget | None:
        return self._modes.checkedButton()


PASSWORDS = (
    Field("old_password", "Password now", required("The password"), 12, kind=Kind.SECRET),
    Field("new_password", "New password", required("The new password"), 6, kind=Kind.SECRET),
    Field("again", "New password again", required("The new password"), 6, kind=Kind.SECRET),
)


class PasswordCard(FormSection):
    """Changes the password."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Password")
        card = Card()
        self.add_form(Form(PASSWORDS, "change-"))
        self.form.edited.connect(self._judge)
        self.hint = Chip("muted", "")
        self.button = primary_button("Change the password", icon="key")
        self.button.setObjectName("change-password")
        self.button.clicked.connect(self.save)
        for widget in (self.notice, self.form):
            card.body.addWidget(widget)
        card.body.addLayout(row(self.hint, None))
        card.body.addLayout(row(self.button, None))
        self.box.addWidget(card)
        self._judge()

    def _judge(self) -> None:
        hint = password_hint(self.form.values()["new_password"], (self.ctx.actor_name,))
        self.hint.show_state(hint.kind, hint.text, "key" if hint.kind == "muted" else "")

    def save(self) -> None:
        self.notice.hide()
        if not self.form.check():
            return
        values = self.form.values()
        problems = passwords_problem(values["new_password"], values["again"])
        for name, text in zip(("again", "new_password"), reversed(problems), strict=True):
            if text:
                self.form.show_problem(name, text)
        if any(problems):
            return
        self.button.setEnabled(False)
        old, new = values["old_password"], values["new_password"]
        self.ctx.tasks.change(
            lambda p: opening.change_password(p, old, new), self.kept, self.refuse
        )

    def kept(self, record: object) -> None:
        self.button.setEnabled(True)
        self.form.set_values({})
        self._judge()
        self.dirty = False
        self.ctx.messages.toast("The password is changed")

    def refuse(self, problem: UnitwiseError) -> None:
        self.button.setEnabled(True)
        super().refuse(problem)


class RecoveryCard(FormSection):
    """Makes a new recovery code; the old one stops working."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            ctx,
            "Recovery code",
            "Opens the file when the password is lost. A new code makes the old paper useless.",
        )
        self._code = ""
        card = Card()
        field = Field("password", "Password", required("The password"), kind=Kind.SECRET)
        self.add_form(Form((field,), "recovery-"))
        self.button = quiet_button("Make a new code", icon="shield")
        self.button.setObjectName("new-code")
        self.words = label("", look="code", wrap=True)
        self.words.setObjectName("new-recovery-code")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.words.setAccessibleName("The new recovery code")
        self.print = quiet_button("Print", icon="print")
        self.copy = quiet_button("Copy", icon="copy")
        self.done = quiet_button("I have it on paper", icon="check")
        for widget in (self.notice, self.form):
            card.body.addWidget(widget)
        card.body.addLayout(row(self.button, None))
        card.body.addWidget(self.words)
        card.body.addLayout(row(self.print, self.copy, self.done, None))
        self.box.addWidget(card)
        self.button.clicked.connect(self.save)
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._code))
        self.done.clicked.connect(lambda: self._show(""))
        self._show("")

    def _show(self, code: str) -> None:
        self._code = code
        self.words.setText(code)
        for widget in (self.words, self.print, self.copy, self.done):
            widget.setVisible(bool(code))

    def save(self) -> None:
        self.notice.hide()
        if self.form.check():
            password = self.form.values()["password"]
            self.button.setEnabled(False)
            self.ctx.tasks.change(
                lambda p: opening.new_recovery_code(p, password), self.kept, self.refuse
            )

    def kept(self, record: str) -> None:
        self.button.setEnabled(True)
        self.form.set_values({})
        self.dirty = False
        self._show(record)
        self.print.setFocus()

    def refuse(self, problem: UnitwiseError) -> None:
        self.button.setEnabled(True)
        super().refuse(problem)

    def _print(self) -> None:
        print_lines(self, "Unitwise recovery code", (self._code,))


class IdleCard(Section):
    """After how many minutes with nobody there the window locks."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            ctx,
            "Lock when nobody is there",
            "The window is covered and asks for the password; what is typed stays. It cannot be "
            "switched off. Half an hour later the program closes the file and starts anew.",
        )
        self.choice = ComboBox(
            tuple((f"{n} minute{'s' if n > 1 else ''}", n) for n in range(SHORTEST, LONGEST + 1))
        )
        self.choice.setObjectName("idle-minutes")
        self.choice.setAccessibleName("Minutes until the window locks")
        card = Card()
        card.body.addLayout(row(label("Lock after", look="label"), self.choice, None))
        self.box.addWidget(card)
        self.choice.currentIndexChanged.connect(self._keep)

    def load(self) -> None:
        self.ctx.tasks.read(idle.minutes, self._show, replaces="idle-minutes")

    def _show(self, minutes: int) -> None:
        self.choice.blockSignals(True)
        self.choice.set_value(minutes)
        self.choice.blockSignals(False)

    def _keep(self) -> None:
        wanted = int(str(self.choice.value()))
        self.ctx.tasks.change(
            lambda p: idle.set_minutes(p, wanted), self._kept, self.ctx.messages.problem
        )

    def _kept(self, minutes: int) -> None:
        self.ctx.idle_changed(minutes)
        self.saved.emit("Saved when to lock")


class SecuritySection(Section):
    """When to lock, the password, the recovery code, and how long records are kept."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Security", headed=False)
        self.idle = IdleCard(ctx)
        self.idle.saved.connect(self.saved)
        self.password = PasswordCard(ctx)
        self.recovery = RecoveryCard(ctx)
        self.box.addWidget(self.idle)
        self.box.addWidget(self.password)
        self.box.addWidget(self.recovery)
        self.retention = RetentionYearsCard(ctx)
        self.retention.saved.connect(self.saved)
        self.retention.setVisible(ctx.may(Permission.SETTINGS_WRITE))
        self.box.addWidget(self.retention)
        self.recovery.setVisible(ctx.may(Permission.KEYS))
        self.idle.setVisible(ctx.may(Permission.SETTINGS_WRITE))
        self.box.addStretch(1)

    def load(self) -> None:
        self.idle.load()
        self.retention.load()

    def first(self) -> QWidget:
        return self.password.form.first()
