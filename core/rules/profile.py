"""What a payer wants: its dated values, and what they come to on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.rules.parameters import Confidence, DatedValue, NotKnown, Parameter


class UnitRule(StrEnum):
    """How timed minutes become units."""

    TOTAL_TIME = "cms-total-time"
    MIDPOINT = "ama-midpoint"
    FULL_15 = "full-15"
    BOTH = "both"
    PER_VISIT = "per-visit"


UNIT_RULE_NAMES: Mapping[UnitRule, str] = {
    UnitRule.TOTAL_TIME: "total-time rule",
    UnitRule.MIDPOINT: "midpoint rule",
    UnitRule.FULL_15: "full-unit rule",
    UnitRule.BOTH: "smaller of midpoint and total time",
    UnitRule.PER_VISIT: "visit rate, units for the record",
}


class ModifierNeed(StrEnum):
    """On which codes a payer wants the plan of care's discipline shown."""

    THERAPY = "therapy"
    ALWAYS_THERAPY = "always-therapy"
    NONE = "none"


class StatusPolicy(StrEnum):
    """Whether the Medicare fee schedule's status indicators decide what is payable."""

    MEDICARE = "medicare"
    NONE = "none"


class ChiropracticBenefit(StrEnum):
    """What a payer pays a chiropractor for."""

    MANIPULATION_ONLY = "manipulation-only"
    ANY = "any"


# Every key a payer file may hold, with its closed list of values (None: a list of codes).
PROFILE_KEYS: Mapping[str, type[StrEnum] | None] = {
    "unit_rule": UnitRule,
    "discipline_modifiers": ModifierNeed,
    "status_policy": StatusPolicy,
    "chiropractic_benefit": ChiropracticBenefit,
    "not_accepted": None,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A payer's rule profile with all it inherits; a key that is absent is not known."""

    id: str
    name: str
    parameters: Mapping[str, Parameter]

    def on(self, key: str, day: date) -> DatedValue | NotKnown:
        """The value of a key on a day, or NotKnown."""
        parameter = self.parameters.get(key)
        return parameter.on(day) if parameter else NotKnown(f"{self.id}.{key}", day)


@dataclass(frozen=True, slots=True)
class DayProfile:
    """A profile's values on one day, each with where it comes from, and what they come to.

    `settled`: nothing of it is assumed, unknown or founded on one account only.
    """

    name: str
    unit_rule: DatedValue | NotKnown
    discipline_modifiers: DatedValue | NotKnown
    status_policy: DatedValue | NotKnown
    chiropractic_benefit: DatedValue | NotKnown
    not_accepted: DatedValue | NotKnown
    refused: frozenset[str]
    medicare_status: bool
    manipulation_only: bool
    settled: bool


def profile_on(profile: Profile, day: date) -> DayProfile:
    """Look every key up once for a day."""
    found = {key: profile.on(key, day) for key in PROFILE_KEYS}
    refused = found["not_accepted"]
    return DayProfile(
        profile.name,
        **found,
        refused=frozenset(refused.words if isinstance(refused, DatedValue) else ()),
        medicare_status=is_value(found["status_policy"], StatusPolicy.MEDICARE),
        manipulation_only=is_value(
            found["chiropractic_benefit"], ChiropracticBenefit.MANIPULATION_ONLY
        ),
        settled=all(
            isinstance(one, DatedValue)
            and one.confidence is not Confidence.ASSUMED
            and (key != "unit_rule" or one.confidence is not Confidence.LOW)
            for key, one in found.items()
        ),
    )


def unit_rule_words(found: DatedValue | NotKnown) -> str:
    """A unit rule as a header shows it: `total-time rule`, or that it is assumed or not known."""
    if isinstance(found, NotKnown):
        return "unit rule not known"
    assumed = " (assumed)" if is_assumed(found) else ""
    return f"{UNIT_RULE_NAMES[UnitRule(found.text)]}{assumed}"


def is_value(found: DatedValue | NotKnown, wanted: StrEnum) -> bool:
    """Whether a value is known (or assumed) and is the wanted one."""
    return isinstance(found, DatedValue) and found.value == wanted


def is_assumed(found: DatedValue | NotKnown) -> bool:
    """Whether a value only stands in for what is not known."""
    return isinstance(found, DatedValue) and found.confidence is Confidence.ASSUMED
