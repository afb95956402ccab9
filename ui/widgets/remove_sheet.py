"""Asks for the reason and the password before a record is removed for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.errors import InvalidInput, UnitwiseError, UserProblem
from core.model.retention import MOST_REASON
from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import Button, heading, label, quiet_button, row
from ui.widgets.basics_fields import FieldRow, SecretField, TextField
from ui.widgets.kept_place import KeptOf, KeptPlace

if TYPE_CHECKING:
    from ui.context import Context


class RemoveSheet(Sheet):
    """`remove(reason, password)` is asked for; the sheet stays until it is done or given up."""

    def __init__(self, window: QWidget, name: str, remove: Callable[[str, str], None]) -> None:
        super().__init__(window)
        self.setObjectName("remove-record")
        self.setAccessibleName("Remove this record for good")
        self.panel.setFixedWidth(min(px(520), window.width() - px(40)))
        self._remove = remove
        self.body.addWidget(heading("Remove this record for good?"))
        self.body.addWidget(
            label(
                f"Everything of {name} leaves the practice file: sessions, notes, signatures,"
                " bills, payments and documents. It cannot be brought back. That it was removed,"
                " by whom and why, stays in the audit trail.",
                wrap=True,
            )
        )
        self.reason = FieldRow("Reason", TextField(limit=MOST_REASON), name="remove-reason")
        self.secret = FieldRow("Your password", SecretField(), name="remove-password")
        self.body.addWidget(self.reason)
        self.body.addWidget(self.secret)
        self.yes = Button("Remove for good", "danger")
        self.yes.setObjectName("remove-yes")
        self.no = quiet_button("Keep the record")
        self.no.setObjectName("remove-no")
        self.body.addLayout(row(None, self.no, self.yes))
        self.yes.clicked.connect(self.say_yes)
        self.no.clicked.connect(self.cancel)
        for button in (self.yes, self.no):
            button.setAutoDefault(True)

    def keep_unsaved(self, ctx: Context, patient_id: int) -> None:
        """Keep the reason over a lock; it goes with the record."""
        of = KeptOf(str(patient_id), patient_id)
        kept = KeptPlace(
            ctx, self, "removal", "Removal of the record",
            lambda: {"reason": self.reason.editor}, lambda: of, in_sheet=True,
        )  # fmt: skip
        self.body.insertWidget(2, kept.notice)
        kept.settle()

    def ask(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.reason.editor)

    def say_yes(self) -> None:
        """Ask for the removal; what is missing is said at its field."""
        for one, words in ((self.secret, "Type your password."), (self.reason, "Say why.")):
            one.set_problem("" if one.text().strip() else words)
        if not (self.reason.text().strip() and self.secret.text()):
            empty = self.reason if not self.reason.text().strip() else self.secret
            empty.editor.setFocus()
            self.fit()
            return
        self.yes.setEnabled(False)
        self._remove(self.reason.text(), self.secret.text())

    def refuse(self, problem: UnitwiseError) -> None:
        """Say what is wrong; the sheet stays."""
        self.yes.setEnabled(True)
        first = problem.problems[0] if isinstance(problem, InvalidInput) else problem
        field = first.field if isinstance(first, UserProblem) else ""
        place = self.secret if field == "password" else self.reason
        place.set_problem(str(first))
        place.editor.setFocus()
        self.fit()
