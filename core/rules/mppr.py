"""Multiple procedure payment reduction: one unit a day keeps its whole practice expense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from core.model.kinds import Discipline
from core.rules.fees import UnitFee

_ORDER = {discipline: number for number, discipline in enumerate(Discipline)}


class DayUnits(NamedTuple):
    """Units of one code in one encounter of the day; `own` is the encounter being billed."""

    code: str
    discipline: Discipline
    units: int
    own: bool


PricedUnits = tuple[DayUnits, UnitFee]
NOBODY: tuple[DayUnits | None, bool] = (None, False)


def leading(day: Iterable[PricedUnits]) -> tuple[DayUnits | None, bool]:
    """Whose unit is paid whole, and whether any other unit beside it is cut.

    It is the greatest practice expense, then the greatest fee. What still ties is settled by code
    and discipline, so that encounters of one day that are billed apart agree and no order of rows
    matters.
    """
    first, best, reduced = None, None, 0
    for entry, fee in day:
        if not fee.value.reduced:
            continue
        rank, reduced = fee.rank, reduced + entry.units
        if (
            first is None
            or best is None
            or rank < best
            or (rank == best and _settled(entry) < _settled(first))
        ):
            first, best = entry, rank
    return first, reduced > 1


def _settled(entry: DayUnits) -> tuple[str, int, bool]:
    return entry.code, _ORDER[entry.discipline], not entry.own


def unit_cents(entry: DayUnits, fee: UnitFee, lead: DayUnits | None) -> tuple[int, ...]:
    """Each unit's cents, the whole one first; each is rounded half up by itself."""
    whole = entry.units if not fee.value.reduced else int(entry is lead)
    return (fee.full,) * whole + (fee.further,) * (entry.units - whole)
