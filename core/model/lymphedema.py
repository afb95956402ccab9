"""What a lymphedema record keeps of one day: girths of both limbs, stage, phase, programme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from core.errors import FieldProblem

STAGES = ("0", "I", "II", "III")
MOST_SITES = 30
_SITE = re.compile(r"(\d{1,3}(?:\.\d)?)\s*:\s*(\d{1,3}(?:\.\d)?)\s*/\s*(\d{1,3}(?:\.\d)?)")
# 1/(12 pi) to more digits than a tape measure has; a limb is a stack of truncated cones.
_TWELVE_PI = Fraction(12 * 355, 113)


@dataclass(frozen=True, slots=True)
class Girth:
    """Girths in cm of the affected and the other limb at a height in cm from the lowest mark."""

    at: Decimal
    affected: Decimal
    other: Decimal

    @property
    def text(self) -> str:
        """As it is typed: `10:31.5/28`."""
        return f"{_short(self.at)}:{_short(self.affected)}/{_short(self.other)}"


def read_girths(text: str) -> tuple[Girth, ...]:
    """Girths as they are typed, `0:24/22.5 10:31/28`; raises FieldProblem for what is none."""
    rest = _SITE.sub(" ", text).replace(",", " ").replace(";", " ").strip()
    found = tuple(Girth(*map(Decimal, one.groups())) for one in _SITE.finditer(text))
    heights = [one.at for one in found]
    if rest or heights != sorted(set(heights)) or len(found) > MOST_SITES:
        raise FieldProblem(
            "Type height:affected/other in cm from the lowest mark up, as in 0:24/22.5 10:31/28.",
            "girths",
        )
    if any(not 5 <= girth <= 200 for one in found for girth in (one.affected, one.other)):
        raise FieldProblem("A girth lies between 5 and 200 cm. Check the figures.", "girths")
    return found


@dataclass(frozen=True, slots=True)
class LymphRecord:
    """One day's record; texts are what the payer policies ask of manual lymph drainage."""

    plan_id: int
    measured_on: date
    limb: str
    stage: str
    phase: int
    id: int | None = None
    girths: tuple[Girth, ...] = ()
    cause: str = ""
    symptoms: str = ""
    prior_care: str = ""
    screening: str = ""
    skin: str = ""
    programme: str = ""
    teaching: str = ""
    response: str = ""

    @property
    def volumes(self) -> tuple[int, int] | None:
        """Millilitres of the affected and the other limb between the lowest and highest mark."""
        if len(self.girths) < 2:
            return None
        return (
            _volume(tuple((one.at, one.affected) for one in self.girths)),
            _volume(tuple((one.at, one.other) for one in self.girths)),
        )


def excess_percent(volumes: tuple[int, int]) -> Decimal:
    """How much more the affected limb holds than the other, in percent to one place."""
    more = Decimal(100 * (volumes[0] - volumes[1])) / Decimal(volumes[1])
    return more.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _volume(sites: tuple[tuple[Decimal, Decimal], ...]) -> int:
    """Sum of truncated cones: h (a² + ab + b²) / 12 pi, with girths a and b in cm."""
    total = Fraction(0)
    for (low, a), (high, b) in pairwise(sites):
        total += Fraction(high - low) * Fraction(a * a + a * b + b * b) / _TWELVE_PI
    return int(total + Fraction(1, 2))


def _short(number: Decimal) -> str:
    return format(number.normalize(), "f")
