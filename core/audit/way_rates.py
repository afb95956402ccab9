"""Over- and under-billing as rates by sessions, units and dollars; apart, never netted.

Sessions are counted, so their share has an interval. Units and dollars are sums of unlike lines:
their shares are told as they were found, and no interval for counts may stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.audit.findings import Direction
from core.audit.intervals import Interval, shown
from core.audit.totals import ANY, Count, Totals, Wrong

WAYS = (Direction.OVER, Direction.UNDER)


@dataclass(frozen=True, slots=True)
class WayRate:
    """One direction of one check (or `any`), of one clinician or of all (empty).

    `units` and `cents` are those billed wrong, of `billed_units` and of the known
    `billed_cents`; both None where what was billed is not told of every session, the latter also
    where no amount is known. `unpriced` lines are left out of `cents`, None where all are.
    """

    check: str
    clinician: str
    direction: Direction
    errors: int
    charts: int
    interval: Interval
    units: int
    billed_units: int | None
    cents: int | None
    billed_cents: int | None
    unpriced: int

    @property
    def unit_share(self) -> float | None:
        """Units billed wrong of the units billed; None where that is not known."""
        return _share(self.units, self.billed_units)

    @property
    def cents_share(self) -> float | None:
        """Known dollars billed wrong of the known dollars billed; None where one is not known."""
        return None if self.cents is None else _share(self.cents, self.billed_cents)


def _share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None


def way_rates(totals: Totals, *, for_counsel: bool = False) -> tuple[WayRate, ...]:
    """`any`, then each check that found units billed wrong: for all, then for each clinician.

    Both directions stand in each group. A session counts where its claim is told.
    """
    checks = [ANY, *sorted({way.check for way in totals.ways} - {ANY})]
    people = ["", *sorted({place.clinician for place in totals.places if place.clinician})]
    return tuple(
        one
        for check in checks
        for clinician in people
        for one in _both(totals, check, clinician, for_counsel=for_counsel)
    )


def _both(totals: Totals, check: str, clinician: str, *, for_counsel: bool) -> Iterator[WayRate]:
    whole = Count()
    for place, count in totals.places.items():
        if clinician in ("", place.clinician):
            whole.add(count)
    if not whole.encounters:
        return
    told = whole.claims == whole.encounters
    for direction in WAYS:
        wrong = _wrong(totals, check, clinician, direction)
        errors, charts = wrong.charts, whole.claims or whole.encounters
        errors = min(errors, charts)
        yield WayRate(
            check,
            clinician,
            direction,
            errors,
            charts,
            shown(errors, charts, for_counsel=for_counsel),
            wrong.units,
            whole.units if told else None,
            _known(wrong),
            (whole.cents or None) if told else None,
            wrong.unpriced,
        )


def _wrong(totals: Totals, check: str, clinician: str, direction: Direction) -> Wrong:
    whole = Wrong()
    for way, wrong in totals.ways.items():
        mine = way.check == check and way.direction is direction
        if mine and clinician in ("", way.place.clinician):
            whole.add(wrong)
    return whole


def _known(wrong: Wrong) -> int | None:
    """The cents; none at all is a known zero."""
    return None if wrong.unpriced and not wrong.cents else wrong.cents
