"""Girths to limb volumes by truncated cones, and one limb beside the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from core.errors import FieldProblem
from core.notes.outcomes.measures import Scoring, whole

Row = tuple[Decimal, ...]

PI = Decimal("3.14159265358979323846")
FEWEST = 2  # one girth has no length, so no volume
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class LimbPair:
    """Two limbs of one day: volumes in mL, what the larger one has more, in mL and in percent.

    `percent` is of the smaller limb's volume.
    """

    left: Decimal
    right: Decimal

    @property
    def larger(self) -> str:
        """`left`, `right`, or nothing where both are equal."""
        return "" if self.left == self.right else ("left" if self.left > self.right else "right")

    @property
    def excess(self) -> Decimal:
        """How much more the larger limb has, in mL."""
        return abs(self.left - self.right)

    @property
    def percent(self) -> Decimal:
        """The excess by the smaller limb's volume, in percent with one decimal."""
        smaller = min(self.left, self.right)
        return (self.excess * 100 / smaller).quantize(Decimal("0.1"), ROUND_HALF_UP)


def segment(first: Decimal, second: Decimal, height: Decimal) -> Decimal:
    """The volume of a cone cut off at both girths, in mL, not rounded; all lengths in cm."""
    return height * (first * first + first * second + second * second) / (12 * PI)


def limb_volume(landmarks: Row, girths: Row) -> Decimal:
    """The volume between the lowest and the highest landmark in whole mL, lengths in cm.

    Raises FieldProblem on `landmarks` or `girths`.
    """
    if len(girths) != len(landmarks):
        raise FieldProblem("Each girth needs its place, and each place its girth.", "girths")
    if len(girths) < FEWEST:
        raise FieldProblem("A volume needs girths at two places or more.", "girths")
    if any(upper <= lower for lower, upper in pairwise(landmarks)):
        raise FieldProblem("The places go up from the lowest one.", "landmarks")
    places = zip(pairwise(girths), pairwise(landmarks), strict=True)
    return whole(sum((segment(*around, high - low) for around, (low, high) in places), Decimal(0)))


def places_every(step: Decimal, count: int) -> Row:
    """Landmarks from 0 up, each a step above the one before."""
    return tuple(step * place for place in range(count))


def read_girths(text: str, scoring: Scoring, field: str) -> Row:
    """Girths in cm from the lowest place up, as `17 18.5 20`; raises FieldProblem on `field`."""
    found = []
    for word in text.replace(";", " ").replace(", ", " ").split():
        number = word.rstrip(",")
        if not _NUMBER.fullmatch(number):
            raise FieldProblem(
                f"“{word[:8]}” is no girth. Type centimetres with a blank between, as 17 18.5 20.",
                field,
            )
        girth = Decimal(number)
        if not scoring.low <= girth <= scoring.high:
            raise FieldProblem(
                f"{girth} cm is no girth of a limb: it lies from {scoring.low} to"
                f" {scoring.high} cm.",
                field,
            )
        found.append(girth)
    if len(found) > scoring.items:
        raise FieldProblem(f"At most {scoring.items} girths of a limb are kept.", field)
    return tuple(found)
