"""Signing on the session screen: the way in, what may follow, and an owner's way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.bill import Alert
from core.model.signing import SignerRole
from core.services import signing
from core.services.signing_checks import NONE, warnings_of
from ui.widgets.kept_place import KeptOf
from ui.widgets.sign_sheet import AddendumSheet, SignSheet

if TYPE_CHECKING:
    from ui.context import Context
    from ui.presenters.session import SessionPresenter
    from ui.presenters.session_keeper import SessionKeeper
    from ui.screens.session_layout import SessionLayout

SIGN, COMPLETE, AGAIN = "Sign and lock", "Complete session", "Complete again"
COUNTERSIGN, ADDENDUM, LOCKED = "Countersign", "Add an addendum", "Signed and locked"


class SessionSigning(QObject):
    """Stands between the keys and the signing services; `reopen_asked` after each change."""

    reopen_asked = Signal(dict)

    def __init__(
        self,
        ctx: Context,
        presenter: SessionPresenter,
        keeper: SessionKeeper,
        view: SessionLayout,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ctx, self._presenter, self._keeper, self._view = ctx, presenter, keeper, view
        self.when_read: Callable[[Callable[[], None]], None] = lambda then: then()
        self.note_alerts: Callable[[], tuple[Alert, ...]] = tuple
        view.signed.unseal.clicked.connect(self.unseal)
        keeper.signed.connect(self._signed)

    @property
    def next_step(self) -> str:
        """What Ctrl+Enter does for the person signed in."""
        p = self._presenter
        if not p.locked:
            again = AGAIN if p.record.state.value == "complete" else COMPLETE
            return SIGN if p.may_sign else again
        if self._may_countersign:
            return COUNTERSIGN
        return ADDENDUM if p.may_sign else LOCKED

    @property
    def _may_countersign(self) -> bool:
        state = self._presenter.signing
        signed = state.signature
        return (
            signed is not None
            and signed.role is SignerRole.ASSISTANT
            and state.countersignature is None
            and state.me == self._presenter.record.rendering_provider_id
        )

    def show(self) -> None:
        """Dress the screen by how the session stands."""
        state, view = self._presenter.signing, self._view
        view.signed.show_signing(state)
        view.note.show_addenda(state.addenda)
        view.set_read_only(state.is_signed)

    def sign(self) -> None:
        """Sign once the note has been read, or ask for the reasons that signing needs first."""
        self.when_read(self._sign)

    def _sign(self) -> None:
        p = self._presenter
        of_note, moved = self.note_alerts(), p.minutes_moved
        warnings = warnings_of(p.bill, p.whole_record(), of_note)
        if warnings or moved:
            sheet = SignSheet(self._view.window(), warnings, moved, self._keeper.sign)
            if p.record.id is not None:
                sheet.keep_unsaved(
                    self._ctx, "sign", "Reasons for signing", self._kept_of(), sheet.editors()
                )
            sheet.ask()
        else:
            self._keeper.sign(NONE)

    def follow(self) -> None:
        """What may be done with a signed session by the main key."""
        if self.next_step == COUNTERSIGN:
            self.countersign()
        elif self.next_step == ADDENDUM:
            self.add_addendum()

    def add_addendum(self) -> None:
        """Take down a text and sign it."""
        number = self._presenter.record.id or 0

        def add(text: str) -> None:
            self._ctx.tasks.change(lambda p: signing.add_addendum(p, number, text), added, refused)

        def added(_: object) -> None:
            sheet.let_go()
            sheet.close_sheet()
            self._changed("Addendum signed")

        def refused(problem: UnitwiseError) -> None:
            sheet.say(str(problem))

        sheet = AddendumSheet(self._view.window(), self._ctx.actor_name, add)
        editors: dict[str, QWidget] = {"text": sheet.text}
        sheet.keep_unsaved(self._ctx, "addendum", "Addendum", self._kept_of(), editors)
        sheet.ask()

    def _kept_of(self) -> KeptOf:
        record = self._presenter.record
        return KeptOf(str(record.id), record.patient_id)

    def countersign(self) -> None:
        """Ask, then sign under the assistant's signature."""
        number = self._presenter.record.id or 0
        self._ctx.messages.ask(
            "Countersign this session?",
            lambda: self._ctx.tasks.change(
                lambda p: signing.countersign(p, number), lambda _: self._changed("Countersigned")
            ),
            yes=COUNTERSIGN,
            detail="You sign under the assistant's note as it stands. It is not changed.",
        )

    def unseal(self) -> None:
        """Ask an owner why, then open the signed session again."""
        number = self._presenter.record.id or 0
        self._ctx.messages.ask_text(
            "Open this signed session again?",
            "Reason, kept with the session and in the audit trail",
            lambda reason: self._ctx.tasks.change(
                lambda p: signing.unseal(p, number, reason), lambda _: self._changed("Opened again")
            ),
            yes="Open again",
            detail=(
                "What was signed is kept. The session can then be changed and must be signed"
                " again; to add something, an addendum is enough."
            ),
        )

    def _changed(self, said: str) -> None:
        self._ctx.messages.toast(said)
        self.reopen_asked.emit({"encounter_id": self._presenter.record.id})

    def _signed(self, _receipt: object) -> None:
        self._changed("Signed and locked")
