"""Papers from outside that are kept with a patient: kinds, and what a file really is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_BYTES = 15 * 1024 * 1024
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_ENDS = {
    "application/pdf": (b"%%EOF",),
    "image/png": (b"IEND",),
    "image/jpeg": (b"\xff\xd9",),
}
_TAIL = 2048


class UploadKind(StrEnum):
    """What a paper is."""

    ORDER = "order"
    PLAN = "plan"
    PROOF = "proof"
    CARD = "card"
    AUTHORISATION = "authorisation"
    OTHER = "other"


KIND_WORDS = {
    UploadKind.ORDER: "Signed order",
    UploadKind.PLAN: "Signed plan of care",
    UploadKind.PROOF: "Proof of sending",
    UploadKind.CARD: "Insurance card",
    UploadKind.AUTHORISATION: "Authorisation letter",
    UploadKind.OTHER: "Other paper",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept paper without its bytes; `media` is what the bytes are, not what the name says."""

    patient_id: int
    kind: UploadKind
    dated_on: date
    id: int | None = None
    title: str = ""
    media: str = ""
    size: int = 0
    sha256: str = ""
    added_at: datetime | None = None
    added_by: str = ""
    withdrawn_why: str = ""

    @property
    def kind_words(self) -> str:
        """Its kind in words."""
        return KIND_WORDS[self.kind]


def media_of(body: bytes) -> str:
    """What a file is by its own first and last bytes; empty for everything else.

    A file that was cut short has the right beginning and not the end.
    """
    media = next((name for start, name in _STARTS if body.startswith(start)), "")
    if media and any(end in body[-_TAIL:] for end in _ENDS[media]):
        return media
    return ""
