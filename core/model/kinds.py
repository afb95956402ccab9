"""Closed lists of the field's own words."""

from __future__ import annotations

from enum import StrEnum


class Discipline(StrEnum):
    """Whose plan of care a service belongs to."""

    PT = "PT"
    OT = "OT"
    SLP = "SLP"
    DC = "DC"


class ProviderRole(StrEnum):
    """Credential class of a treating person."""

    PT = "PT"
    PTA = "PTA"
    OT = "OT"
    OTA = "OTA"
    SLP = "SLP"
    DC = "DC"

    @property
    def discipline(self) -> Discipline:
        """The discipline whose services this role renders."""
        return {"PTA": Discipline.PT, "OTA": Discipline.OT}.get(self.value) or Discipline(
            self.value
        )

    @property
    def is_assistant(self) -> bool:
        """Whether services are rendered under a therapist's supervision."""
        return self in (ProviderRole.PTA, ProviderRole.OTA)


class Side(StrEnum):
    """Laterality of a treated region."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"
    CENTRAL = "central"


class Sex(StrEnum):
    """Sex as claims carry it."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class Who(StrEnum):
    """Who treated during a stretch of minutes."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    TOGETHER = "together"


class Severity(StrEnum):
    """How much an alert matters: an error must not be billed as it stands."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class CoverageRank(StrEnum):
    """Order in which coverages pay."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Relationship(StrEnum):
    """Patient's relationship to the subscriber."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER = "other"


class EncounterState(StrEnum):
    """How far an encounter has come: scheduled < draft < complete; void is a mistake kept."""

    SCHEDULED = "scheduled"
    DRAFT = "draft"
    COMPLETE = "complete"
    VOID = "void"


class AuthorisationState(StrEnum):
    """How far an authorisation has come; an ended one still counts up to its last day."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DENIED = "denied"
    ENDED = "ended"


class PaymentMethod(StrEnum):
    """How a patient paid."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    HSA = "hsa"
    TRANSFER = "transfer"
    OTHER = "other"


class Setting(StrEnum):
    """Which of Medicare's two edit files applies."""

    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"


class SecondaryRule(StrEnum):
    """Which count decides where a primary and a secondary payer count units otherwise."""

    PRIMARY = "primary"
    STRICTER = "stricter"
    ASK = "ask"


class Rendering(StrEnum):
    """Who rendered the encounter."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    CHIROPRACTOR = "chiropractor"
    PHYSICIAN = "physician"


class Notice(StrEnum):
    """Which advance beneficiary notice is on file."""

    REQUIRED = "required"
    VOLUNTARY = "voluntary"
    NONE = "none"
