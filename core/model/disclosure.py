"""What of a patient's record was disclosed, to whom, why and how (45 CFR 164.528)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_TEXT = 500


class Way(StrEnum):
    """How it reached the recipient."""

    HANDED = "handed"
    MAIL = "mail"
    FAX = "fax"
    EMAIL = "email"
    PORTAL = "portal"
    PHONE = "phone"
    OTHER = "other"


WAY_WORDS = {
    Way.HANDED: "Handed over",
    Way.MAIL: "Mail",
    Way.FAX: "Fax",
    Way.EMAIL: "E-mail",
    Way.PORTAL: "Portal",
    Way.PHONE: "Phone",
    Way.OTHER: "Another way",
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure; a row entered in error is taken back with a reason and stays.

    `document_id` names the kept document that was handed out, if it was one.
    """

    patient_id: int
    disclosed_on: date
    recipient: str
    what: str
    purpose: str
    way: Way = Way.HANDED
    address: str = ""
    fax: str = ""
    document_id: int | None = None
    id: int | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""
    taken_back: str = ""

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return not self.taken_back
