"""Multiple procedure payment reduction: one unit a day keeps its whole practice expense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def leading(day: Iterable[DayUnits], fees: Mapping[str, UnitFee]) -> DayUnits | None:
    """Whose unit is paid whole: the greatest practice expense, then the greatest fee.

    What still ties is settled by code and discipline, so that encounters of one day that are
    billed apart agree and no order of rows matters.
    """
    first, best = None, None
    for entry in day:
        fee = fees.get(entry.code)
        if fee is None or not fee.value.reduced:
            continue
        rank = fee.rank
        if (
            first is None
            or best is None
            or rank < best
            or (rank == best and _settled(entry) < _settled(first))
        ):
            first, best = entry, rank
    return first


def _settled(entry: DayUnits) -> tuple[str, int, bool]:
    return entry.code, _ORDER[entry.discipline], not entry.own


def unit_cents(entry: DayUnits, fee: UnitFee, lead: DayUnits | None) -> tuple[int, ...]:
    """Each unit's cents, the whole one first; each is rounded half up by itself."""
    whole = entry.units if not fee.value.reduced else int(entry is lead)
    return (fee.full,) * whole + (fee.further,) * (entry.units - whole)
