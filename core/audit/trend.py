"""What stands after review, and how quarters compare; never netted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from core.audit.findings import Direction, Finding
from core.audit.intervals import Interval, shown
from core.audit.totals import ANY, Cell, Tally, Totals


@dataclass(frozen=True, slots=True)
class QuarterSum:
    """One calendar quarter: encounters, those with a finding, and money apart by direction."""

    quarter: str
    encounters: int
    errors: int
    interval: Interval
    over: Tally
    under: Tally


def quarters(totals: Totals, clinician: str = "") -> tuple[QuarterSum, ...]:
    """The sums of each quarter in order; of one clinician where a name is given."""
    found = []
    for quarter in sorted({place.quarter for place in totals.places}):
        mine = [
            (place, count) for place, count in totals.places.items()
            if place.quarter == quarter and clinician in ("", place.clinician)
        ]  # fmt: skip
        charts = sum(count.encounters for _, count in mine)
        if not charts:
            continue
        errors = min(sum(totals.charts.get((place, ANY), 0) for place, _ in mine), charts)
        over = tally_of(totals, _cells(Direction.OVER, quarter, clinician))
        under = tally_of(totals, _cells(Direction.UNDER, quarter, clinician))
        found.append(QuarterSum(quarter, charts, errors, shown(errors, charts), over, under))
    return tuple(found)


def _cells(direction: Direction, quarter: str, clinician: str) -> Callable[[Cell], bool]:
    return lambda cell: (
        cell.direction is direction
        and cell.quarter == quarter
        and clinician in ("", cell.clinician)
    )


def tally_of(totals: Totals, wanted: Callable[[Cell], bool]) -> Tally:
    """The sum over the cells that are wanted."""
    whole = Tally()
    for cell, tally in totals.cells.items():
        if wanted(cell):
            whole.add(tally)
    return whole


def standing(
    totals: Totals, findings: Iterable[Finding], overruled: Collection[str]
) -> tuple[Totals, tuple[Finding, ...]]:
    """Sums and findings without those a reviewer overruled; `overruled` holds findings' keys.

    The encounters looked at stay the same: what was overruled counts as right.
    """
    kept = tuple(one for one in findings if one.key not in overruled)
    made = Totals(
        places=dict(totals.places), minutes=dict(totals.minutes), encounters=totals.encounters
    )
    by_encounter = sorted(kept, key=lambda one: (one.encounter, one.clinician))
    for _, mine in groupby(by_encounter, key=lambda one: (one.encounter, one.clinician)):
        made.add_findings(list(mine))
    return made, kept
