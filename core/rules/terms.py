"""A payer's terms beside the unit rules: money, thresholds, plans of care, filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import Profile, is_value


class FeeBasis(StrEnum):
    """What decides the allowed amount: Medicare's schedule, a contract, or the price asked."""

    MEDICARE = "medicare"
    CONTRACT = "contract"
    PATIENT = "patient"


class Policy(StrEnum):
    """Whether a rule of Medicare's holds for the payer too."""

    MEDICARE = "medicare"
    NONE = "none"


class Need(StrEnum):
    """Whether the payer wants something first."""

    NEEDED = "needed"
    NONE = "none"


class Countersign(StrEnum):
    """When the payer wants the therapist's signature under an assistant's note."""

    ALWAYS = "always"
    TOOK_PART = "took-part"
    NONE = "none"


Kind = type[StrEnum] | type[Decimal] | None

# Every further key a payer file may hold: its closed list of words, a number, or codes.
TERM_KEYS: Mapping[str, Kind] = {
    "fee_schedule": FeeBasis,
    "percent_of_medicare": Decimal,
    "patient_share": Decimal,
    "mppr": Policy,
    "assistant_cut": Policy,
    "sequestration": Policy,
    "thresholds": Policy,
    "plan_clocks": Policy,
    "order_exception": Policy,
    "authorisation": Need,
    "authorisation_free": None,
    "visit_limit": Decimal,
    "timely_filing": Decimal,
    "countersignature": Countersign,
}


@dataclass(frozen=True, slots=True)
class DayTerms:
    """A payer's terms on one day, each with where it comes from, and what they come to."""

    fee_schedule: DatedValue | NotKnown
    percent_of_medicare: DatedValue | NotKnown
    patient_share: DatedValue | NotKnown
    mppr: DatedValue | NotKnown
    assistant_cut: DatedValue | NotKnown
    sequestration: DatedValue | NotKnown
    thresholds: DatedValue | NotKnown
    plan_clocks: DatedValue | NotKnown
    order_exception: DatedValue | NotKnown
    authorisation: DatedValue | NotKnown
    authorisation_free: DatedValue | NotKnown
    visit_limit: DatedValue | NotKnown
    timely_filing: DatedValue | NotKnown
    countersignature: DatedValue | NotKnown
    medicare_thresholds: bool
    medicare_clocks: bool


def terms_on(profile: Profile, day: date) -> DayTerms:
    """Look every key up once for a day."""
    found = {key: profile.on(key, day) for key in TERM_KEYS}
    return DayTerms(
        **found,
        medicare_thresholds=is_value(found["thresholds"], Policy.MEDICARE),
        medicare_clocks=is_value(found["plan_clocks"], Policy.MEDICARE),
    )
