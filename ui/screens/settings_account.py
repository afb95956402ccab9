"""Settings, my account: password, PIN, recovery code, and when the window locks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.idle import LONGEST, SHORTEST
from core.model.people import Person
from core.model.permissions import Permission
from core.services import idle, opening, switching
from ui.context import Context
from ui.presenters.fields import Field, Kind, required
from ui.presenters.password_hint import password_hint
from ui.presenters.people import role_words
from ui.presenters.wizard import passwords_problem
from ui.printing import print_lines
from ui.screens.settings_retention import RetentionYearsCard
from ui.screens.settings_sections import FormSection, Section
from ui.widgets.basics import (
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
from ui.widgets.recovery_code import RecoveryCode
from ui.widgets.secret_sheets import PasswordSheet

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


PIN = (
    Field("password", "Password", required("The password"), 12, kind=Kind.SECRET),
    Field("pin", "PIN, 6 to 12 digits", required("The PIN"), 6, kind=Kind.SECRET),
    Field("again", "PIN again", required("The PIN"), 6, kind=Kind.SECRET),
)


class PinCard(FormSection):
    """Sets or takes away the PIN."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            ctx,
            "PIN",
            "For going on at a locked window, on a day on which you typed the full password "
            "here, for twelve hours. It never opens the file.",
        )
        self.state = Chip("muted", "")
        self.state.setObjectName("pin-state")
        card = Card()
        self.add_form(Form(PIN, "pin-"))
        self.button = primary_button("Set the PIN", icon="keyboard")
        self.button.setObjectName("set-pin")
        self.remove = quiet_button("Remove the PIN", icon="close")
        self.remove.setObjectName("remove-pin")
        self.remove.hide()
        self.button.clicked.connect(self.save)
        self.remove.clicked.connect(self._ask_remove)
        card.body.addLayout(row(self.state, None))
        for widget in (self.notice, self.form):
            card.body.addWidget(widget)
        card.body.addLayout(row(self.button, self.remove, None))
        self.box.addWidget(card)

    def load(self) -> None:
        self.ctx.tasks.read(switching.seats, self._show, replaces="own-pin")

    def _show(self, seats: tuple[switching.Seat, ...]) -> None:
        own = self.ctx.person.sign_in if self.ctx.person else ""
        has = any(seat.has_pin for seat in seats if seat.sign_in == own)
        words = "You have a PIN" if has else "You have no PIN"
        self.state.show_state("good" if has else "muted", words, "check" if has else "key")
        self.remove.setVisible(has)
        self.button.set_words("Set another PIN" if has else "Set the PIN")

    def save(self) -> None:
        self.notice.hide()
        if not self.form.check():
            return
        values = self.form.values()
        if values["pin"] != values["again"]:
            self.form.show_problem("again", "The two PINs differ. Type the same one twice.")
            return
        self._set(values["password"], values["pin"], self.refuse)

    def _ask_remove(self) -> None:
        self._sheet = PasswordSheet(
            self, "Remove your PIN?", "From now on the full password is asked at each lock.",
            "Remove the PIN", lambda secret, no: self._set(secret, "", no), self.refuse,
        )  # fmt: skip
        self._sheet.start()

    def _set(self, secret: str, pin: str, failed: Callable[[UnitwiseError], None]) -> None:
        self.button.setEnabled(False)

        def no(problem: UnitwiseError) -> None:
            self.button.setEnabled(True)
            failed(problem)

        self.ctx.tasks.change(
            lambda p: switching.set_pin(p, secret, pin), lambda _: self._done(pin), no
        )

    def _done(self, pin: str) -> None:
        self.button.setEnabled(True)
        self.form.set_values({})
        self.dirty = False
        for sheet in self.window().findChildren(PasswordSheet):
            sheet.close_sheet()
        self.ctx.messages.toast("The PIN is set" if pin else "The PIN is removed")
        self.load()


class RecoveryCard(FormSection):
    """Makes a new recovery code; the old one stops working."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            ctx,
            "Recovery code",
            "Opens the file when the password is lost. A new code makes the old paper useless.",
        )
        card = Card()
        field = Field("password", "Password", required("The password"), kind=Kind.SECRET)
        self.add_form(Form((field,), "recovery-"))
        self.button = quiet_button("Make a new code", icon="shield")
        self.button.setObjectName("new-code")
        self.back = RecoveryCode(print_lines, "new-recovery-code")
        self.done = primary_button("I have it on paper", icon="check")
        self.done.setObjectName("code-done")
        for widget in (self.notice, self.form):
            card.body.addWidget(widget)
        card.body.addLayout(row(self.button, None))
        card.body.addWidget(self.back)
        card.body.addLayout(row(self.done, None))
        self.box.addWidget(card)
        self.button.clicked.connect(self.save)
        self.done.clicked.connect(self._take_back)
        self.back.entered.connect(self._take_back)
        self._show("")

    def _show(self, code: str) -> None:
        self.back.show_code(code)
        self.back.setVisible(bool(code))
        self.done.setVisible(bool(code))
        self.form.setVisible(not code)
        self.button.setVisible(not code)
        self.dirty = bool(code)  # while it is shown, nobody's page is built anew

    def _take_back(self) -> None:
        if self.back.check():
            self._show("")
            self.ctx.messages.toast("The new recovery code is in force")

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
        self._show(record)
        self.back.print.setFocus()

    def refuse(self, problem: UnitwiseError) -> None:
        self.button.setEnabled(True)
        super().refuse(problem)


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
    """One's own account: password, PIN, for an owner the recovery code, when to lock, how long
    records are kept.
    """

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "My account", headed=False)
        self.password = PasswordCard(ctx)
        self.pin = PinCard(ctx)
        self.recovery = RecoveryCard(ctx)
        self.idle = IdleCard(ctx)
        self.idle.saved.connect(self.saved)
        if ctx.person is not None:
            self.box.addWidget(muted(_who(ctx.person), wrap=True))
        self.retention = RetentionYearsCard(ctx)
        self.retention.saved.connect(self.saved)
        for card in (self.password, self.pin, self.recovery, self.idle, self.retention):
            self.box.addWidget(card)
        self.recovery.setVisible(ctx.may(Permission.KEYS))
        for card in (self.idle, self.retention):
            card.setVisible(ctx.may(Permission.SETTINGS_WRITE))
        self.box.addStretch(1)

    def load(self) -> None:
        self.idle.load()
        self.pin.load()
        self.retention.load()

    def holds_text(self) -> bool:
        return self.recovery.dirty

    def first(self) -> QWidget:
        return self.password.form.first()

    def first_of(self, part: str) -> QWidget:
        return self.pin.form.first() if part == "pin" else self.first()


def _who(person: Person) -> str:
    return f"{person.name} signs in as {person.sign_in}: {role_words(person.roles)}."
