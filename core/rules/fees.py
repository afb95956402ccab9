"""What Medicare allows for one unit: relative values, geography and a conversion factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from core.model.facts import Locality
from core.model.money import cents_of
from core.rules.parameters import DatedValue

Place = tuple[str, str]
NATIONAL: Place = ("", "")


@dataclass(frozen=True, slots=True)
class Components:
    """Work, practice expense and malpractice, from `since` to `until` (None: no end is known).

    They are relative values of one unit, or the indices of one place. `reduced` marks a code
    whose further units pay only a share of the practice expense.
    """

    since: date
    until: date | None
    work: Decimal
    practice: Decimal
    malpractice: Decimal
    cite: str
    reduced: bool = False

    def covers(self, day: date) -> bool:
        """Whether the values hold on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def total(self) -> Decimal:
        """All three together."""
        return self.work + self.practice + self.malpractice


class UnitFee(NamedTuple):
    """Cents of one unit; `further` is it with the reduced practice expense.

    `rank` orders fees by who keeps the whole expense: greatest expense, then greatest fee, first.
    """

    full: int
    further: int
    rank: tuple[Decimal, Decimal]
    value: Components


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """Relative values by code, indices by place, factors by name; of each the best source first."""

    values: Mapping[str, tuple[Components, ...]] = field(default_factory=dict)
    indices: Mapping[Place, tuple[Components, ...]] = field(default_factory=dict)
    factors: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=dict)

    def fee(self, code: str, basis: Basis) -> UnitFee | None:
        """One unit's fee, or None when the code has no relative values on that day."""
        value = on_day(self.values.get(code, ()), basis.day)
        if value is None:
            return None
        place, rate = basis.place, basis.factor.ratio
        other = value.work * place.work + value.malpractice * place.malpractice
        expense = value.practice * place.practice
        left = expense * basis.kept if value.reduced else expense
        full = (other + expense) * rate
        rank = (-value.practice, -full)
        further = (other + left) * rate
        return UnitFee(basis.cents(full), basis.cents(further), rank, value)


class Basis(NamedTuple):
    """What every fee of one day and place stands on.

    `kept` is what further units keep of the practice expense, `percent` the payer's share of
    Medicare's amount.
    """

    day: date
    place: Components
    factor: DatedValue
    kept: Decimal = Decimal(1)
    percent: Decimal = Decimal(1)

    def cents(self, amount: Decimal) -> int:
        """What the payer allows of a Medicare amount.

        Medicare's own amount is one to the cent, so a share is taken of the rounded one.
        """
        medicare = cents_of(amount)
        return medicare if self.percent == 1 else cents_of(medicare * self.percent / 100)


def fee_basis(
    schedule: FeeSchedule, day: date, locality: Locality, *, qualifying: bool
) -> Basis | str:
    """The day's indices and factor, or the name of the table that is missing."""
    key = NATIONAL if locality.is_national else (locality.mac.strip(), locality.number.strip())
    place = on_day(schedule.indices.get(key, ()), day)
    if place is None:
        return f"geographic indices of locality {' '.join(key)[:40]} for {day}"
    factor = on_day(schedule.factors.get("qp" if qualifying else "non_qp", ()), day)
    if factor is None:
        return f"conversion factors for {day}"
    return Basis(day, place, factor)


_Dated = TypeVar("_Dated", Components, DatedValue)


def on_day(history: tuple[_Dated, ...], day: date) -> _Dated | None:
    """The first of a list that covers the day; the best source stands first."""
    return next((one for one in history if one.covers(day)), None)
