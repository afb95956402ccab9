"""What a payer asks of a claim: pair edits, unit limits, caps and modifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.rules.edit_tables import EditPair
from core.rules.parameters import Confidence, DatedValue, NotKnown
from core.rules.profile import Profile, is_assumed, is_value
from core.rules.terms import Policy

_CODE = "[0-9A-Z]{5}"
OWN_PAIR = re.compile(f"{_CODE}/{_CODE}/[01]")


class EditSource(StrEnum):
    """Whose code pairs the payer applies; Medicaid's programme is another than Medicare's."""

    MEDICARE = "medicare-ncci"
    MEDICAID = "medicaid-ncci"
    NONE = "none"


class DistinctWord(StrEnum):
    """Which modifiers the payer reads for a distinct service: the X family, or 59 alone."""

    X = "x"
    FIFTY_NINE = "59"


class ShortUnit(StrEnum):
    """What becomes of a service shorter than a full unit, where only full units count."""

    REDUCED = "reduced"
    NONE = "none"


Kind = type[StrEnum] | type[Decimal] | re.Pattern[str] | None

# Further keys of a payer file: a closed list, a number, a list of texts of a form, or of codes.
CLAIM_KEYS: Mapping[str, Kind] = {
    "assistant_modifiers": Policy,
    "edits": EditSource,
    "own_pairs": OWN_PAIR,
    "mue": Policy,
    "day_cap": Decimal,
    "day_cap_codes": None,
    "code_caps": re.compile(rf"{_CODE}/\d{{1,2}}"),
    "modifier_order": re.compile(r"[a-z_]+"),
    "active_treatment": Policy,
    "notices": Policy,
    "replacements": re.compile(f"{_CODE}/{_CODE}"),
    "short_unit": ShortUnit,
    "distinct_modifier": DistinctWord,
}


@dataclass(frozen=True, slots=True)
class OfferedPair:
    """A pair some payers are told to apply, off by default; `pair` is what `own_pairs` takes."""

    pair: str
    payers: tuple[str, ...]
    confidence: Confidence
    cite: str


@dataclass(frozen=True, slots=True)
class DayClaim:
    """A payer's claim terms on one day, each with where it comes from, and what they come to.

    `medicare_pairs` may hold by assumption only; `pairs_assumed` says so.
    """

    assistant_modifiers: DatedValue | NotKnown
    edits: DatedValue | NotKnown
    own_pairs: DatedValue | NotKnown
    mue: DatedValue | NotKnown
    day_cap: DatedValue | NotKnown
    day_cap_codes: DatedValue | NotKnown
    code_caps: DatedValue | NotKnown
    modifier_order: DatedValue | NotKnown
    active_treatment: DatedValue | NotKnown
    notices: DatedValue | NotKnown
    replacements: DatedValue | NotKnown
    short_unit: DatedValue | NotKnown
    distinct_modifier: DatedValue | NotKnown
    medicare_pairs: bool
    pairs_assumed: bool
    medicare_limits: bool
    medicare_notices: bool
    medicare_at: bool
    instead: Mapping[str, str]

    def own_pair(self, one: str, other: str) -> EditPair | None:
        """The payer's own pair between two codes."""
        for word in self.own_pairs.words if isinstance(self.own_pairs, DatedValue) else ():
            first, second, indicator = word.split("/")
            if {first, second} == {one, other}:
                return EditPair(first, second, int(indicator))
        return None

    def caps_by_code(self) -> dict[str, int]:
        """The payer's most units of single codes on one day."""
        words = self.code_caps.words if isinstance(self.code_caps, DatedValue) else ()
        return {code: int(units) for code, _, units in (word.partition("/") for word in words)}


def claim_on(profile: Profile, day: date) -> DayClaim:
    """Look every key up once for a day."""
    found = {key: profile.on(key, day) for key in CLAIM_KEYS}
    return DayClaim(
        **found,
        medicare_pairs=is_value(found["edits"], EditSource.MEDICARE),
        pairs_assumed=is_assumed(found["edits"]),
        medicare_limits=is_value(found["mue"], Policy.MEDICARE),
        medicare_notices=is_value(found["notices"], Policy.MEDICARE),
        medicare_at=is_value(found["active_treatment"], Policy.MEDICARE),
        instead=_replacements(found["replacements"]),
    )


def _replacements(found: DatedValue | NotKnown) -> Mapping[str, str]:
    """The codes the payer does not take, and what it wants in place of each."""
    words = found.words if isinstance(found, DatedValue) else ()
    return dict(word.split("/") for word in words)
