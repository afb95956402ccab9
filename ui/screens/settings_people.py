"""Settings, people: the accounts, their roles and passwords, and a new data key."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtWidgets import QLineEdit

from core.errors import UnitwiseError
from core.model.people import Person
from core.services.rekeying import OLD_COPIES, Rekeyed
from ui.context import Context
from ui.presenters.people import PeoplePresenter, PersonRow, Seen, accounts, read
from ui.printing import print_lines
from ui.screens.settings_sections import RecordsSection
from ui.widgets.basics import Card, Notice, muted, quiet_button, row
from ui.widgets.basics_fields import ComboBox
from ui.widgets.secret_sheets import Act, OneTimeSheet, PasswordSheet

_KEY_WORDS = (
    "For when somebody left who knew a password: the practice file is encrypted anew, with a "
    "verified copy before and after. Every password and the recovery code stay as they are."
)
_NEW = "A one-time password is shown next. It asks for a password of their own at first."


class PeopleSection(RecordsSection):
    """The list over the form of the chosen account; every change asks for the own password."""

    def __init__(self, ctx: Context) -> None:
        self.presenter = PeoplePresenter(ctx)
        self._sheet: PasswordSheet | None = None
        self.reset = quiet_button("Reset the password", icon="key")
        self.reset.setObjectName("people-reset")
        self.end = quiet_button("End the account", icon="stop")
        self.end.setObjectName("people-end")
        self.rekey = quiet_button("Change the data key", icon="shield")
        self.rekey.setObjectName("people-rekey")
        self.told = Notice("good", "")
        self.told.setObjectName("people-told")
        self.told.hide()
        super().__init__(ctx, accounts())
        self.presenter.setParent(self)

    def _lay_out(self) -> None:
        super()._lay_out()
        self.form_card.body.addLayout(row(self.reset, self.end, None))
        key = Card("Data key")
        key.body.addWidget(muted(_KEY_WORDS, wrap=True))
        key.body.addWidget(muted(OLD_COPIES, wrap=True))
        key.body.addWidget(self.told)
        key.body.addLayout(row(self.rekey, None))
        self.box.insertWidget(self.box.count() - 1, key)

    def _connect(self) -> None:
        super()._connect()
        self.reset.clicked.connect(self._ask_reset)
        self.end.clicked.connect(self._ask_end)
        self.rekey.clicked.connect(self._ask_rekey)
        shown = self.presenter
        shown.password_made.connect(self._show_password)
        shown.kept.connect(self._kept_roles)
        shown.ended.connect(self._ended)
        shown.rekeyed.connect(self._rekeyed)
        shown.working.connect(self._work)

    def load(self) -> None:
        self.ctx.tasks.read(read, self._got, replaces="settings-people")

    def _got(self, seen: Seen) -> None:
        box = self.form.rows["provider_id"].editor
        if isinstance(box, ComboBox):
            box.set_choices(seen.providers)
        self._show(seen.rows)

    def _fill(self, record: Any) -> None:
        super()._fill(record)
        is_new = record is None
        for name in ("name", "sign_in"):
            editor = self.form.rows[name].editor
            if isinstance(editor, QLineEdit):
                editor.setReadOnly(not is_new)
        alive = record is not None and record.person.active
        own = self.ctx.person is not None and record is not None and record.id == self.ctx.person.id
        self.form.setEnabled(is_new or alive)
        for button in (self.reset, self.end):
            button.setEnabled(alive and not own)
            button.setToolTip("This is your own account: see My account." if own else "")

    @property
    def _row(self) -> PersonRow | None:
        return self._record if isinstance(self._record, PersonRow) else None

    def save(self) -> None:
        self.notice.hide()
        if not self.form.check():
            return
        row_ = self._row
        person: Person = self.spec.record(self.form.values(), row_)
        if row_ is None:
            self._ask(
                f"Make an account for {person.name}?", _NEW, "Make the account",
                lambda secret, no: self.presenter.add(person, secret, no),
            )  # fmt: skip
            return
        self._ask(
            f"Change what {person.name} may do?",
            "It holds at once, also where that person works now.", "Save the roles",
            lambda secret, no: self.presenter.save_roles(person, secret, no),
        )  # fmt: skip

    def _ask(self, title: str, detail: str, yes: str, act: Act, *, danger: bool = False) -> None:
        self._sheet = PasswordSheet(self, title, detail, yes, act, self.refuse, danger=danger)
        self._sheet.start()

    def _close_sheet(self) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.close_sheet()
        self._sheet = None

    def _ask_reset(self) -> None:
        if (chosen := self._row) is not None:
            self._ask(
                f"Give {chosen.person.name} a one-time password?",
                "The present password and the PIN stop working at once.", "Reset the password",
                lambda secret, no: self.presenter.reset(chosen.person, secret, no),
            )  # fmt: skip

    def _ask_end(self) -> None:
        if (chosen := self._row) is not None:
            self._ask(
                f"End the account of {chosen.person.name}?",
                "It cannot be brought back. Name and sign-in name are never given to anybody "
                "else, and what the person did stays in the audit trail.", "End the account",
                lambda secret, no: self.presenter.end(chosen.person, secret, no), danger=True,
            )  # fmt: skip

    def _ask_rekey(self) -> None:
        self._ask(
            "Change the data key now?", f"{_KEY_WORDS} {OLD_COPIES}", "Change the data key",
            self._begin_rekey,
        )  # fmt: skip

    def _begin_rekey(self, secret: str, failed: Any) -> None:
        self.told.hide()
        self.presenter.rekey(secret, failed)

    def _show_password(self, person: Person, password: str) -> None:
        self._close_sheet()
        self.dirty = False
        self._wanted = None
        self.load()
        OneTimeSheet(self, person.name, person.sign_in, password, print_lines).start()

    def _kept_roles(self, person: Person) -> None:
        self._close_sheet()
        self.dirty = False
        self.saved.emit(f"Saved the roles of {person.name}")
        self.changed.emit()
        self.load()

    def _ended(self, person: Person, offer: str) -> None:
        self._close_sheet()
        self.dirty = False
        self.load()
        self.ctx.messages.ask(
            f"The account of {person.name} has ended", self._ask_rekey,
            yes="Change the data key", no="Later", detail=f"{offer} {OLD_COPIES}",
        )  # fmt: skip

    def _work(self, words: str) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.show_progress(words)
        self.rekey.setEnabled(not words)

    def _rekeyed(self, result: Rekeyed) -> None:
        self._close_sheet()
        kind = "warning" if result.after_problem else "good"
        self.told.show_notice(
            kind, "The data key is changed", f"{result.after_problem} {result.old_copies}".strip()
        )
        self.told.show()

    def refuse(self, problem: UnitwiseError) -> None:
        self._sheet = None
        super().refuse(problem)
