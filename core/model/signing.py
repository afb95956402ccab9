"""What was signed, by whom and when, and what was added to it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SignerRole(StrEnum):
    """In which part a person signs an encounter."""

    RENDERING = "rendering"
    ASSISTANT = "assistant"
    COUNTERSIGNING = "countersigning"


class Countersignature(StrEnum):
    """Whether the payer asked for the therapist on an assistant's note, as known when signed."""

    NOT_ASSISTANT = ""
    ASKED = "yes"
    NOT_ASKED = "no"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class KeptReason:
    """Why an encounter was signed although a warning stood."""

    alert: str
    codes: tuple[str, ...]
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature; `digest` is the SHA-256 of everything that was signed, in hexadecimal.

    `countersigns` is the assistant's signature that a therapist's stands under.
    """

    id: int
    encounter_id: int
    version: int
    role: SignerRole
    name: str
    credentials: str
    signed_at: datetime
    digest: str
    person_id: int
    provider_id: int
    reasons: tuple[KeptReason, ...] = ()
    therapist_asked: Countersignature = Countersignature.NOT_ASSISTANT
    countersigns: int | None = None

    @property
    def signer(self) -> str:
        """Name with credentials, as it is printed."""
        return ", ".join(part for part in (self.name, self.credentials) if part)


@dataclass(frozen=True, slots=True)
class Addendum:
    """A later text beside a signed note, which itself stays as it was."""

    number: int
    text: str
    name: str
    credentials: str
    at: datetime
    digest: str

    @property
    def signer(self) -> str:
        """Name with credentials, as it is printed."""
        return ", ".join(part for part in (self.name, self.credentials) if part)


@dataclass(frozen=True, slots=True)
class MinuteChange:
    """Minutes changed after an encounter had been signed, by code as `97110 30, 97140 15`."""

    before: str
    after: str
    reason: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unsealing:
    """An owner opened a signed encounter again."""

    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """How an encounter stands to being signed.

    `signature` is the one that seals it now, None while it is open. `was_signed` tells that it
    was signed once: its minutes then change only with a reason. `me` is the provider whose own
    sessions the person signed in may sign, `is_owner` whether they may open what is signed.
    """

    signature: Signature | None = None
    countersignature: Signature | None = None
    addenda: tuple[Addendum, ...] = ()
    minute_changes: tuple[MinuteChange, ...] = ()
    unsealings: tuple[Unsealing, ...] = ()
    was_signed: bool = False
    me: int | None = None
    is_owner: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether the encounter is sealed now."""
        return self.signature is not None

    @property
    def awaits_therapist(self) -> bool:
        """Whether the payer's wish for the therapist's countersignature is still open."""
        asked = self.signature and self.signature.therapist_asked is Countersignature.ASKED
        return bool(asked) and self.countersignature is None
