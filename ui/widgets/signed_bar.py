"""What stands above a signed session: a lock, who signed and when, and what may still be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from core.model.signing import Countersignature, Signature, SignerRole, Signing
from ui.theme import px
from ui.widgets.basics import Button, Glyph, column, label, quiet_button, set_kind

_LOCKED = "Signed and locked"
_OPENED = "Opened again, to be signed anew"
_ASKED = "The payer asks for the therapist's countersignature: it is still missing."
_NOT_KNOWN = "Whether the payer asks for the therapist's countersignature is not known."


class SignedBar(QFrame):
    """Hidden while a session was never signed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("signed-bar")
        self._glyph = Glyph("lock", "accent")
        self.head = label("", look="strong", kind="accent")
        self.head.setObjectName("signed-head")
        self.words = label("", wrap=True)
        self.words.setObjectName("signed-words")
        self.unseal: Button = quiet_button("Open again …", icon="unlock")
        self.unseal.setObjectName("unseal")
        box = QHBoxLayout(self)
        box.setContentsMargins(px(12), px(7), px(12), px(7))
        box.setSpacing(px(8))
        box.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(column(self.head, self.words, spacing=2), 1)
        box.addWidget(self.unseal, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_signing(self, signing: Signing) -> None:
        """Show how a session stands; nothing when it was never signed."""
        self.setVisible(signing.was_signed)
        if not signing.was_signed:
            return
        kind = "accent" if signing.is_signed and not signing.awaits_therapist else "warning"
        for widget in (self, self.head, self._glyph):
            set_kind(widget, kind)
        self._glyph.set_icon("lock" if signing.is_signed else "unlock")
        self.head.setText(_LOCKED if signing.is_signed else _OPENED)
        self.words.setText("\n".join(signed_words(signing)))
        self.unseal.setVisible(signing.is_signed and signing.is_owner)
        self.setAccessibleName(f"{self.head.text()}. {self.words.text()}")


def signed_words(signing: Signing) -> tuple[str, ...]:
    """Who signed and what came of it, a sentence each."""
    if signing.signature is None:
        last = signing.unsealings[-1] if signing.unsealings else None
        opened = f"{last.name} on {say_moment(last.at)}: {last.reason}" if last else ""
        return (opened, *_changes(signing)) if opened else _changes(signing)
    signed = signing.signature
    found = [
        f"Electronically {_verb(signed)} by {signed.signer} on {say_moment(signed.signed_at)}."
    ]
    if signing.countersignature is not None:
        second = signing.countersignature
        found.append(f"Countersigned by {second.signer} on {say_moment(second.signed_at)}.")
    elif signing.awaits_therapist:
        found.append(_ASKED)
    elif signed.therapist_asked is Countersignature.NOT_KNOWN:
        found.append(_NOT_KNOWN)
    found += [f"{one.message} Reason given: {one.reason}" for one in signed.reasons]
    return (*found, *_changes(signing))


def say_moment(moment: datetime) -> str:
    """A moment by the clock of this PC."""
    return moment.astimezone().strftime("%d %b %Y, %H:%M").lstrip("0")


def _verb(signed: Signature) -> str:
    return "signed as assistant" if signed.role is SignerRole.ASSISTANT else "signed"


def _changes(signing: Signing) -> tuple[str, ...]:
    return tuple(
        f"Minutes changed on {say_moment(one.at)} by {one.name} from {one.before} to"
        f" {one.after}. Reason: {one.reason}"
        for one in signing.minute_changes
    )
